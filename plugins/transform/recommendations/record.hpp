// The record of an item.
#pragma once

#include "candidate.hpp"
#include "language.hpp"

namespace sheaf::recommendations {

Record record_of(const Document& document, RecordIds& ids, const Candidate& candidate,
                 const Language& language);

}  // namespace sheaf::recommendations
