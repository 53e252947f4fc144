// What `sheaf review` shows of a batch's output folder: its journal and its stored documents, which are only
// read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "archive/journal.hpp"
#include "sheaf/document.hpp"

namespace sheaf::review {

/// A letter of the archive.
struct ArchivedLetter {
    KnownLetter known;
    std::string title, profile, authority, date;  ///< may be empty
    int pages = 0;
    bool accepted = false;  ///< somebody accepted it as it is

    /// What people call it.
    const std::string& heading() const { return title.empty() ? known.name : title; }
};

/// A letter with its doubts and errors.
struct DoubtfulLetter {
    ArchivedLetter letter;
    std::vector<Diagnostic> doubts;
};

class ArchiveView {
  public:
    /// Throws `StageError` (`no-journal`) when the folder is no batch's output folder.
    explicit ArchiveView(std::filesystem::path out);

    /// Every letter among the inputs, in order of its name. Throws `SqliteError`, as do the others.
    std::vector<ArchivedLetter> letters() const;
    std::optional<ArchivedLetter> letter(std::int64_t id) const;
    /// By its output name.
    std::optional<ArchivedLetter> named(const std::string& output_name) const;
    /// The letters that need a look: doubtful, failed or in quarantine, and not accepted. With what the batch said of each.
    std::vector<DoubtfulLetter> needing_a_look() const;
    /// The families of letters among the inputs with these hashes, by hash; empty for letters of no family.
    std::map<std::string, std::string> families(const std::set<std::string>& contents) const;
    /// Rises when a batch changes something.
    std::int64_t generation() const;
    /// What the batch said of the letter, doubts and errors only.
    std::vector<Diagnostic> doubts(std::int64_t letter) const;
    /// The letter as the transforms left it, without anybody's decisions. Nothing when there is none.
    std::optional<Document> document(const ArchivedLetter& letter) const;
    /// The pipeline file of the last run, absolute; empty when the journal does not say.
    std::string pipeline() const;

    const std::filesystem::path& folder() const { return out_; }

  private:
    std::vector<ArchivedLetter> select(const std::string& where,
                                       const std::optional<std::string>& value = {}) const;

    std::filesystem::path out_;
};

/// The pipeline file that a command on an archive means: the named one, or else that of the last run. Throws `StageError`
/// when there is none.
std::string pipeline_of(const std::string& archive, const std::string& named);

}  // namespace sheaf::review
