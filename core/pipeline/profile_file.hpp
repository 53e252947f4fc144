// Profile files: how one family of letters is recognised, and the rules for it.
#pragma once

#include "pipeline/options_reader.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

/// The profile files (`*.toml`) of a folder, in order of name.
std::vector<std::filesystem::path> profile_files(const std::filesystem::path& folder, std::error_code& error);

/// Reads and checks one profile file. Values that a table of rules lacks are those of the same table of the file that the
/// profile extends; lists of tables are joined, other lists taken as a whole. `stages` are those of the pipeline; rules for
/// others are checked when their plugin is installed.
std::optional<Profile> read_profile(const std::filesystem::path& file, const std::vector<StageRef>& stages,
                                    PluginRegistry& plugins, OptionsReader& reader,
                                    std::vector<Diagnostic>& problems);

/// Reads what stands above a profile file's tables and keeps the rest unread.
std::optional<Profile> read_profile_head(const std::filesystem::path& file, OptionsReader& reader,
                                         std::vector<Diagnostic>& problems);

/// Reads and checks a stage's table of a profile that is kept unread; nothing when it has none, or none that can be
/// read.
std::optional<Options> read_rules(const Profile& profile, const StageSpec& stage,
                                  std::vector<Diagnostic>& problems);

}  // namespace sheaf
