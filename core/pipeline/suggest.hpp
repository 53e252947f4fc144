// What the user may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheaf {

/// Edits (insert, delete, replace, swap neighbours) that make one text of the other.
int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to what was written, if it is near enough to be a slip; else empty. Of equals the
/// first.
std::string nearest(std::string_view written, const std::vector<std::string>& candidates);

/// `did you mean "x"?`, or empty.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& candidates);

/// `"a", "b" and "c"`.
std::string listed(const std::vector<std::string>& names);

}  // namespace sheaf
