// Blocks that a page break, a column break or a careless tag has cut in two.
#pragma once

#include <vector>

#include "layout/paragraphs.hpp"
#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Joins what goes on: over a page or column break, footnotes and figures between notwithstanding, and on one page
/// where tags cut a sentence.
void join_continuations(std::vector<Item>& items, const Edges& edges);

/// Joins footnotes that go on at the foot of the next page, wherever that text stands among the blocks.
void join_footnotes(std::vector<Item>& items);

}  // namespace sheaf::pdf
