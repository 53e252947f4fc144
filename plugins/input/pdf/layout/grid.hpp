// Tables drawn with lines.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// A cell of a grid of ruled lines: rows and columns that it spans, and its box.
struct GridCell {
    std::size_t row = 0, column = 0;
    int row_span = 1, column_span = 1;
    Box box;
};

/// Cells enclosed by ruled lines, row by row.
struct Grid {
    Box box;
    std::size_t rows = 0, columns = 0;
    std::vector<GridCell> cells;
};

/// The grids on a page, those with the highest top first. A frame around most of the page is none.
std::vector<Grid> find_grids(const PageContent& page);

}  // namespace sheaf::pdf
