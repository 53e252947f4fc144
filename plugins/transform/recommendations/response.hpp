// What those say to whom a demand is addressed.
#pragma once

#include "candidate.hpp"

namespace sheaf::recommendations {

/// The records of the responses to an item, which are bound to its record.
std::vector<Record> responses_of(const Document& document, RecordIds& ids, const Candidate& candidate,
                                 const Record& recommendation);

}  // namespace sheaf::recommendations
