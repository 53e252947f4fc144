// The files of a whole archive: written under temporary names, seen only when all are complete.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "archive/journal.hpp"
#include "base/root_folder.hpp"

namespace sheaf {

/// Without `commit`, nothing is left behind and the archive is as it was.
class ArchiveFiles {
  public:
    /// `scratch` is a folder below the output folder in which files stand until they get their names; empty: beside these.
    ArchiveFiles(std::filesystem::path out, std::filesystem::path scratch)
        : root_(std::move(out)), scratch_(std::move(scratch)) {}
    ~ArchiveFiles();
    ArchiveFiles(const ArchiveFiles&) = delete;
    ArchiveFiles& operator=(const ArchiveFiles&) = delete;

    /// The path under which a new file is to be written, which is there and empty. `name` is below the output folder:
    /// `index.html`, or a name in the folder of the archive. Throws `StageError` (`output-collision`, `output-link`,
    /// `output-unwritable`).
    std::string add(std::string_view name);
    /// The names so far, in order.
    std::vector<std::string> names() const;
    /// Brings the files to the disk and gives them their names. What was written to the archive before and is not any
    /// more is removed. Gives what was written. Throws `StageError` (`output-link`, `output-unwritable`).
    std::vector<FileHash> commit();
    /// Whether all that was last written to the archive is there.
    static bool complete(const std::filesystem::path& out);

  private:
    /// Where a new file stands until it gets its name, below the output folder.
    std::filesystem::path temporary_of(const std::filesystem::path& name) const;
    FileHash finished(const std::string& name, const std::filesystem::path& temporary) const;
    void remove_stale() const;

    RootFolder root_;
    std::filesystem::path scratch_;
    std::map<std::string, std::filesystem::path, std::less<>> files_;  ///< temporary names by name
};

}  // namespace sheaf
