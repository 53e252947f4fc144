// Numbers of people, records and answers that a letter's findings rest on.
#pragma once

#include <vector>

#include "phrase.hpp"
#include "rules.hpp"

namespace sheaf::quantities {

struct Evidence {
    Count count;
    Range of;                  ///< what it counts
    std::optional<Range> how;  ///< the words before it that say what was done
    bool of_before = false;    ///< what it counts is that of the number before it
};

/// The counts of a sentence by a rule.
std::vector<Evidence> evidence_in(const Rules& rules, const CountRule& rule, std::string_view sentence);

}  // namespace sheaf::quantities
