// Items that are rows of a table.
#pragma once

#include <vector>

#include "items.hpp"

namespace sheaf::recommendations {

/// The items of a table for the rule: a row each. Who must act and when are the cells below the heads that
/// `responsible_column` and `deadline_column` name; the text is that of the row's other cells.
Items find_rows(const Document& document, std::uint32_t table, const Rule& rule);

/// The tables in the letter whose first row the rule's `table` pattern names, in reading order.
std::vector<std::uint32_t> find_tables(const Document& document, const Rule& rule,
                                       const std::vector<bool>& decoys);

}  // namespace sheaf::recommendations
