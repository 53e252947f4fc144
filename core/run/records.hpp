// Holds stages to what they declare.
#pragma once

#include <string>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// Puts the stage's name to records that have none yet, and gives every record each declared field once, in
/// declared order, absent ones included. Gives a sentence for each record type, field or value that breaks the
/// declaration; `types` are those of all stages and of the letter's profile, `own` those of the profile alone, `stage` is the one that
/// ran.
std::vector<std::string> settle_records(Document& document, const StageSpec& stage,
                                        std::span<const RecordSpec> types,
                                        std::span<const RecordSpec> own = {});

}  // namespace sheaf
