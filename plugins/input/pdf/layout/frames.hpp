// Boxes that text makes way for: frames, shaded panels.
#pragma once

#include <cstdint>
#include <vector>

#include "layout/grid.hpp"
#include "layout/segments.hpp"

namespace sheaf::pdf {

/// The point lies in the box, or a point beside it.
bool within(const Box& box, float x, float y);

/// One cell with a frame around it.
bool is_frame(const Item& table);

/// Whether lines of text run beside a box, two of them at least, close enough to make way for it.
bool text_beside(const Segments& segments, const Box& box);

/// Puts a frame between paragraphs: before the first one that begins beside it, else behind the text that makes way.
void insert_frame(std::vector<Item>& items, Item&& frame, const Box& box);

/// Shaded panels of a page as grids of one cell: filled boxes in which some of the runs stand while others run beside them
/// on baselines of their own. What stands in one of `grids` is a table's.
std::vector<Grid> find_panels(const PageContent& page, const std::vector<std::uint32_t>& runs,
                              const std::vector<Grid>& grids);

}  // namespace sheaf::pdf
