// What the parts of one run of a batch share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/batch.hpp"
#include "archive/documents.hpp"
#include "archive/out_of_reach.hpp"
#include "archive/publish.hpp"

namespace sheaf {

/// A letter that is to be done, or at work.
struct LetterAtWork {
    const Letter* letter = nullptr;
    std::string file;  ///< absolute
    std::optional<FileStamp> stamp;
    LetterKey key;
    DecisionsFile decisions;  ///< what people decided about it
    std::filesystem::path scratch;
    bool second_try = false;
    bool begun_anew = false;  ///< its content was found to be another one than that

    /// As if nothing were known of its content.
    void begin_anew();
};

/// A letter that is done, whose outputs wait for their names.
struct FinishedLetter {
    LetterOutcome outcome;
    std::filesystem::path copies;  ///< of what a worker made of it
    bool has_document = false;
    bool only_renamed = false;  ///< it is known to be bad, and only its name is new

    /// What the batch itself knows of the letter.
    void identify(const LetterAtWork& letter);
};

class BatchRun {
  public:
    BatchRun(const BatchSettings& settings, Journal& journal, BatchWatcher& watcher);

    const BatchSettings& settings;
    Journal& journal;
    BatchWatcher& watcher;
    const std::vector<const Letter*> letters;  ///< those of the settings, by output name
    Publisher publisher;
    RunCounts counts;
    std::size_t done = 0;
    std::size_t left_as_they_were = 0;  ///< as in `BatchResult`

    bool is_listed(std::string_view output_name) const;
    /// Every letter of the archive is among the inputs.
    bool none_is_gone();
    std::filesystem::path scratch_folder(std::uint64_t job) const;
    /// Where the document of that content and reading is stored.
    std::filesystem::path stored(const LetterKey& key) const;

    /// Tells of a problem that concerns no letter of the journal.
    void problem(const std::string& subject, const Diagnostic& problem);
    /// Tells of what is among the inputs and is no letter.
    void tell_passed_over();
    /// An input that cannot be read at all.
    void unreachable(const std::string& subject, const Diagnostic& problem);

    /// The letter's stored document is removed when no letter needs it any more.
    void let_go_of_document(const LetterKey& key) { stale_documents_.push_back(key); }
    void remove_stale_documents();

    /// Letters that the journal knows and that are no longer among the inputs: they are listed, or pruned.
    void look_for_removed();

  private:
    void forget(const KnownLetter& letter, std::string_view change);
    bool may_prune(const OutOfReach& out_of_reach, std::size_t gone);
    void tell(const OutOfReach& out_of_reach);
    void mark_as_removed(const KnownLetter& letter);
    std::optional<KnownLetter> same_letter_elsewhere(const KnownLetter& letter);

    const std::filesystem::path private_;
    std::vector<LetterKey> stale_documents_;
};

}  // namespace sheaf
