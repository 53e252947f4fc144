// Finds the records that a profile declares.
#pragma once

#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::own_records {

/// Adds the family's own records to the document, and reports what is missing or cannot be read.
void find_records(Document& document, const Family& family, Context& context);

}  // namespace sheaf::own_records
