// Items that are rows of a table.
#pragma once

#include <vector>

#include "items.hpp"

namespace sheaf::recommendations {

/// The items of a table for the rule: a row each. A row's responsible body is the cell below the head that
/// `responsible_column` names; the text is that of its other cells.
Items find_rows(const Document& document, std::uint32_t table, const Rule& rule);

/// The tables in the letter whose first row the rule's `table` pattern names, in reading order.
std::vector<std::uint32_t> find_tables(const Document& document, const Rule& rule,
                                       const std::vector<bool>& decoys);

}  // namespace sheaf::recommendations
