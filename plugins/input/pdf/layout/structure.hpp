// The structure tree's proposal: items in the tree's order, each with the marked content that belongs to it.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Items with `group` set, and what belongs to each group.
struct Skeleton {
    std::vector<Item> items;                  ///< tables hold rows, rows cells, cells items
    std::vector<std::vector<RunRef>> groups;  ///< in page and stream order
    std::vector<std::vector<RunRef>> loose;   ///< by page: text that no element claims
    std::vector<bool> shown;  ///< by element: text of its own or of its children stands on a page
};

/// Joins text runs with the structure tree. With no tree, all text is loose.
Skeleton join_structure(Work& work);

/// Turns groups into lines. Items that turn out to be without text vanish, figures excepted.
void fill_lines(Work& work, Skeleton& skeleton);

}  // namespace sheaf::pdf
