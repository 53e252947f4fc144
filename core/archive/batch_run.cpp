#include "archive/batch_run.hpp"

#include <algorithm>

#include "archive/file_stamp.hpp"
#include "archive/plan_key.hpp"
#include "base/codes.hpp"
#include "base/wording.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

struct ByOutputName {
    static std::string_view name(const Letter* letter) { return letter->output_name; }
    static std::string_view name(std::string_view name) { return name; }
    bool operator()(const auto& a, const auto& b) const { return name(a) < name(b); }
};

/// By output name, as the archive has them.
std::vector<const Letter*> in_order(const std::vector<Letter>& letters) {
    std::vector<const Letter*> order;
    order.reserve(letters.size());
    for (const Letter& letter : letters) order.push_back(&letter);
    std::stable_sort(order.begin(), order.end(), ByOutputName());
    return order;
}

}  // namespace

void LetterAtWork::begin_anew() {
    begun_anew = true;
    stamp = lasting(stamp_of(letter->file), file_clock_now());
    key.content.clear();
    key.outputs = without_decisions(key.outputs);
    decisions = {};
}

void FinishedLetter::identify(const LetterAtWork& letter) {
    outcome.name = letter.letter->name;
    outcome.output_name = letter.letter->output_name;
    outcome.file = letter.file;
    outcome.stamp = letter.stamp;
    outcome.key = letter.key;
}

BatchRun::BatchRun(const BatchSettings& run_settings, Journal& run_journal, BatchWatcher& run_watcher)
    : settings(run_settings),
      journal(run_journal),
      watcher(run_watcher),
      letters(in_order(run_settings.letters)),
      publisher(run_settings.out, run_settings.sync),
      private_(run_settings.out / private_folder) {}

bool BatchRun::is_listed(std::string_view output_name) const {
    return std::binary_search(letters.begin(), letters.end(), output_name, ByOutputName());
}

fs::path BatchRun::scratch_folder(std::uint64_t job) const {
    return private_ / "work" / std::to_string(job);
}

fs::path BatchRun::stored(const LetterKey& key) const {
    return document_file(private_ / "documents", key);
}

void BatchRun::problem(const std::string& subject, const Diagnostic& problem) {
    watcher.problem(subject, problem);
    journal.add_problem(subject, problem);
}

void BatchRun::tell_passed_over() {
    constexpr std::size_t most = 200;  // a folder of the wrong kind is told as well by these
    std::size_t told = 0;
    Transaction all(journal.database());
    journal.remember(passed_over_count, std::to_string(settings.passed_over.size()));
    for (const PassedOver& one : settings.passed_over) {
        if (++told > most) break;
        problem(one.path, diagnose(codes::passed_over, "it is no letter: " + one.reason));
    }
    if (told > most)
        problem({}, diagnose(codes::passed_over,
                             "and " + std::to_string(settings.passed_over.size() - most) + " more"));
    all.commit();
}

void BatchRun::unreachable(const std::string& subject, const Diagnostic& what) {
    problem(subject, what);
    ++counts.unreachable;
    ++done;
}

void BatchRun::remove_stale_documents() {
    for (const LetterKey& key : stale_documents_) {
        if (!journal.uses_document(key.content, key.reading)) publisher.take_away(stored(key));
    }
    stale_documents_.clear();
}

bool BatchRun::none_is_gone() {
    bool none = true;
    journal.each([&](const KnownLetter& letter) {
        none = none && (!letter.present || is_listed(letter.output_name));
    });
    return none;
}

void BatchRun::look_for_removed() {
    std::vector<KnownLetter> gone;
    journal.each([&](const KnownLetter& letter) {
        if (!is_listed(letter.output_name)) gone.push_back(letter);
    });
    // One that an earlier run missed counts when something is to be removed, and makes no other run speak
    // again.
    std::vector<const KnownLetter*> nowhere;
    for (const KnownLetter& letter : gone)
        if ((letter.present || settings.prune) && !same_letter_elsewhere(letter)) nowhere.push_back(&letter);
    // An archive that is not mounted is no reason to remove what was made of it.
    const OutOfReach out_of_reach(settings, nowhere);
    tell(out_of_reach);
    if (may_prune(out_of_reach, gone.size())) {
        for (const KnownLetter& letter : gone) {
            const bool renamed = same_letter_elsewhere(letter).has_value();
            try {
                forget(letter, renamed ? "renamed" : "pruned");
                ++(renamed ? counts.renamed : counts.pruned);
            } catch (const StageError& error) {  // as for a link in the place of a folder
                problem(letter.name, error.diagnostic());
                ++left_as_they_were;
            }
        }
        return;
    }
    counts.removed += gone.size();
    Transaction marked(journal.database());  // one for all: a whole archive may be gone
    for (const KnownLetter& letter : gone)
        if (letter.present &&
            (!out_of_reach.has(letter) || !std::binary_search(nowhere.begin(), nowhere.end(), &letter)))
            mark_as_removed(letter);
    marked.commit();
}

/// Whether what is left of letters that are gone is to be removed; says why not when that was asked for.
bool BatchRun::may_prune(const OutOfReach& out_of_reach, std::size_t gone) {
    if (!settings.prune) return false;
    std::size_t unlooked = counts.unreachable;
    if (settings.prune_emptied)
        for (const Letter& letter : settings.letters)
            if (letter.problem && letter.problem->code == codes::folder_empty.code) --unlooked;
    if (unlooked == 0 && out_of_reach.places().empty()) return true;
    if (gone == 0) return false;
    counts.unreachable += out_of_reach.beside_inputs();
    problem({}, diagnose(codes::not_pruned,
                         "outputs of " + plural(gone, "letter") + " that are gone were left, since " +
                             (unlooked > 0 ? "some inputs could not be looked at"
                                           : "some of the letters are taken for out of reach"),
                         {}, "mend the inputs, then run again with --prune"));
    return false;
}

void BatchRun::tell(const OutOfReach& out_of_reach) {
    constexpr std::size_t most = 20;
    std::size_t told = 0;
    for (const auto& [path, place] : out_of_reach.places()) {
        if (++told > most) break;
        const bool folder = place.what == "folder";
        const std::string why = folder ? "no letter of this folder is among the inputs any more"
                                       : "this " + place.what + " gives no letter any more";
        problem(valid_utf8(path),
                diagnose(codes::out_of_reach,
                         why + ": what was made of " + plural(place.letters, "letter") +
                             " from there is kept, in the files of the whole archive, too",
                         {},
                         folder ? "look whether it is mounted; if its letters are gone for good, "
                                  "--prune-emptied removes their outputs"
                                : "mend it, or take it out of the inputs"));
    }
    if (told > most)
        problem({}, diagnose(codes::out_of_reach,
                             "and " + std::to_string(out_of_reach.places().size() - most) + " more"));
}

/// The same content among the inputs, under another name: the letter was renamed or moved.
std::optional<KnownLetter> BatchRun::same_letter_elsewhere(const KnownLetter& letter) {
    for (KnownLetter& other : journal.with_content(letter.key.content))
        if (is_listed(other.output_name)) return std::move(other);
    return std::nullopt;
}

void BatchRun::mark_as_removed(const KnownLetter& letter) {
    std::string message = "it is no longer among the inputs";
    if (const auto other = same_letter_elsewhere(letter))
        message += ", where the same letter is now called `" + other->name + "`";
    const bool outputs = has_outputs(letter.status);
    if (outputs) message += "; its outputs are still there";
    watcher.problem(letter.name, diagnose(codes::input_removed, std::move(message), {},
                                          outputs ? "--prune removes them" : "--prune forgets it"));
    journal.set_present(letter, false);
}

void BatchRun::forget(const KnownLetter& letter, std::string_view change) {
    for (const OutputRow& output : journal.outputs(letter.id)) publisher.remove(output.file);
    publisher.settle();
    journal.forget(letter, change);
    let_go_of_document(letter.key);
    remove_stale_documents();
}

}  // namespace sheaf
