// Finds the judgements of one letter.
#pragma once

#include <vector>

#include "bind.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::judgements {

/// The judgements by the profile's rules, each once, in reading order. Reports what could not be bound.
std::vector<Judgement> find(const Document& document, const Rules& rules, Context& context);

}  // namespace sheaf::judgements
