// Words that tags have put into the wrong block: the page shows where they belong.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Moves lines that stand in a hole of another block's line into that line, and lines apart from the rest of their
/// block that continue another block's line to the end of that line.
void return_strays(Work& work, std::vector<Item>& items);

/// Puts a line that no tag claims into the block that has room for it: in a hole of a line, behind one, or between two
/// lines. False when there is none.
bool adopt(Work& work, std::vector<Item>& items, const Line& line);

/// Whether some line of `loose` goes on in the middle of a word that a line of `items` ends in.
bool goes_on_with_words(const std::vector<Item>& items, const Item& loose);

}  // namespace sheaf::pdf
