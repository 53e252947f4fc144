// A profile's rule as explanations print it.
#pragma once

#include <string>

#include "sheaf/options.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// `[[recommendations.rule]] name = '...', section = '...'`: what the rule looks for, in the order in which the stage
/// declares its keys.
std::string rule_text(const StageSpec& stage, const OptionSpec& table, const Options& rule);

}  // namespace sheaf
