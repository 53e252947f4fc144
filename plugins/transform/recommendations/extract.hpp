// From rules and a letter to recommendation records.
#pragma once

#include "language.hpp"
#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::recommendations {

/// Adds the letter's `recommendation` records in reading order and reports what is missing or unsure.
void extract(Document& document, const Family& family, const Language& language, Context& context);

}  // namespace sheaf::recommendations
