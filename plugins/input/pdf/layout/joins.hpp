// Blocks that a page break, a column break or a careless tag has cut in two.
#pragma once

#include <vector>

#include "layout/paragraphs.hpp"
#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Joins what goes on: over a page or column break, footnotes and figures between notwithstanding, and on one page
/// where tags cut a sentence.
void join_continuations(std::vector<Item>& items, const Edges& edges);

}  // namespace sheaf::pdf
