// Tags held against the page: which words make up a line, what a note is, and in which order blocks stand.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Joins blocks that one printed line runs through: a tag that begins a block in the middle of a line is overruled. So are
/// elements that are parts of one box of text, as browsers tag each change of style, where their lines follow each other.
void join_printed_lines(Work& work, std::vector<Item>& items);

/// Notes set in the size of the text that stand among the text are paragraphs.
void check_notes(Work& work, std::vector<Item>& items);

/// Where a page's text stands in one column, blocks are read from its head to its foot.
void check_order(Work& work, std::vector<Item>& items);

/// Doubts text that stands sideways on an upright page in rows with columns, outside tables: a cell of several lines is read
/// together with its neighbours.
void check_turned_rows(Work& work, const std::vector<Item>& items);
/// The same of rows that were turned by themselves, where they make up no table.
void check_aside(Work& work, const std::vector<Item>& aside);

}  // namespace sheaf::pdf
