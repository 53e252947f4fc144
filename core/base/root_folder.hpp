// A folder that was opened, and what is below it, reached step by step and through no link: whatever somebody
// puts in the place of a folder meanwhile, nothing is written or removed outside.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/owned_file.hpp"

namespace sheaf {

/// Throws `StageError` (`output-link`) when a symbolic link has the name.
void refuse_link(const std::filesystem::path& path);

/// Names of files and folders are relative to the folder, and never lead out of it: all functions throw `StageError`
/// (`output-link` for a link on the way, `output-unwritable`).
class RootFolder {
  public:
    /// Opens the folder, which is made when it is missing, and may itself be reached through links.
    explicit RootFolder(std::filesystem::path folder);

    const std::filesystem::path& path() const { return path_; }

    /// Opens a folder so that calls of the system can name what is in it; an empty name is the folder itself. None when
    /// it is missing.
    OwnedFile open(const std::filesystem::path& below) const;
    /// The same; folders that are missing are made, and added to `made`, if given.
    OwnedFile make(const std::filesystem::path& below,
                   std::vector<std::filesystem::path>* made = nullptr) const;
    /// Opens a regular file. None when it is missing.
    OwnedFile open_file(const std::filesystem::path& file) const;
    /// Whether anything has the name.
    bool has(const std::filesystem::path& file) const;
    /// Whether a regular file has the name.
    bool has_file(const std::filesystem::path& file) const;
    /// Writes a file that is not there yet. `meant` is the place that it is for.
    void write_new(const std::filesystem::path& file, std::string_view bytes, bool sync,
                   const std::filesystem::path& meant) const;
    /// Gives a file another name, in place of what has it, which is no link.
    void rename(const std::filesystem::path& from, const std::filesystem::path& to) const;
    /// Removes a file, if it is there and can be removed.
    void remove(const std::filesystem::path& file) const;
    /// Removes a folder, if nothing is in it. False when it stays.
    bool remove_empty(const std::filesystem::path& folder) const;

  private:
    mode_t mode_of(const std::filesystem::path& file) const;
    OwnedFile go(const std::filesystem::path& below, bool make,
                 std::vector<std::filesystem::path>* made) const;

    std::filesystem::path path_;
    OwnedFile opened_;
};

/// Gives a file its name in an open folder, in place of what has it. `from` is below the folder `from_folder`, which is open,
/// or `AT_FDCWD`; `to` ends with the name. Throws `StageError` (`output-link` when a link has the name,
/// `output-unwritable`).
void rename_into(const OwnedFile& folder, const std::filesystem::path& to, int from_folder,
                 const std::filesystem::path& from);

/// Makes sure that the names in an open folder are on the disk. Throws `StageError` (`output-unwritable`), naming `path`.
void sync_opened(const OwnedFile& folder, const std::filesystem::path& path);

}  // namespace sheaf
