// Headings in the margin, level with the text that they head.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Puts headings that stand beside the first line of a paragraph before it, where tags or columns have them elsewhere. The
/// strip in which they stand holds nothing else.
void place_side_headings(Work& work, std::vector<Item>& items);

}  // namespace sheaf::pdf
