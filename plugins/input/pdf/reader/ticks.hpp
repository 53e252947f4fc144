// Boxes that are ticked by lines instead of by a character.
#pragma once

#include <vector>

#include "content.hpp"

namespace sheaf::pdf {

/// The boxes of forms, drawn beside words, in which a tick, a cross or a spot is drawn.
std::vector<Box> drawn_ticks(const PageContent& page);

}  // namespace sheaf::pdf
