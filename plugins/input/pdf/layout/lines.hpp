// Pieces to lines.
#pragma once

#include <span>
#include <vector>

#include "layout/baselines.hpp"
#include "layout/parts.hpp"

namespace sheaf::pdf {

/// The text of pieces that stand on one baseline, in the order in which they stand on the page. Spaces come
/// from space glyphs and from gaps; characters that are no text (soft hyphens, control characters, text that is
/// printed twice) are counted in the line. A line without text has an empty `text`.
Line make_line(Work& work, std::uint32_t page, std::vector<Piece> pieces);

/// Appends the lines that runs make up, given in the order of the content stream. Text that jumps back up beside what
/// stands there begins a new fragment. Lines without text are left out.
void append_lines(Work& work, std::uint32_t page, std::span<const std::uint32_t> runs,
                  std::vector<Line>& lines);

/// Enters a line's characters that are no text in the ledger.
void refuse_dropped(Work& work, const Line& line);

/// Appends the text, stretches and marks of `next` to `line`, which stands before it on the same baseline.
void append_line(Line& line, const Line& next);

/// Puts a space before a byte of the text.
void open_gap(Line& line, std::size_t at);

/// Takes out the space at a byte of the text.
void close_gap(Line& line, std::size_t at);

/// Takes the first `bytes` of the text away, and the white space behind them.
void cut_front(Line& line, std::size_t bytes);

/// Style of the text at a byte.
std::uint32_t style_at(const std::vector<Stretch>& stretches, std::uint32_t at);

}  // namespace sheaf::pdf
