// Items to blocks: text over lines, spans, regions.
#pragma once

#include <memory>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Writes the letter's blocks: items in their order, each page's furniture between top-level blocks.
void write_blocks(Work& work, std::vector<Item>& items);

}  // namespace sheaf::pdf
