#include "run/batch.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <deque>
#include <map>
#include <string_view>
#include <unordered_set>

#include "pipeline/file_text.hpp"
#include "plugin/codes.hpp"
#include "plugin/wording.hpp"
#include "run/archive.hpp"
#include "run/clock.hpp"
#include "run/documents.hpp"
#include "run/output_files.hpp"
#include "run/plan_key.hpp"
#include "run/publish.hpp"
#include "run/report.hpp"
#include "run/run_lock.hpp"
#include "text/sha256.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

// Letters whose outputs are put in place together: so many, or those of so long a time.
constexpr std::size_t group_size = 64;
constexpr auto group_time = std::chrono::milliseconds(50);
constexpr int redraw = 200;         // milliseconds between two looks at the progress bar
constexpr int looks_at_once = 256;  // letters, before signals are looked at
// A file that was changed this short a time ago may change again without its times telling.
constexpr std::int64_t settling = 2'000'000'000;  // nanoseconds

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::optional<FileStamp> stamp_of(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::nullopt;
    return FileStamp{static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
                     nanoseconds(status.st_ctim), status.st_ino};
}

/// The stamp, if nobody can have changed the file since without changing it.
std::optional<FileStamp> lasting(const std::optional<FileStamp>& stamp) {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (!stamp || nanoseconds(now) - std::max(stamp->modified, stamp->changed) < settling)
        return std::nullopt;
    return stamp;
}

std::string hash_of(const ProcessLimits& limits, const WorkerSettings& worker) {
    std::string text;
    for (const double limit :
         {limits.seconds, static_cast<double>(limits.cpu_seconds), static_cast<double>(limits.memory),
          static_cast<double>(worker.largest_letter)})
        text += std::to_string(limit) + ' ';
    return sha256_hex(text);
}

/// A letter that is at work.
struct UnderWay {
    const Letter* letter = nullptr;
    std::optional<FileStamp> stamp;
    LetterKey key;
    fs::path scratch;
};

/// What the batch itself knows of a letter.
void identify(LetterOutcome& outcome, const UnderWay& letter) {
    outcome.name = letter.letter->name;
    outcome.output_name = letter.letter->output_name;
    outcome.file = letter.letter->file.string();
    outcome.stamp = letter.stamp;
    outcome.key = letter.key;
}

/// A letter that is done, whose outputs wait for their names.
struct Finished {
    LetterOutcome outcome;
    fs::path scratch;
    bool has_document = false;
};

class Batch {
  public:
    Batch(const Plan& plan, const BatchSettings& settings, Journal& journal, BatchWatcher& watcher)
        : plan_(plan),
          settings_(settings),
          journal_(journal),
          watcher_(watcher),
          private_(settings.out / private_folder),
          publisher_(settings.out, settings.crew.worker.sync),
          crew_(plan, settings.crew),
          key_(key_of(plan, settings.crew.worker.password)) {
        key_.limits = hash_of(settings.crew.limits, settings.crew.worker);
        for (const Letter& letter : settings.letters)
            if (!letter.problem) listed_.insert(letter.output_name);
    }

    BatchResult run();

  private:
    void convert_all();
    void start_crew();
    void look_at(const Letter& letter);
    bool settled(const KnownLetter& known, const UnderWay& found);
    bool known_bad(const KnownLetter& known, const LetterKey& now) const;
    bool known_bad_elsewhere(const UnderWay& found);
    void begin(UnderWay found);
    void end(JobResult result);
    void flush();
    void put_in_place(Finished& one);
    void keep_known(const Finished& one);
    void forget_renamed(const LetterOutcome& outcome);
    void forget(const KnownLetter& letter, std::string_view change);
    void remove_stale_documents();
    void look_for_removed();
    void unreachable(const std::string& subject, const Diagnostic& problem);
    void count(const LetterOutcome& outcome);
    fs::path stored(const LetterKey& key) const { return document_file(private_ / "documents", key); }

    const Plan& plan_;
    const BatchSettings& settings_;
    Journal& journal_;
    BatchWatcher& watcher_;
    const fs::path private_;
    Publisher publisher_;
    Crew crew_;
    LetterKey key_;
    BatchResult result_;
    std::unordered_set<std::string_view> listed_;  ///< output names
    std::deque<UnderWay> waiting_;
    std::map<std::uint64_t, UnderWay> under_way_;  ///< by job
    std::vector<Finished> finished_;
    std::vector<LetterKey> stale_documents_;
    Clock::time_point first_finished_;
    std::uint64_t jobs_ = 0;
    std::size_t next_ = 0;  ///< letter to look at
    std::size_t done_ = 0;
    bool able_ = true;  ///< the stages can be created
};

BatchResult Batch::run() {
    const auto start = Clock::now();
    journal_.begin_run({plan_.file, plan_.name, key_, static_cast<int>(settings_.crew.workers)},
                       plan_.record_types);
    result_.counts.listed = settings_.letters.size();
    watcher_.begins(settings_.letters.size());
    try {
        convert_all();
        if (result_.end == BatchResult::End::finished) look_for_removed();
        if (crew_.stop_signals() < 2) write_archive(journal_, settings_.out);
    } catch (const StageError& error) {
        result_.end = able_ ? BatchResult::End::stopped : BatchResult::End::unable;
        watcher_.problem({}, error.diagnostic());
        journal_.add_problem({}, error.diagnostic());
    }
    result_.totals = journal_.totals();
    result_.seconds = seconds_since(start);
    constexpr std::string_view names[] = {"finished", "interrupted", "stopped", "stopped", "stopped"};
    journal_.end_run(names[static_cast<std::size_t>(result_.end)], result_.counts, result_.exit());
    if (auto problem = guarded("", [&] { write_report(journal_, settings_.out, settings_.metrics); }))
        watcher_.problem({}, *problem);
    return result_;
}

void Batch::convert_all() {
    const auto asked_to_stop = [&] { return crew_.stop_signals() > 0; };
    const auto more = [&] { return next_ < settings_.letters.size() && !asked_to_stop(); };
    // A few letters in store, so that no worker waits while one is hashed.
    const auto wanting = [&] { return more() && waiting_.size() <= settings_.crew.workers; };
    while (true) {
        for (int looked = 0; looked < looks_at_once && wanting(); ++looked)
            look_at(settings_.letters[next_++]);
        if (!waiting_.empty() && !crew_.started()) start_crew();
        while (!waiting_.empty() && !asked_to_stop() && crew_.has_free()) {
            begin(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        const bool working = crew_.busy() || (!waiting_.empty() && !asked_to_stop());
        if (finished_.size() >= group_size || !working || Clock::now() - first_finished_ >= group_time)
            flush();
        if ((!working && !more()) || crew_.stop_signals() > 1) break;
        const int calm = watcher_.live() ? redraw : -1;
        const int patience = wanting() ? 0 : finished_.empty() ? calm : static_cast<int>(group_time.count());
        for (JobResult& result : crew_.wait(patience)) end(std::move(result));
        if (!under_way_.empty()) watcher_.progress(done_, under_way_.begin()->second.letter->name);
    }
    if (asked_to_stop()) result_.end = BatchResult::End::interrupted;
    result_.counts.left = settings_.letters.size() - next_ + waiting_.size() + under_way_.size();
}

void Batch::start_crew() {
    const auto problems = crew_.start();
    if (problems.empty()) return;
    able_ = false;
    for (const Diagnostic& problem : problems) watcher_.problem({}, problem);
    throw StageError(codes::worker_failed.code,
                     "the stages of the pipeline cannot be created, so nothing was converted",
                     "see the messages before this one");
}

/// Whether the letter is to be done, and what of it.
void Batch::look_at(const Letter& letter) {
    watcher_.progress(done_, letter.name);
    if (letter.problem) return unreachable(letter.name, *letter.problem);
    UnderWay found;
    found.letter = &letter;
    found.stamp = stamp_of(letter.file);
    found.key = key_;
    const auto known = journal_.find(letter.output_name);
    if (known && known->stamp && known->stamp == found.stamp) {
        found.key.content = known->key.content;
    } else {
        std::vector<Diagnostic> problems;
        auto content = hash_of_file(letter.file, problems);
        if (!content) return unreachable(letter.name, problems.front());
        found.key.content = std::move(*content);
        found.stamp = lasting(found.stamp);
    }
    if (known ? settled(*known, found) : known_bad_elsewhere(found)) return;
    waiting_.push_back(std::move(found));
}

bool Batch::known_bad(const KnownLetter& known, const LetterKey& now) const {
    if (settings_.retry_failed || settings_.again || known.retry) return false;
    if (known.status == LetterStatus::quarantined) return known.key == now;
    return known.status == LetterStatus::failed && known.key.same_work(now);
}

/// Nothing is to be done for a letter that the journal knows.
bool Batch::settled(const KnownLetter& known, const UnderWay& found) {
    const Letter& letter = *found.letter;
    const bool good = has_outputs(known.status) && known.key.same_work(found.key) && !settings_.again &&
                      known.name == letter.name && publisher_.complete(journal_.outputs(known.id));
    if (!good && !known_bad(known, found.key)) return false;
    if (known.stamp != found.stamp || known.file != letter.file.string() || known.name != letter.name)
        journal_.seen_at(known.id, letter.name, letter.file.string(), found.stamp);
    journal_.set_present(known, true);
    ++result_.counts.skipped;
    ++done_;
    return true;
}

/// Content that is known to be bad stays so under another name.
bool Batch::known_bad_elsewhere(const UnderWay& found) {
    for (const KnownLetter& other : journal_.with_content(found.key.content)) {
        if (!known_bad(other, found.key)) continue;
        Finished one;
        identify(one.outcome, found);
        one.outcome.status = other.status;
        one.outcome.read = false;
        one.outcome.diagnostics = journal_.diagnostics(other.id);
        finished_.push_back(std::move(one));
        return true;
    }
    return false;
}

void Batch::begin(UnderWay found) {
    Job job;
    job.number = ++jobs_;
    job.file = found.letter->file.string();
    job.name = found.letter->name;
    job.output_name = found.letter->output_name;
    found.scratch = private_ / "work" / std::to_string(job.number);
    job.scratch = found.scratch.string();
    const fs::path document = stored(found.key);
    std::error_code error;
    if (!settings_.again && fs::exists(document, error)) job.document = document.string();
    watcher_.progress(done_, job.name);
    crew_.give(job);
    under_way_.emplace(job.number, std::move(found));
}

void Batch::end(JobResult result) {
    const auto known = under_way_.find(result.job);
    UnderWay found = std::move(known->second);
    under_way_.erase(known);
    Finished one;
    one.scratch = found.scratch;
    if (result.answer) {
        one.outcome = std::move(result.answer->outcome);
        one.has_document = result.answer->has_document;
    } else {
        one.outcome.status = LetterStatus::quarantined;
        one.outcome.seconds = result.seconds;
        one.outcome.diagnostics = {*result.fault};
        if (!result.said.empty()) {
            Diagnostic said =
                diagnose(codes::worker_said, "before it ended, the worker process wrote: " + result.said);
            said.stage = result.fault->stage;
            one.outcome.diagnostics.push_back(std::move(said));
        }
    }
    LetterOutcome& outcome = one.outcome;
    // What the worker read counts, should the file have changed since it was looked at.
    const std::string read = outcome.read ? outcome.key.content : std::string();
    identify(outcome, found);
    if (!read.empty() && read != found.key.content) {
        outcome.key.content = read;
        outcome.stamp.reset();
    }
    if (finished_.empty()) first_finished_ = Clock::now();
    finished_.push_back(std::move(one));
}

/// Puts the outputs of all finished letters in place. What is about to be done is in the journal before, what was done
/// after: whenever this process is killed, the journal knows which letters to do again.
void Batch::flush() {
    if (finished_.empty()) return;
    Transaction announced(journal_.database());
    for (const Finished& one : finished_) journal_.announce(one.outcome);
    announced.commit();
    for (Finished& one : finished_) put_in_place(one);
    publisher_.settle();
    Transaction settled(journal_.database());
    for (const Finished& one : finished_) {
        if (one.outcome.retry)
            keep_known(one);
        else
            journal_.settle(one.outcome);
    }
    settled.commit();
    for (const Finished& one : finished_) {
        std::error_code ignored;
        fs::remove_all(one.scratch, ignored);
        forget_renamed(one.outcome);
        ++done_;
        if (one.scratch.empty()) {
            ++result_.counts.skipped;
            continue;
        }
        count(one.outcome);
        watcher_.done(one.outcome);
    }
    finished_.clear();
    remove_stale_documents();
}

void Batch::put_in_place(Finished& one) {
    LetterOutcome& outcome = one.outcome;
    if (outcome.retry) return;
    const auto known = journal_.find(outcome.output_name);
    const auto before = known ? journal_.outputs(known->id) : std::vector<OutputRow>();
    try {
        if (one.has_document) {
            const fs::path document = stored(outcome.key);
            make_folders(document.parent_path());
            rename_file(one.scratch / "document", document);
        }
        publisher_.put(one.scratch, outcome.outputs);
    } catch (const StageError& error) {
        outcome.diagnostics.push_back(error.diagnostic());
        outcome.status = LetterStatus::failed;
        outcome.retry = true;
        return;
    }
    // What an earlier run wrote and this one did not: the outputs are those of a first run.
    for (const OutputRow& old : before)
        if (std::none_of(outcome.outputs.begin(), outcome.outputs.end(),
                         [&](const OutputRow& row) { return row.file == old.file; }))
            publisher_.remove(old.file);
    if (known && (known->key.content != outcome.key.content || known->key.reading != outcome.key.reading))
        stale_documents_.push_back(known->key);
}

/// A letter that failed for a reason outside of it keeps what it has.
void Batch::keep_known(const Finished& one) {
    for (const Diagnostic& diagnostic : one.outcome.diagnostics)
        if (diagnostic.severity == Severity::error) journal_.add_problem(one.outcome.name, diagnostic);
    if (!journal_.find(one.outcome.output_name)) journal_.settle(one.outcome);
}

/// A letter of the same content whose file is gone was renamed to this one.
void Batch::forget_renamed(const LetterOutcome& outcome) {
    if (outcome.retry) return;
    for (const KnownLetter& other : journal_.with_content(outcome.key.content)) {
        std::error_code error;
        if (listed_.count(other.output_name) || (fs::exists(other.file, error) && other.file != outcome.file))
            continue;
        forget(other, "renamed");
        ++result_.counts.renamed;
        return;
    }
}

void Batch::forget(const KnownLetter& letter, std::string_view change) {
    for (const OutputRow& output : journal_.outputs(letter.id)) publisher_.remove(output.file);
    publisher_.settle();
    journal_.forget(letter, change);
    stale_documents_.push_back(letter.key);
    remove_stale_documents();
}

void Batch::remove_stale_documents() {
    for (const LetterKey& key : stale_documents_) {
        std::error_code ignored;
        if (!journal_.uses_document(key.content, key.reading)) fs::remove(stored(key), ignored);
    }
    stale_documents_.clear();
}

/// Letters that the journal knows and that are no longer among the inputs.
void Batch::look_for_removed() {
    std::vector<KnownLetter> gone;
    journal_.each([&](const KnownLetter& letter) {
        if (!listed_.count(letter.output_name)) gone.push_back(letter);
    });
    // An archive that is not mounted is no reason to remove what was made of it.
    const bool prune = settings_.prune && result_.counts.unreachable == 0;
    if (settings_.prune && !prune && !gone.empty()) {
        const Diagnostic problem =
            diagnose(codes::not_pruned,
                     "outputs of " + plural(gone.size(), "letter") +
                         " that are gone were left, since some inputs could not be looked at",
                     {}, "mend the inputs, then run again with --prune");
        watcher_.problem({}, problem);
        journal_.add_problem({}, problem);
    }
    if (prune) {
        for (const KnownLetter& letter : gone) forget(letter, "pruned");
        result_.counts.pruned += gone.size();
        return;
    }
    result_.counts.removed += gone.size();
    Transaction marked(journal_.database());  // one for all: a whole archive may be gone
    for (const KnownLetter& letter : gone) {
        if (!letter.present) continue;
        watcher_.problem(
            letter.name,
            diagnose(codes::input_removed, "it is no longer among the inputs; its outputs are still there",
                     {}, "--prune removes them"));
        journal_.set_present(letter, false);
    }
    marked.commit();
}

void Batch::unreachable(const std::string& subject, const Diagnostic& problem) {
    watcher_.problem(subject, problem);
    journal_.add_problem(subject, problem);
    ++result_.counts.unreachable;
    ++done_;
}

void Batch::count(const LetterOutcome& outcome) {
    RunCounts& counts = result_.counts;
    ++(outcome.status == LetterStatus::failed        ? counts.failed
       : outcome.status == LetterStatus::quarantined ? counts.quarantined
       : outcome.read                                ? counts.converted
                                                     : counts.rewritten);
}

/// Opens the journal. One that is damaged is set aside.
std::unique_ptr<Journal> open_journal(const fs::path& out, bool used_before,
                                      std::optional<Diagnostic>& lost) {
    const fs::path file = Journal::file_in(out);
    std::error_code error;
    if (used_before && !fs::exists(file, error))
        lost = diagnose(codes::journal_lost,
                        "the run journal `" + file.string() + "` is gone: every letter is looked at again",
                        {}, "outputs of letters that are no longer among the inputs are not known any more");
    try {
        return std::make_unique<Journal>(file, Database::Access::write);
    } catch (const SqliteError& problem) {
        if (!problem.damaged()) throw;
        fs::path aside = file;
        for (int i = 1; fs::exists(aside, error); ++i)
            aside = file.string() + ".damaged-" + std::to_string(i);
        fs::rename(file, aside);
        for (const char* end : {"-wal", "-shm"}) fs::remove(file.string() + end, error);
        lost = diagnose(codes::journal_damaged,
                        "the run journal is damaged (" + std::string(problem.what()) +
                            "): every letter is looked at again",
                        {}, "the damaged journal is kept as `" + aside.string() + "`");
    }
    return std::make_unique<Journal>(file, Database::Access::write);
}

/// Files under temporary names, of processes that were killed before they could give them their own.
void remove_leftovers(const fs::path& out) {
    std::error_code ignored;
    fs::remove_all(out / private_folder / "work", ignored);
    for (const fs::path& folder : {out, out / archive_folder, out / private_folder})
        for (const auto& entry : fs::directory_iterator(folder, ignored)) {
            const pid_t process = writer_of(entry.path().filename().string());
            if (process > 0 && ::kill(process, 0) != 0 && errno == ESRCH) fs::remove(entry.path(), ignored);
        }
}

BatchResult run_locked(const Plan& plan, const BatchSettings& settings, bool used_before,
                       BatchWatcher& watcher) {
    BatchResult result;
    result.end = BatchResult::End::unable;
    try {
        remove_leftovers(settings.out);
        std::optional<Diagnostic> lost;
        const auto journal = open_journal(settings.out, used_before, lost);
        result.end = BatchResult::End::stopped;
        Batch batch(plan, settings, *journal, watcher);
        if (lost) watcher.problem({}, *lost);
        result = batch.run();
        remove_leftovers(settings.out);
    } catch (const SqliteError& error) {
        watcher.problem(
            {},
            diagnose(codes::journal_unwritable,
                     "the run journal `" + Journal::file_in(settings.out).string() +
                         "` cannot be used: " + error.what(),
                     {}, "check who may write to it, and the space left; the next run goes on from here"));
    }
    return result;
}

}  // namespace

int BatchResult::exit() const {
    switch (end) {
        case End::unable:
            return 2;
        case End::locked:
            return 75;
        case End::interrupted:
        case End::stopped:
            return 1;
        case End::finished:
            break;
    }
    const std::size_t bad = totals[LetterStatus::failed] + totals[LetterStatus::quarantined] +
                            totals[LetterStatus::pending] + counts.failed + counts.unreachable;
    return bad > 0 ? 1 : totals[LetterStatus::doubtful] > 0 ? 3 : 0;
}

BatchResult run_batch(const Plan& plan, const BatchSettings& settings, BatchWatcher& watcher) {
    BatchResult result;
    try {
        const fs::path folder = settings.out / private_folder;
        make_folders(folder);
        std::error_code error;
        const bool used_before = fs::exists(folder / "lock", error);
        const RunLock lock(folder / "lock");
        if (lock.taken()) return run_locked(plan, settings, used_before, watcher);
        result.end = BatchResult::End::locked;
        watcher.problem(
            {}, diagnose(codes::already_running,
                         "another batch is at work on `" + settings.out.string() + "`: " + lock.holder(), {},
                         "wait until it has ended, or choose another output folder"));
    } catch (const StageError& error) {
        result.end = BatchResult::End::unable;
        watcher.problem({}, error.diagnostic());
    }
    return result;
}

}  // namespace sheaf
