// Reading order without tags: columns, found from the white strips between segments.
#pragma once

#include <vector>

#include "layout/segments.hpp"

namespace sheaf::pdf {

/// Segments in reading order: running text, or rows whose cells the strips part.
struct Column {
    Segments segments;
    std::vector<Strip> cells;
    Strip room;  ///< between which edges its lines could run; 0 where that is not known
};

/// Segments, by row and then from left to right, as columns in reading order. `room` is where they could stand.
std::vector<Column> columns_of(const Work& work, const PageContent& page, Segments segments, Strip room);

/// Where the lines of a column wrap: at its longest line, when a line that runs there goes on with a small letter below.
/// Lines that show nothing of the kind, as of names and addresses, could run to the end of the room that they have.
float wrap_edge(const PageContent& page, const Column& column);

}  // namespace sheaf::pdf
