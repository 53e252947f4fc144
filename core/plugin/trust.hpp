// Who could change a file whose code this program is to run.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace sheaf {

struct Distrust {
    bool foreign = false;  ///< it belongs to somebody else; else: others may write to it
    std::string reason;    ///< without an end
    std::string hint;
};

/// Why a file's code must not run: it, a folder or a link on the way to it belongs to a user who is neither root nor the
/// one that this program runs for; or everybody, or a group with more members than the owner, may write to it, to its
/// folder, to the folder of a link, or (but for sticky ones such as /tmp) to a folder that the way leads through. Nothing
/// when it may run; a file that is not there is not distrusted.
std::optional<Distrust> why_distrusted(const std::filesystem::path& file);

/// Folders that files and links stand in, in which nothing was found.
using SoundFolders = std::set<std::filesystem::path>;

/// The same for one of many files: looks once at each such folder.
std::optional<Distrust> why_distrusted(const std::filesystem::path& file, SoundFolders& sound);

}  // namespace sheaf
