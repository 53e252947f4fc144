// Pages without tags: reading order from columns, blocks from typography.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Items for text that no tag claims, in reading order, page by page.
std::vector<Item> read_columns(Work& work, const std::vector<std::vector<RunRef>>& loose);

}  // namespace sheaf::pdf
