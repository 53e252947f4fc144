// The record of an item.
#pragma once

#include "candidate.hpp"
#include "language.hpp"

namespace sheaf::recommendations {

/// Reports in `context` a deadline that cannot be right.
Record record_of(const Document& document, RecordIds& ids, const Candidate& candidate,
                 const Language& language, Context& context);

}  // namespace sheaf::recommendations
