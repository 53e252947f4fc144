// Where decisions are made: each is written to its letter's file at once, and can be taken back.
//
// Used by many threads. The file is read anew for every decision, so that whoever else writes to the folder
// (another browser, another `sheaf review`, git) is seen, and nothing that was written is lost.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "decisions/apply.hpp"
#include "pipeline/plan.hpp"
#include "review/archive_view.hpp"
#include "review/wish.hpp"

namespace sheaf::review {

/// A letter with what people decided about it.
struct CheckedLetter {
    Document found;                     ///< as the transforms left it, its headings as records
    Document decided;                   ///< with the decisions, likewise
    LetterDecisions decisions;          ///< all of them
    std::vector<Applied> applied;       ///< what became of each; leads into `decisions`
    std::optional<Diagnostic> invalid;  ///< the file of decisions cannot be understood

    CheckedLetter() = default;
    CheckedLetter(CheckedLetter&&) = default;
    CheckedLetter& operator=(CheckedLetter&&) = default;
    CheckedLetter(const CheckedLetter&) = delete;
    CheckedLetter& operator=(const CheckedLetter&) = delete;

    /// The decision about a record, or about one of its fields; null when there is none.
    const Decision* stored(const std::string& record, const std::string& field) const;
    /// The same, if it was applied.
    const Decision* about(const std::string& record, const std::string& field) const;
    /// The doubts that are left.
    std::vector<Diagnostic> doubts() const;
};

/// What came of it.
struct Answer {
    enum class Result { done, refused, conflict } result = Result::done;
    std::string message;  ///< for the person, when it was not done
};

/// Short for a decision, so that a page can say which one it showed. Empty for none.
std::string mark_of(const Decision* decision);

class Desk {
  public:
    /// `by` is who decides. The folder need not exist.
    Desk(std::filesystem::path folder, const Plan& plan, std::string by);

    /// The letter with its decisions.
    CheckedLetter check(Document found, const std::string& output_name) const;
    /// Carries out a wish about the letter. Throws `StageError` (`output-unwritable`).
    Answer decide(const Document& found, const std::string& output_name, const Wish& wish);
    /// Takes back the last wish about the letter that was carried out since the program began.
    Answer undo(const Document& found, const std::string& output_name);

    /// Every file of decisions that can be understood.
    std::vector<LetterDecisions> all() const;
    /// The bytes of a letter's file of decisions, hashed; empty when there is none.
    std::string version(const std::string& sha256, const std::string& output_name) const;

    const std::string& by() const { return by_; }
    const Plan& plan() const { return plan_; }

  private:
    struct Step {
        Decision subject;
        std::optional<Decision> before;
        std::string after;  ///< `mark_of` what the step left
    };
    struct File {
        std::filesystem::path path;
        LetterDecisions decisions;
    };

    /// The wish by which the decision is made anew, about the letter as it is.
    Wish kept(const Document& found, const std::string& output_name, const Wish& wish) const;
    /// Which file is whose, looked at a moment ago or now.
    std::shared_ptr<const DecisionFolder> files() const;
    void write(const File& file) const;
    /// The letter's file, bound to its bytes as they are. Throws `StageError` when it cannot be understood.
    File open(const Document& found, const std::string& output_name) const;

    const std::filesystem::path folder_;
    const Plan& plan_;
    const std::string by_;
    mutable std::mutex files_mutex_;
    mutable std::shared_ptr<const DecisionFolder> files_;
    mutable Clock::time_point files_seen_;
    std::mutex mutex_;
    std::map<std::string, std::vector<Step>> steps_;  ///< by the letter's hash
};

}  // namespace sheaf::review
