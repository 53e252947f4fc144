// Words that are struck out are shown and no longer said: no value is taken from them.
#pragma once

#include "sheaf/document.hpp"

namespace sheaf {

/// Takes away the records, and from other records the values, whose words are struck out as a whole. Each part of the
/// letter that this concerns, or that has only some of a record's words struck out, is a doubt.
void leave_struck_out(Document& document);

}  // namespace sheaf
