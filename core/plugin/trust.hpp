// Who could change a file whose code this program is to run.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace sheaf {

struct Distrust {
    bool foreign = false;  ///< it belongs to somebody else; else: everybody may write to it
    std::string reason;    ///< without an end
    std::string hint;
};

/// Why a file's code must not run: it or its folder belongs to a user who is neither root nor the one that this program
/// runs for, or everybody may write to it, to its folder or (but for sticky ones such as /tmp) to a folder above. The
/// same for what a symbolic link leads to. Nothing when it may run; a file that is not there is not distrusted.
std::optional<Distrust> why_distrusted(const std::filesystem::path& file);

/// Canonical folders of which, and of those above, nothing was found.
using SoundFolders = std::set<std::filesystem::path>;

/// The same for one of many files: looks once at each folder.
std::optional<Distrust> why_distrusted(const std::filesystem::path& file, SoundFolders& sound);

}  // namespace sheaf
