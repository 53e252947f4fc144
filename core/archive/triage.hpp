// Which letters of a run are to be done.
#pragma once

#include <optional>

#include "archive/batch_run.hpp"

namespace sheaf {

class Triage {
  public:
    /// `key` is that of the plan, without content. What people decided is looked for in `decisions` (null: nowhere).
    Triage(BatchRun& run, LetterKey key, const DecisionFolder* decisions)
        : run_(run), key_(std::move(key)), decisions_(decisions) {}

    /// The letter, if there is something to do for it. If not, it is counted; and one whose content is known to be bad under
    /// another name is `finished` at once.
    /// Its content may not be known yet: then somebody has to hash it, and ask `decide`.
    std::optional<LetterAtWork> look_at(const Letter& letter, std::vector<FinishedLetter>& finished);
    /// The same for a letter whose content has just been hashed.
    bool decide(LetterAtWork& found, std::vector<FinishedLetter>& finished);

  private:
    void find_decisions(LetterAtWork& found) const;
    bool is_to_be_done(const LetterAtWork& found, const std::optional<KnownLetter>& known,
                       std::vector<FinishedLetter>& finished);
    bool complete(const KnownLetter& known);
    bool settled(const KnownLetter& known, const LetterAtWork& found);
    bool known_bad(const KnownLetter& known, const LetterKey& now) const;
    std::optional<FinishedLetter> known_bad_elsewhere(const LetterAtWork& found);
    bool name_is_taken(const KnownLetter& known, const LetterAtWork& found);

    BatchRun& run_;
    const LetterKey key_;
    const DecisionFolder* const decisions_;
};

}  // namespace sheaf
