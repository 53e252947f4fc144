// What a person may ask of the result: why a block is not what its tag says, and which text was refused
// where.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Says of blocks that overrule their tags why, where nothing has said it yet.
void explain_overruled(const Structure& structure, std::vector<Item>& items);

/// Reports where the page decided against the tags: as notes, one for each page and reason, a limited number of them.
void report_overruled(Work& work);

/// Reports the text that was refused, with its places: as notes, neighbours together, a limited number of them.
void report_refused(Work& work);

}  // namespace sheaf::pdf
