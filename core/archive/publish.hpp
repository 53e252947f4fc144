// Putting a letter's outputs in place: what a worker wrote is copied, then the copies get their names. A
// worker may keep a file open that it wrote, and change its bytes or its mode when they have been looked at;
// the copies are files that it never had.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "archive/journal.hpp"
#include "base/root_folder.hpp"

namespace sheaf {

class Publisher {
  public:
    /// `sync`: what has a name is on the disk, and `settle` makes sure that the names are.
    Publisher(std::filesystem::path out, bool sync) : out_(std::move(out)), sync_(sync) {}

    /// Copies the outputs, the files `0`, `1`, ... of the scratch folder, and with `document` the file of that name to a new
    /// folder. False when one of them is not what is said of it. Throws `StageError` (`output-unwritable`).
    bool copy(const std::filesystem::path& scratch, const std::vector<OutputRow>& outputs, bool document,
              const std::filesystem::path& copies) const;
    /// Gives the copies of the outputs their names. Throws `StageError` (`output-unwritable`, `output-link`); files that have
    /// their names by then keep them.
    void put(const std::filesystem::path& copies, const std::vector<OutputRow>& outputs);
    /// Gives one file its name below the output folder. `settle` does not care for it.
    void store(const std::filesystem::path& from, const std::filesystem::path& target);
    /// Removes one file below the output folder, if that can be done; one that a link leads to stays.
    void take_away(const std::filesystem::path& file);
    /// Removes an output, and the folders that are empty then. Throws `StageError` (`output-link`, `output-unwritable`)
    /// when its name leads out of the output folder.
    void remove(const std::string& output);
    /// Whether all are there as files, in the size that the journal knows.
    bool complete(const std::vector<OutputRow>& outputs) const;
    /// The names of all that was done before are on the disk. Throws `StageError` (`output-unwritable`).
    void settle();

    /// Makes a folder below the output folder, and opens it, through no link.
    OwnedFile make(const std::filesystem::path& folder);

  private:
    const RootFolder& root();
    /// The name below the output folder.
    std::filesystem::path below(const std::filesystem::path& path) const;

    const std::filesystem::path out_;
    const bool sync_;
    std::set<std::filesystem::path> changed_;  ///< folders
    std::optional<RootFolder> root_;
};

}  // namespace sheaf
