// The fonts of plain files: what letters are set in by the common writers.
#pragma once

#include <optional>

#include "reader/file.hpp"

namespace sheaf::pdf {

/// The font of a dictionary: TrueType or Type 1 in WinAnsiEncoding with its own widths, or a composite font whose
/// codes are glyph numbers (Identity-H) with a ToUnicode map. Nothing when it is no dictionary; throws `NotPlain` for
/// all other fonts.
std::optional<FontFacts> plain_font(const Value& dictionary);

}  // namespace sheaf::pdf
