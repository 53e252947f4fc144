// Runs to pieces, pieces to lines.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// A run's pieces: cut where the run leaves more room than words need.
void append_pieces(const PageContent& page, std::uint32_t run, std::vector<Piece>& pieces);

/// In the order in which they stand on their baseline.
void sort_pieces(std::vector<Piece>& pieces);

/// The text of pieces that stand on one baseline, in the order in which they stand on the page. Spaces come
/// from space glyphs and from gaps; characters that are no text (soft hyphens, control characters, text that is
/// printed twice) are counted in the line. A line without text has an empty `text`.
Line make_line(Work& work, std::uint32_t page, std::vector<Piece> pieces);

/// The lines that runs make up, given in the order of the content stream. With `columns`, text that jumps back
/// up beside what stands there begins a new fragment. Lines without text are left out.
std::vector<Line> make_lines(Work& work, std::uint32_t page, const std::vector<std::uint32_t>& runs);

/// The runs, clustered by baseline: each cluster in stream order.
std::vector<std::vector<std::uint32_t>> baselines(const PageContent& page,
                                                  const std::vector<std::uint32_t>& runs);

/// Enters a line's characters that are no text in the ledger.
void refuse_dropped(Work& work, const Line& line);

/// Appends the text, stretches and marks of `next` to `line`, which stands before it on the same baseline.
void append_line(Line& line, const Line& next);

/// Takes the first `bytes` of the text away, and the white space behind them.
void cut_front(Line& line, std::size_t bytes);

/// Style of the text at a byte.
std::uint32_t style_at(const std::vector<Stretch>& stretches, std::uint32_t at);

}  // namespace sheaf::pdf
