// The metadata record of one letter.
#pragma once

#include "language.hpp"
#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::metadata_stage {

/// Adds the records `metadata`, `addressee` and `signatory` by the rules. Reports disagreements and expected fields that
/// are absent.
void extract(Document& document, const Rules& rules, const FrequentWords& words, Context& context);

}  // namespace sheaf::metadata_stage
