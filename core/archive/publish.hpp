// Putting a letter's outputs in place: from the scratch folder that a worker wrote to, by renaming.
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
    /// `sync`: `settle` makes sure that what was done is on the disk.
    Publisher(std::filesystem::path out, bool sync) : out_(std::move(out)), sync_(sync) {}

    /// Gives the outputs, the files `0`, `1`, ... of the scratch folder, their names. Throws `StageError`
    /// (`output-unwritable`, `output-link`); files that have their names by then keep them.
    void put(const std::filesystem::path& scratch, const std::vector<OutputRow>& outputs);
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
