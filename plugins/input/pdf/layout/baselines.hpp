// Runs to baselines, and runs to pieces: which letters stand on one line.
#pragma once

#include <span>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// A gap of this many em is more than a space between words: a tab, a column, a hole that another run fills.
constexpr float wide_em = 0.75F;

/// Runs line by line, those of a line in stream order.
struct Baselines {
    std::vector<std::uint32_t> runs;  ///< in `PageContent::runs`
    std::vector<std::uint32_t> ends;  ///< of each line, in `runs`
    std::vector<bool> tall;           ///< of each line: as of `tall_runs`

    std::size_t size() const { return ends.size(); }
    std::span<const std::uint32_t> operator[](std::size_t line) const {
        const std::uint32_t begin = line == 0 ? 0 : ends[line - 1];
        return std::span(runs).subspan(begin, ends[line] - begin);
    }
};

/// The runs, clustered by baseline, from the top. No line takes in letters of another baseline, but for raised and
/// lowered ones and for a drop cap, which stands on the first of the lines beside it.
Baselines baselines(const PageContent& page, std::span<const std::uint32_t> runs);

/// Large letters that reach over two lines or more of the text around them: a call-out, a number in the margin, a
/// watermark. They stand on no line of that text. A flag for each of `runs`; empty when there are none.
std::vector<bool> tall_runs(const PageContent& page, std::span<const std::uint32_t> runs);

/// The runs' pieces: a run is cut where it leaves more room than words need.
std::vector<Piece> pieces_of(const PageContent& page, std::span<const std::uint32_t> runs);

/// In the order in which they stand on their baseline.
void sort_pieces(std::vector<Piece>& pieces);

/// A place along the direction of the text, rising as one reads.
float along(const Run& run, float v);

/// Where a run stands across the direction of its text: its baseline, or the middle of its column when it is turned.
float across(const Run& run);

/// How far a run's letters and words stand apart, in points.
struct Spacing {
    float word = 0;  ///< a wider gap is a space, even where no space glyph stands
    float wide = 0;  ///< a wider gap is more than a space between words
};
Spacing spacing_of(const PageContent& page, const Run& run);

}  // namespace sheaf::pdf
