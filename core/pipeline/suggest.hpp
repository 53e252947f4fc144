// Words of messages: what the user may have meant, lists and counts.
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

/// `15 pages`, `1 page`.
std::string plural(std::size_t count, const std::string& noun);

}  // namespace sheaf
