// Recommendations that later letters of an authority make again.
#pragma once

#include "database.hpp"

namespace sheaf::database {

/// Fills the table `repeated_recommendation` from the letters and recommendations that are in the file: each dated letter of
/// an authority is compared with the one before it of each family.
void add_repeated(NewDatabase& database);

}  // namespace sheaf::database
