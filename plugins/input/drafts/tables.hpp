// Tables that are no tables of data.
#pragma once

#include "flow.hpp"

namespace sheaf::drafts {

struct TableShape {
    int rows = 0, cells = 0, columns = 0;
    bool borders = false;  ///< rules are drawn somewhere in it
};

/// Whether the table that begins there only arranges text: one cell, one column without rules, or whole stretches of text
/// in its cells. So is a table without a word.
bool only_arranges(const Flow& flow, std::size_t table, const TableShape& shape);

/// Takes away the rows and cells of the table that begins there, and the table; those of tables inside it stay.
void open_up(Flow& flow, std::size_t table);

}  // namespace sheaf::drafts
