// The commands on archives. They stand in a library of their own, which is loaded when one of them is called,
// so that letters are converted without loading SQLite and libxml2.
#pragma once

#include "cli/commands.hpp"
#include "cli/compare.hpp"

namespace sheaf {

struct ArchiveCommands {
    Exit (*batch)(const CommonOptions& common, const BatchOptions& options);
    Exit (*status)(const CommonOptions& common, const StatusOptions& options);
    Exit (*accept)(const CommonOptions& common, const AcceptOptions& options);
    Exit (*verify)(const CommonOptions& common, const VerifyOptions& options);
    Exit (*merge)(const CommonOptions& common, const MergeOptions& options);
    Exit (*compare)(const CommonOptions& common, const CompareOptions& options);
    Exit (*explain_rules)(const CommonOptions& common, const ExplainOptions& options);
};

/// The library's one symbol.
inline constexpr const char* archive_symbol = "sheaf_archive";

/// What the library of `sheaf review` offers to the program.
struct ReviewCommands {
    Exit (*review)(const CommonOptions& common, const ReviewOptions& options);
    Exit (*export_gold)(const CommonOptions& common, const DecisionsOptions& options);
    Exit (*merge_decisions)(const CommonOptions& common, const DecisionsOptions& options);
};
inline constexpr const char* review_symbol = "sheaf_review";
const ReviewCommands& review_commands();

/// Loads the library, which stands beside the plugins.
const ArchiveCommands& archive_commands();

}  // namespace sheaf
