// The second count: what marks an item on the page, beside what the rules took for items.
#pragma once

#include "candidate.hpp"
#include "language.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::recommendations {

/// Compares each witness with the items and reports marks without an item and items without a mark, both with their
/// words. What stands in such a part of the letter loses confidence.
void hear_witnesses(const Document& document, const Family& family, const Language& language,
                    std::vector<Candidate>& candidates, Context& context);

}  // namespace sheaf::recommendations
