// Tagged tables: cells in the columns in which the page shows them.
#pragma once

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Puts the cells of a tagged table's rows into the columns that they stand in, where their tags have another order, or
/// leave out an empty cell before them. Columns are those of rows in which every cell holds something.
void align_cells(Work& work, Item& table);

}  // namespace sheaf::pdf
