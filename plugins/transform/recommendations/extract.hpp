// From rules and a letter to recommendation records.
#pragma once

#include "demand.hpp"
#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::recommendations {

/// Adds the letter's `recommendation` records in reading order and reports what is missing or unsure.
/// `closing` is found in the folded closing formula of a letter.
void extract(Document& document, const Family& family, const Demand& demand, const Pattern& closing,
             Context& context);

}  // namespace sheaf::recommendations
