#include "archive/triage.hpp"

#include "archive/file_stamp.hpp"
#include "archive/plan_key.hpp"
#include "archive/verify.hpp"
#include "base/codes.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// The input that a letter was found in: its path without what is its name.
fs::path root_of(const std::string& file, const std::string& name) {
    return file.ends_with(name) ? fs::path(file.substr(0, file.size() - name.size()))
                                : fs::path(file).parent_path();
}

bool same_folder(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return a == b || fs::equivalent(a, b, error);
}

}  // namespace

std::optional<LetterAtWork> Triage::look_at(const Letter& letter, std::vector<FinishedLetter>& finished) {
    run_.watcher.progress(run_.done, letter.name);
    if (letter.problem) {
        run_.unreachable(letter.name, *letter.problem);
        return std::nullopt;
    }
    LetterAtWork found;
    found.letter = &letter;
    found.file = fs::absolute(letter.file).lexically_normal().string();
    found.stamp = stamp_of(letter.file);
    found.key = key_;
    const auto known = run_.journal.find(letter.output_name);
    if (!known || !known->stamp || known->stamp != found.stamp) {
        found.stamp = lasting(found.stamp, file_clock_now());
        return found;
    }
    found.key.content = known->key.content;
    find_decisions(found);
    if (!is_to_be_done(found, known, finished)) return std::nullopt;
    return found;
}

bool Triage::decide(LetterAtWork& found, std::vector<FinishedLetter>& finished) {
    find_decisions(found);
    return is_to_be_done(found, run_.journal.find(found.letter->output_name), finished);
}

bool Triage::is_to_be_done(const LetterAtWork& found, const std::optional<KnownLetter>& known,
                           std::vector<FinishedLetter>& finished) {
    if (known) return !name_is_taken(*known, found) && !settled(*known, found);
    auto bad = known_bad_elsewhere(found);
    if (bad) finished.push_back(std::move(*bad));
    return !bad;
}

/// A letter whose decisions changed gets its outputs anew, and no other does.
void Triage::find_decisions(LetterAtWork& found) const {
    if (!decisions_) return;
    found.decisions = decisions_for(*decisions_, found.key.content, found.letter->output_name);
    found.key.outputs = with_decisions(found.key.outputs, found.decisions.text);
}

bool Triage::known_bad(const KnownLetter& known, const LetterKey& now) const {
    if (run_.settings.retry_failed || run_.settings.again || known.retry) return false;
    if (known.status == LetterStatus::quarantined) return known.key == now;
    return known.status == LetterStatus::failed && known.key.same_work(now);
}

/// All that was made of the letter is there. When the run is to verify it, that is compared with what was written, and what
/// differs is told.
bool Triage::complete(const KnownLetter& known) {
    const auto outputs = run_.journal.outputs(known.id);
    if (!run_.settings.verify) return run_.publisher.complete(outputs);
    bool sound = true;
    const auto tell = [&](const std::string& file, Diagnostic damage) {
        damage.severity = Severity::repaired;
        damage.hint = "it is made again";
        run_.problem(file, damage);
        sound = false;
    };
    for (const OutputRow& output : outputs) {
        const fs::path file = run_.settings.out / output.file;
        auto damage = damage_of(file, output.sha256);
        if (!damage) continue;
        tell(output.file, std::move(*damage));
        std::error_code error;
        if (fs::is_symlink(fs::symlink_status(file, error))) run_.publisher.take_away(file);
    }
    const fs::path document = run_.stored(known.key);
    const OwnedFile stored = open_to_read(document);
    if (stored && !is_document_of(stored.number(), known.key.content)) {
        run_.publisher.take_away(document);
        tell(document.string(), diagnose(codes::output_damaged, "the stored document is damaged"));
    }
    return sound;
}

/// Nothing is to be done for a letter that the journal knows.
bool Triage::settled(const KnownLetter& known, const LetterAtWork& found) {
    const Letter& letter = *found.letter;
    const bool good = has_outputs(known.status) && known.key.same_work(found.key) && !run_.settings.again &&
                      known.name == letter.name && complete(known);
    if (!good && !known_bad(known, found.key)) return false;
    if (known.stamp != found.stamp || known.file != found.file || known.name != letter.name)
        run_.journal.seen_at(known.id, letter.name, found.file, found.stamp);
    run_.journal.set_present(known, true);
    ++run_.counts.skipped;
    ++run_.done;
    return true;
}

/// Content that is known to be bad stays so under another name.
std::optional<FinishedLetter> Triage::known_bad_elsewhere(const LetterAtWork& found) {
    for (const KnownLetter& other : run_.journal.with_content(found.key.content)) {
        if (!known_bad(other, found.key)) continue;
        FinishedLetter one;
        one.identify(found);
        one.outcome.status = other.status;
        one.outcome.read = false;
        one.only_renamed = !run_.is_listed(other.output_name);
        one.outcome.diagnostics = run_.journal.diagnostics(other.id);
        return one;
    }
    return std::nullopt;
}

/// Another letter, from another input, has this letter's outputs' names. What was made of it is not replaced, unless its file
/// is gone and outputs of letters that are gone may be removed.
bool Triage::name_is_taken(const KnownLetter& known, const LetterAtWork& found) {
    if (known.key.content == found.key.content || known.file == found.file ||
        !fs::path(known.file).is_absolute())
        return false;
    const fs::path root = root_of(known.file, known.name);
    if (same_folder(root, root_of(found.file, found.letter->name))) return false;
    std::error_code error;
    const bool there = fs::exists(known.file, error);
    if (!there && run_.settings.prune) return false;
    run_.problem(
        found.letter->name,
        diagnose(codes::output_taken,
                 "`" + run_.settings.out.string() + "` holds the outputs of another letter of this name, `" +
                     known.file + "`: nothing was done",
                 {},
                 there ? "give the inputs of both to one run, or this one an output folder of its own"
                       : "if this letter takes the place of that one, which is gone, run with --prune; if `" +
                             root.string() + "` is only out of reach, choose another output folder"));
    ++run_.left_as_they_were;
    ++run_.counts.failed;
    ++run_.done;
    return true;
}

}  // namespace sheaf
