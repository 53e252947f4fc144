// The commands on archives. They stand in a library of their own, which is loaded when one of them is called,
// so that letters are converted without loading SQLite and libxml2.
#pragma once

#include "cli/commands.hpp"

namespace sheaf {

struct ArchiveCommands {
    Exit (*batch)(const CommonOptions& common, const BatchOptions& options);
    Exit (*status)(const CommonOptions& common, const StatusOptions& options);
    Exit (*merge)(const CommonOptions& common, const MergeOptions& options);
};

/// The library's one symbol.
inline constexpr const char* archive_symbol = "sheaf_archive";

/// Loads the library, which stands beside the plugins.
const ArchiveCommands& archive_commands();

}  // namespace sheaf
