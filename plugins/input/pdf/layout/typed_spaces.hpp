// Words whose letters somebody parted by typing spaces: `R e p o r t`.
#pragma once

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Takes those spaces out of the line. The wider gaps between words stay.
void close_typed_spaces(Work& work, Line& line);

}  // namespace sheaf::pdf
