// EQ fields (ECMA-376 part 1, 17.16.5.22): mathematics that Word sets from an instruction.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::docx {

/// What the field prints, as one line of text: `EQ \f(3,4)` gives `3/4`. `behind_digit`: it stands straight behind a
/// digit, to which a fraction must not be joined.
std::string equation(std::string_view instruction, bool behind_digit);

/// Whether a part of a formula must stand in brackets to keep together on one line: `a+b`, but not `x2` or `(a+b)`.
bool needs_brackets(std::string_view formula);

}  // namespace sheaf::docx
