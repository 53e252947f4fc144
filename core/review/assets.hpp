// What the pages load besides themselves; compiled in.
#pragma once

namespace sheaf::review {

inline constexpr const char* style_path = "/assets/review.css";
inline constexpr const char* script_path = "/assets/review.js";

/// Behind the style sheet that all pages of Sheaf have.
extern const char* const review_style;
extern const char* const review_script;

}  // namespace sheaf::review
