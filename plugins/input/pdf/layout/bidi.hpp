// Scripts that run from right to left.
#pragma once

#include <string_view>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Whether any letter of the text runs from right to left.
bool runs_left(std::string_view text);

/// Puts the characters of one glyph that runs from right to left in the order in which a page would show them.
std::string as_shown(std::string_view glyph);

/// The pieces with each glyph as one of its own, so that they can be put in the order in which the page shows them.
std::vector<Piece> single_glyphs(const PageContent& page, const std::vector<Piece>& pieces);

/// Turns a line whose text is in the order of the page, from left to right, into the order in which it is read (UAX 9).
void to_logical_order(Line& line);

}  // namespace sheaf::pdf
