// How often the rules of profiles made records of an archive's letters. One that never did is wrong, or looks
// for what is no longer printed.
#pragma once

#include <string>
#include <vector>

#include "archive/sqlite.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

/// What a rule made of its family's letters.
struct RuleUse {
    RecordRule rule;
    std::size_t records = 0;
    std::size_t letters = 0;  ///< that have such a record
};

/// A family that has letters in the archive, and its rules in the profile's order.
struct FamilyUse {
    std::string profile;
    std::size_t letters = 0;
    std::vector<RuleUse> rules;

    /// The names of the rules that made no record.
    std::vector<std::string> silent() const;
};

/// The families of the plan that have letters in the journal, in order of profile. The plan must outlive the result.
std::vector<FamilyUse> rule_use(Database& journal, const Plan& plan);

}  // namespace sheaf
