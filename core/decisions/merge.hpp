// Two people's folders of decisions as one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "decisions/decision.hpp"

namespace sheaf {

/// Two decisions about the same that are not the same.
struct DecisionConflict {
    std::string letter;
    Decision first, second;
};

struct MergedDecisions {
    std::size_t letters = 0, decisions = 0;   ///< written
    std::vector<DecisionConflict> conflicts;  ///< neither of the two was written
};

/// Joins folders into `out`, which must not exist or be empty. Letters are the same when their bytes are. The same decision
/// of two people is that of the earlier. Throws `StageError`: `decision-invalid` when a file cannot be understood,
/// `output-unwritable`.
MergedDecisions merge_decisions(const std::vector<std::filesystem::path>& folders,
                                const std::filesystem::path& out);

/// Whether two decisions about the same say the same.
bool agree(const Decision& a, const Decision& b);

}  // namespace sheaf
