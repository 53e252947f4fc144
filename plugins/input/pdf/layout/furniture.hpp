// Running headers and footers, page numbers, watermarks.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Marks runs as furniture: artifacts, and text at the head or foot of pages that repeats from page to page or
/// counts them.
void find_furniture(Work& work);

/// The furniture of a page as items: those of its head, then all others.
struct PageFurniture {
    std::vector<Item> head, foot;
};
PageFurniture furniture_of(Work& work, std::uint32_t page);

}  // namespace sheaf::pdf
