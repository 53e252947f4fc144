// Drop caps: whether a large first letter begins the word behind it, or is a word of its own.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Parts the drop caps that are words of their own (`A`, `I`) from what follows them. By the letter's words, then by the word
/// lists; what neither decides is a doubt.
void part_drop_caps(Work& work, std::vector<Item>& items);

}  // namespace sheaf::pdf
