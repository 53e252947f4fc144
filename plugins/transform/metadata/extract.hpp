// The metadata record of one letter.
#pragma once

#include "language.hpp"
#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::metadata_stage {

/// The record by the profile's rules. Reports disagreements and expected fields that are absent.
Record extract(const Document& document, const Rules& rules, const FrequentWords& words, Context& context);

}  // namespace sheaf::metadata_stage
