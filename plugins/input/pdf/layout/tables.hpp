// Tagged tables: those that only place text on the page are opened up, those that hold data are kept.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Brings a flow's tables into their final form: nested and page-wide layout tables are opened up in reading order,
/// tables that go on over a page are joined, data tables are kept with their rows and cells.
void settle_tables(Work& work, std::vector<Item>& items);

}  // namespace sheaf::pdf
