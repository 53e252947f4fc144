// Putting a letter's outputs in place: what a worker wrote is copied, then the copies get their names. A
// worker may keep a file open that it wrote, and change its bytes or its mode when they have been looked at;
// the copies are files that it never had.
#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "archive/journal.hpp"

namespace sheaf {

/// Throws `StageError` (`output-link`) when a symbolic link has the name.
void refuse_link(const std::filesystem::path& path);

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
    /// Removes an output, and the folders that are empty then.
    void remove(const std::string& output);
    /// Whether all are there, in the size that the journal knows.
    bool complete(const std::vector<OutputRow>& outputs) const;
    /// The names of all that was done before are on the disk. Throws `StageError` (`output-unwritable`).
    void settle();

    /// Makes a folder below the output folder, through no link.
    void make(const std::filesystem::path& folder);

  private:
    void refuse_links_to(const std::filesystem::path& folder);

    const std::filesystem::path out_;
    const bool sync_;
    std::set<std::filesystem::path> changed_;  ///< folders
    std::set<std::filesystem::path> sound_;    ///< folders that no link below the output folder leads to
};

}  // namespace sheaf
