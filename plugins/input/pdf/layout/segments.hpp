// Stretches of baselines, and the white strips between them: what reading order without tags is found from.
#pragma once

#include <cstdint>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// A stretch of a baseline without a wide gap, or a table that stands in the text.
struct Segment {
    std::size_t row = 0;  ///< its baseline, counted from the top
    std::vector<Piece> pieces;
    float left = 0, right = 0, top = 0, bottom = 0, size = 0;
    bool bold = false;  ///< all of its pieces are
    int table = -1;
};
using Segments = std::vector<Segment>;  ///< by row, then from left to right

/// From `left` to `right`, in points.
struct Strip {
    float left = 0, right = 0;
};

/// Runs as segments: each baseline is cut where it leaves more room than words need, save behind a list label.
Segments segments_of(const Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs);

/// The segments from `first` to `end`, labels as segments of their own: in a table a number is a cell.
Segments labels_apart(const Work& work, const PageContent& page, const Segments& segments, std::size_t first,
                      std::size_t end);

/// What segments cover, from left to right.
class Cover {
  public:
    void add(const Segment& segment);
    float left() const { return covered_.front().left; }
    float right() const { return covered_.back().right; }
    float size() const { return size_; }  ///< of the largest segment, in points
    /// The white strips between what is covered.
    std::vector<Strip> strips() const;

  private:
    std::vector<Strip> covered_;  ///< they do not touch
    float size_ = 0;
};

/// The segment begins with a small letter, as lines within a sentence do.
bool begins_lower(const PageContent& page, const Segment& segment);

}  // namespace sheaf::pdf
