// The pages that list an archive's letters.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "run/journal.hpp"

namespace sheaf {

/// What whole-archive outputs say of a letter.
struct ArchiveLetter {
    std::string name;  ///< its output name: unique in the archive
    LetterStatus status = LetterStatus::pending;
    std::string title, profile, authority, date;
    std::map<std::string, std::size_t> records;  ///< by type; types without a record are absent
    std::vector<std::string> outputs;            ///< its files, relative to the output folder
    std::vector<std::string> problems;           ///< messages of what makes it doubtful or failed
};

/// `index.html` in the output folder, and a page in `_archive` for each further thousand letters. A page holds all
/// that it needs: it asks nothing of any network. Throws `StageError` (`output-unwritable`).
class ArchiveIndex {
  public:
    /// `types` are the record types in the order in which they are shown.
    ArchiveIndex(std::filesystem::path out, std::vector<std::string> types);
    ~ArchiveIndex();
    ArchiveIndex(const ArchiveIndex&) = delete;
    ArchiveIndex& operator=(const ArchiveIndex&) = delete;

    void add(const ArchiveLetter& letter);
    /// Gives every page its name; the names of those in `_archive`.
    std::vector<std::string> commit();

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

}  // namespace sheaf
