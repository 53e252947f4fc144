// Record types that a profile declares for its own family.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

/// The transform whose rules in profiles declare record types: `[[records.type]]`.
inline constexpr std::string_view own_records_stage = "records";

/// Record types, and what holds them. Their names live as long as `declared`.
struct OwnRecords {
    std::vector<RecordSpec> types;  ///< in the order of the profile
    std::shared_ptr<const void> declared;
};

/// The types that the stage's rules declare. A name that no type or field can have is reported.
OwnRecords own_records(const Options& rules, std::vector<Diagnostic>& problems);

/// Whether the two types have the same fields.
bool same_fields(const RecordSpec& a, const RecordSpec& b);

}  // namespace sheaf
