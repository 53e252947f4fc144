#include "archive/completion.hpp"

#include <algorithm>

#include "archive/answer_check.hpp"
#include "archive/file_stamp.hpp"
#include "base/codes.hpp"
#include "base/scratch.hpp"
#include "run/output_files.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

// Letters whose outputs are put in place together: so many, or those of so long a time.
constexpr std::size_t group_size = 64;

/// What a worker leaves that gave no answer.
void describe_fault(LetterOutcome& outcome, const JobResult& result) {
    outcome.status = LetterStatus::quarantined;
    outcome.retry = result.only_waited;
    outcome.seconds = result.seconds;
    outcome.diagnostics = {*result.fault};
    if (result.said.empty()) return;
    Diagnostic said =
        diagnose(codes::worker_said, "before it ended, the worker process wrote: " + result.said);
    said.stage = result.fault->stage;
    outcome.diagnostics.push_back(std::move(said));
}

/// Another night may do it.
void fail_from_outside(LetterOutcome& outcome, const StageError& error) {
    outcome.diagnostics.push_back(error.diagnostic());
    outcome.status = LetterStatus::failed;
    outcome.retry = true;
}

}  // namespace

bool Completion::add(LetterAtWork& letter, JobResult result) {
    FinishedLetter one;
    LetterOutcome& outcome = one.outcome;
    if (result.answer) {
        outcome = std::move(result.answer->outcome);
        one.has_document = result.answer->has_document;
    } else {
        describe_fault(outcome, result);
    }
    // The letter's file changed while it was at work; or a worker that somebody has taken over says that it
    // holds what another letter holds, to have its document taken for that letter's.
    const std::string& answered = outcome.key.content;
    const bool another = !answered.empty() && answered != letter.key.content;
    if (another && !letter.begun_anew) {
        remove_folder(letter.scratch);
        letter.begin_anew();
        return false;
    }
    if (another) {
        one = FinishedLetter();
        outcome.diagnostics = {letter_changed()};
        outcome.retry = true;
    }
    one.identify(letter);
    if (another) {
        outcome.key.content = content_of_unread(letter.letter->file);
        outcome.stamp.reset();
    }
    copy(letter.scratch, one);
    remove_folder(letter.scratch);
    if (finished_.empty()) first_finished_ = Clock::now();
    finished_.push_back(std::move(one));
    return true;
}

void Completion::copy(const fs::path& scratch, FinishedLetter& one) const {
    LetterOutcome& outcome = one.outcome;
    if (outcome.outputs.empty() && !one.has_document) return;
    one.copies = fs::path(scratch) += "-copies";
    try {
        if (run_.publisher.copy(scratch, outcome.outputs, one.has_document, one.copies)) return;
        outcome.diagnostics = {answer_not_believed("its files are not what it says of them")};
        outcome.status = LetterStatus::quarantined;
        outcome.records.clear();
        outcome.outputs.clear();
        one.has_document = false;
    } catch (const StageError& error) {
        fail_from_outside(outcome, error);
    }
}

void Completion::add(std::vector<FinishedLetter> letters) {
    if (finished_.empty()) first_finished_ = Clock::now();
    std::move(letters.begin(), letters.end(), std::back_inserter(finished_));
}

bool Completion::due() const {
    return finished_.size() >= group_size || Clock::now() - first_finished_ >= longest_wait;
}

void Completion::flush() {
    if (finished_.empty()) return;
    Transaction announced(run_.journal.database());
    for (const FinishedLetter& one : finished_) run_.journal.announce(one.outcome);
    announced.commit();
    for (FinishedLetter& one : finished_) put_in_place(one);
    run_.publisher.settle();
    Transaction settled(run_.journal.database());
    for (const FinishedLetter& one : finished_) {
        if (one.outcome.retry)
            keep_known(one);
        else
            run_.journal.settle(one.outcome);
    }
    settled.commit();
    for (const FinishedLetter& one : finished_) {
        if (!one.copies.empty()) remove_folder(one.copies);
        ++run_.done;
        if (one.only_renamed) {
            ++run_.counts.skipped;
            continue;
        }
        count(one.outcome);
        run_.watcher.done(one.outcome);
    }
    finished_.clear();
    run_.remove_stale_documents();
}

void Completion::put_in_place(FinishedLetter& one) {
    LetterOutcome& outcome = one.outcome;
    if (outcome.retry) return;
    const auto known = run_.journal.find(outcome.output_name);
    const auto before = known ? run_.journal.outputs(known->id) : std::vector<OutputRow>();
    try {
        refuse_names_of_others(outcome);
        if (one.has_document) run_.publisher.store(one.copies / "document", run_.stored(outcome.key));
        run_.publisher.put(one.copies, outcome.outputs);
        // What an earlier run wrote and this one did not: the outputs are those of a first run.
        for (const OutputRow& old : before)
            if (std::none_of(outcome.outputs.begin(), outcome.outputs.end(),
                             [&](const OutputRow& row) { return row.file == old.file; }))
                run_.publisher.remove(old.file);
    } catch (const StageError& error) {
        fail_from_outside(outcome, error);
        return;
    }
    if (known && (known->key.content != outcome.key.content || known->key.reading != outcome.key.reading))
        run_.let_go_of_document(known->key);
}

/// `a` with the output `.pdf.json` would be `a.pdf` with `.json`.
void Completion::refuse_names_of_others(const LetterOutcome& outcome) const {
    for (const OutputRow& output : outcome.outputs)
        for (std::size_t end = outcome.output_name.size() + 1; end < output.file.size(); ++end)
            if (run_.is_listed(output.file.substr(0, end)))
                throw StageError(codes::output_collision.code,
                                 "the output `" + output.file + "` has a name that outputs of the letter `" +
                                     output.file.substr(0, end) + "` may have",
                                 "rename one of the two letters");
}

/// A letter that failed for a reason outside of it keeps what it has.
void Completion::keep_known(const FinishedLetter& one) {
    ++run_.left_as_they_were;
    for (const Diagnostic& diagnostic : one.outcome.diagnostics)
        if (diagnostic.severity == Severity::error) run_.journal.add_problem(one.outcome.name, diagnostic);
    if (!run_.journal.find(one.outcome.output_name)) run_.journal.settle(one.outcome);
}

void Completion::count(const LetterOutcome& outcome) {
    RunCounts& counts = run_.counts;
    ++(outcome.status == LetterStatus::failed        ? counts.failed
       : outcome.status == LetterStatus::quarantined ? counts.quarantined
       : outcome.read                                ? counts.converted
                                                     : counts.rewritten);
}

}  // namespace sheaf
