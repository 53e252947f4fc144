// Which runs a reader sees, and how many characters there are.
#pragma once

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Counts every character, applies what ActualText repairs, and refuses what is not on the page: invisible text
/// that is no scan's text layer, text outside the page or its clip, optional content that is off.
/// Fills `fates`, `repaired`, `body_size` and the ledger's `read`.
void find_visible(Work& work);

}  // namespace sheaf::pdf
