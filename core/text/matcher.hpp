// Matches programs of plain expressions: for the short texts of a letter, what RE2 finds without its cost to
// compile.
#pragma once

#include <span>

#include "program.hpp"

namespace sheaf {

/// The bounds of a group that takes no part in the match.
inline constexpr std::size_t nowhere = std::string_view::npos;

/// Whether `match` finds in this text what RE2 does, and at little cost: the text is not long, not ill-formed, and without
/// the two letters beyond ASCII that are `k` and `s` in another case (U+212A, U+017F).
bool can_match(const Program& program, std::string_view text);

/// The first match at or behind `from`; of `whole`, all of the text. `bounds` get where the match and each group begin and
/// end; it is empty when they are not wanted.
///
/// The ways through the program are tried one after another, in the order in which they are preferred, as in Perl. None is
/// tried twice from the same byte, so the steps are bounded by the size of the program times the length of the text.
bool match(const Program& program, std::string_view text, std::size_t from, bool whole,
           std::span<std::size_t> bounds);

}  // namespace sheaf
