// A letter's findings: its numbered paragraphs and what it marks as good practice.
#pragma once

#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::findings {

/// Adds the records `finding`, `strength`, `improvement` and `positive_practice`, and reports where the
/// paragraphs' numbers break.
void find(Document& document, const Rules& rules, Context& context);

}  // namespace sheaf::findings
