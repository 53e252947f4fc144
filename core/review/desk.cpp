#include "review/desk.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>

#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/owned_file.hpp"
#include "base/sha256.hpp"
#include "decisions/headings.hpp"
#include "pipeline/file_text.hpp"
#include "sheaf/text.hpp"

namespace sheaf::review {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = 64 * 1024;
constexpr std::size_t mark_digits = 16;
constexpr std::size_t steps_kept = 200;
constexpr double seconds_seen = 2;  // for which files under other names than their letters' are remembered

/// Held while a folder of decisions is changed, against other processes.
class FolderLock {
  public:
    explicit FolderLock(const fs::path& folder) {
        make_folders(folder);
        file_ = OwnedFile(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!file_ || uninterrupted([&] { return ::flock(file_.number(), LOCK_EX); }) != 0)
            refuse_to_write(folder, "it cannot be locked");
    }

  private:
    OwnedFile file_;
};

Answer refused(std::string why) {
    return {Answer::Result::refused, std::move(why)};
}

}  // namespace

const Decision* CheckedLetter::stored(const std::string& record, const std::string& field) const {
    for (const Decision& one : decisions.decisions)
        if (one.verdict != Verdict::settled && one.record == record && one.field == field) return &one;
    return nullptr;
}

const Decision* CheckedLetter::about(const std::string& record, const std::string& field) const {
    const Decision* const one = stored(record, field);
    for (const Applied& state : applied)
        if (state.decision == one && state.stale.empty()) return one;
    return nullptr;
}

std::vector<Diagnostic> CheckedLetter::doubts() const {
    std::vector<Diagnostic> left;
    if (invalid) left.push_back(*invalid);
    for (const Diagnostic& one : decided.diagnostics)
        if (one.severity >= Severity::doubtful) left.push_back(one);
    return left;
}

std::string mark_of(const Decision* decision) {
    if (!decision) return {};
    return sha256_hex(decisions_text({"", "", {*decision}})).substr(0, mark_digits);
}

Desk::Desk(fs::path folder, const Plan& plan, std::string by)
    : folder_(std::move(folder)), plan_(plan), by_(std::move(by)) {}

CheckedLetter Desk::check(Document found, const std::string& output_name) const {
    CheckedLetter letter;
    letter.decided = found;
    letter.found = std::move(found);
    try {
        letter.decisions = open(letter.found, output_name).decisions;
        letter.applied =
            apply_decisions(letter.decided, letter.decisions, plan_.types_of(letter.found.profile));
    } catch (const StageError& error) {
        letter.invalid = error.diagnostic();
    }
    for (Document* document : {&letter.found, &letter.decided})
        for (Record& heading : heading_records(*document)) document->records.push_back(std::move(heading));
    return letter;
}

std::shared_ptr<const DecisionFolder> Desk::files() const {
    const std::lock_guard guard(files_mutex_);
    if (!files_ || seconds_since(files_seen_) > seconds_seen) {
        std::vector<Diagnostic> problems;  // each letter tells of its own file
        files_ = std::make_shared<const DecisionFolder>(folder_, problems);
        files_seen_ = Clock::now();
    }
    return files_;
}

void Desk::write(const File& file) const {
    std::error_code error;
    const bool is_new = !fs::exists(file.path, error);
    write_decisions(file.path, file.decisions);
    if (!is_new) return;
    const std::lock_guard guard(files_mutex_);
    files_.reset();  // it is not among them
}

Desk::File Desk::open(const Document& found, const std::string& output_name) const {
    const std::string& sha256 = found.source.sha256;
    const auto folder = files();
    auto known = folder->find(sha256, output_name);
    // It may have been made a moment ago.
    std::error_code error;
    if (!known && fs::exists(folder->file_named(output_name), error)) known = folder->file_named(output_name);
    if (!known || !fs::exists(*known, error))
        return {folder->file_named(output_name), {output_name, sha256, {}}};
    std::vector<Diagnostic> problems;
    const auto text = read_file(*known, problems);
    auto read = text ? read_decisions(*text, known->string(), problems) : std::nullopt;
    if (!read)
        throw StageError(codes::decision_invalid.code,
                         "the decisions about this letter cannot be understood: " + problems.front().message,
                         "mend the file, or bring back its last version", problems.front().place);
    // What was decided about the letter as it was stays bound to that.
    if (read->sha256 != sha256)
        for (Decision& one : read->decisions)
            if (one.sha256.empty()) one.sha256 = read->sha256;
    for (Decision& one : read->decisions)
        if (one.sha256 == sha256) one.sha256.clear();
    read->sha256 = sha256;
    return {*known, std::move(*read)};
}

Answer Desk::decide(const Document& found, const std::string& output_name, const Wish& wish) {
    for (const std::string* text : {&wish.value, &wish.note, &wish.message})
        if (text->size() > longest_text || !text::is_valid_utf8(*text))
            return refused("the text is too long, or no UTF-8");
    if (wish.verdict == "keep") return decide(found, output_name, kept(found, output_name, wish));
    Decision decision;
    const bool back = wish.verdict == "none";
    const auto verdict = verdict_named(wish.verdict);
    if (!back && !verdict) return refused("there is no verdict \"" + wish.verdict + "\"");
    decision.verdict = verdict.value_or(Verdict::confirmed);
    decision.record = wish.record;
    decision.type = wish.type;
    decision.field = wish.field;
    decision.note = text::squeeze(wish.note);
    decision.by = by_;
    decision.on = utc_now();
    if (back || verdict == Verdict::settled) {
        decision.code = wish.code;
        decision.message = wish.message;
        decision.page = wish.page;
    }
    if (!back)
        if (std::string why = complete(decision, found, wish, plan_); !why.empty())
            return refused(std::move(why));

    const std::lock_guard guard(mutex_);
    const FolderLock lock(folder_);
    File file = open(found, output_name);
    auto& all = file.decisions.decisions;
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const Decision& one) { return one.same_subject(decision); });
    const Decision* const shown = known == all.end() ? nullptr : &*known;
    if (mark_of(shown) != wish.base)
        return {Answer::Result::conflict,
                shown ? "meanwhile " + shown->by + " decided: " + std::string(name(shown->verdict)) +
                            (shown->value.empty() ? "" : " to \"" + shown->value + "\"")
                      : "meanwhile the decision that the page shows was taken back"};
    Step step{decision, shown ? std::optional(*shown) : std::nullopt, {}};
    if (back && !shown) return {};
    if (back)
        all.erase(known);
    else
        file.decisions.put(decision);
    step.after = back ? std::string() : mark_of(&decision);
    write(file);
    auto& steps = steps_[found.source.sha256];
    steps.push_back(std::move(step));
    if (steps.size() > steps_kept) steps.erase(steps.begin());
    return {};
}

Wish Desk::kept(const Document& found, const std::string& output_name, const Wish& wish) const {
    Wish again = wish;
    again.verdict.clear();  // which is refused, unless there is something to keep
    for (const Decision& one : open(found, output_name).decisions.decisions) {
        if (one.verdict == Verdict::settled || one.record != wish.record || one.field != wish.field) continue;
        std::vector<Anchor> anchors;
        for (const MarkedWords& mark : one.marks)
            if (const auto anchor = find_words(found, mark)) anchors.push_back(*anchor);
        again.verdict = name(one.verdict);
        again.type = one.type;
        again.value = one.value;
        again.note = one.note;
        again.fields = one.fields;
        // Words that are gone bind a value no longer, and a record that was added rests on them.
        const bool all = anchors.size() == one.marks.size();
        again.marks = all ? marks_text(anchors) : one.verdict == Verdict::added ? "gone" : "";
    }
    return again;
}

Answer Desk::undo(const Document& found, const std::string& output_name) {
    const std::lock_guard guard(mutex_);
    auto& steps = steps_[found.source.sha256];
    if (steps.empty()) return refused("there is nothing to take back");
    const Step step = std::move(steps.back());
    steps.pop_back();
    const FolderLock lock(folder_);
    File file = open(found, output_name);
    auto& all = file.decisions.decisions;
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const Decision& one) { return one.same_subject(step.subject); });
    if (mark_of(known == all.end() ? nullptr : &*known) != step.after)
        return {Answer::Result::conflict, "somebody else has decided about the same since"};
    if (step.before)
        file.decisions.put(*step.before);
    else if (known != all.end())
        all.erase(known);
    write(file);
    return {};
}

std::vector<LetterDecisions> Desk::all() const {
    std::vector<Diagnostic> problems;
    std::vector<LetterDecisions> all;
    for (const fs::path& file : files()->files()) {
        const auto text = read_file(file, problems);
        auto read = text ? read_decisions(*text, file.string(), problems) : std::nullopt;
        if (read) all.push_back(std::move(*read));
    }
    return all;
}

std::string Desk::version(const std::string& sha256, const std::string& output_name) const {
    const DecisionsFile file = decisions_for(*files(), sha256, output_name);
    return file.name.empty() ? std::string() : sha256_hex(file.text);
}

}  // namespace sheaf::review
