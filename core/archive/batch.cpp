#include "archive/batch.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>

#include "archive/archive.hpp"
#include "archive/archive_cursor.hpp"
#include "archive/archive_process.hpp"
#include "archive/completion.hpp"
#include "archive/file_stamp.hpp"
#include "archive/own_files.hpp"
#include "archive/plan_key.hpp"
#include "archive/report.hpp"
#include "archive/run_lock.hpp"
#include "archive/set_aside.hpp"
#include "archive/triage.hpp"
#include "base/clock.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/scratch.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"
#include "run/output_files.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr int redraw = 200;         // milliseconds between two looks at the progress bar
constexpr int looks_at_once = 256;  // letters, before signals are looked at

std::string hash_of(const ProcessLimits& limits, const WorkerSettings& worker) {
    std::string text;
    for (const double limit :
         {limits.seconds, static_cast<double>(limits.cpu_seconds), static_cast<double>(limits.memory),
          static_cast<double>(worker.largest_letter), static_cast<double>(limits.file_size)})
        text += std::to_string(limit) + ' ';
    return sha256_hex(text);
}

LetterKey key_of_run(const Plan& plan, const PoolSettings& pool) {
    LetterKey key = key_of(plan, pool.worker.password);
    key.limits = hash_of(pool.limits, pool.worker);
    return key;
}

PoolSettings pool_for(PoolSettings pool, const fs::path& out) {
    pool.hashers = pool.workers;
    pool.worker.work_folder = out / private_folder / "work";
    return pool;
}

/// Letters of another part would be taken for letters that are gone.
void refuse_other_shard(Journal& journal, const Shard& shard) {
    const std::string wanted = shard.text();
    const auto known = journal.remembered("shard");
    const bool used = journal.generation() > 0;
    if (known ? *known == wanted : !used || shard.whole()) {
        if (!known) journal.remember("shard", wanted);
        return;
    }
    throw StageError(codes::usage.code,
                     "the output folder holds the shard " + known.value_or("1/1") +
                         " of its letters, and this is " + wanted,
                     "give each shard an output folder of its own, and all the same number of shards");
}

/// The stages that make records, separated by spaces.
std::string record_stages(const Plan& plan) {
    std::string names;
    for (const PlannedStage& stage : plan.transforms)
        if (!stage.stage.spec->provides.empty()) names += std::string(stage.name()) + " ";
    return names;
}

/// The letter's file was there when it was hashed, and is gone.
const Diagnostic* missing_file(const JobResult& result) {
    if (!result.answer) return nullptr;
    const auto& diagnostics = result.answer->outcome.diagnostics;
    const auto found = std::find_if(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& one) {
        return one.code == codes::file_missing.code;
    });
    return found == diagnostics.end() ? nullptr : &*found;
}

/// The letters of a run on their way: looked at, in store, at work, done.
class Batch {
  public:
    Batch(const Plan& plan, const BatchSettings& settings, Journal& journal, ArchiveProcess& archive,
          BatchWatcher& watcher)
        : plan_(plan),
          settings_(settings),
          archive_(archive),
          key_(key_of_run(plan, settings.pool)),
          run_(settings, journal, watcher),
          decisions_(open_decisions(plan)),
          triage_(run_, key_, decisions_ ? &*decisions_ : nullptr),
          completion_(run_),
          pool_(plan, pool_for(settings.pool, settings.out)) {
        pool_.leave_alone(archive.process(), [&archive](const ProcessEnd& end) { archive.ended(end); });
    }

    /// `lost`: what became of the journal of earlier runs.
    BatchResult run(const std::optional<LostJournal>& lost);

  private:
    void convert_all();
    void lead_archive();
    void finish_archive();
    std::optional<DecisionFolder> open_decisions(const Plan& plan);
    bool asked_to_stop() const { return pool_.stop_signals() > 0; }
    bool more() const { return next_ < run_.letters.size() && !asked_to_stop(); }
    /// A few letters are in store, so that no worker waits while one is hashed.
    bool wanting() const { return more() && waiting_.size() <= settings_.pool.workers; }
    bool working() const { return pool_.busy() || (!waiting_.empty() && !asked_to_stop()); }
    void look_at_some();
    void begin_some();
    void start_pool();
    void look_at_confinement();
    void begin(LetterAtWork letter);
    void wait_to_be_read(LetterAtWork letter);
    void take_hash(LetterAtWork letter, JobResult result);
    void wait_for_results();

    const Plan& plan_;
    const BatchSettings& settings_;
    ArchiveProcess& archive_;
    const LetterKey key_;
    BatchRun run_;
    std::vector<Diagnostic> decision_problems_;
    std::optional<DecisionFolder> decisions_;
    Triage triage_;
    Completion completion_;
    WorkerPool pool_;
    BatchResult result_;
    std::deque<LetterAtWork> waiting_;
    std::map<std::uint64_t, LetterAtWork> under_way_;  ///< by job
    std::uint64_t jobs_ = 0;
    std::size_t next_ = 0;              ///< letter to look at
    bool able_ = true;                  ///< the stages can be created
    std::int64_t generation_ = 0;       ///< of the journal, when the run began
    std::optional<bool> none_is_gone_;  ///< all letters of the archive are among the inputs
};

BatchResult Batch::run(const std::optional<LostJournal>& lost) {
    const auto start = Clock::now();
    Journal& journal = run_.journal;
    refuse_other_shard(journal, settings_.shard);
    journal.begin_run({plan_.file, plan_.name, key_, static_cast<int>(settings_.pool.workers)},
                      plan_.record_types);
    generation_ = journal.generation();
    journal.remember("record stages", record_stages(plan_));
    journal.remember("pipeline", fs::absolute(plan_.file).lexically_normal().string());
    run_.counts.listed = settings_.letters.size();
    run_.watcher.begins(settings_.letters.size());
    if (lost) run_.problem({}, carry_over(*lost, journal));
    run_.tell_passed_over();
    for (const Diagnostic& problem : decision_problems_) run_.problem(problem.place.file, problem);
    try {
        convert_all();
        if (result_.end == BatchResult::End::finished) run_.look_for_removed();
        if (pool_.stop_signals() < 2) finish_archive();
    } catch (const StageError& error) {
        result_.end = able_ ? BatchResult::End::stopped : BatchResult::End::unable;
        run_.problem({}, error.diagnostic());
    }
    result_.counts = run_.counts;
    result_.left_as_they_were = run_.left_as_they_were;
    result_.totals = journal.totals();
    result_.seconds = seconds_since(start);
    constexpr std::string_view names[] = {"finished", "interrupted", "stopped", "stopped", "stopped"};
    journal.end_run(names[static_cast<std::size_t>(result_.end)], result_.counts, result_.exit());
    if (auto problem = guarded("", [&] { write_report(journal, settings_.out, settings_.metrics); }))
        run_.watcher.problem({}, *problem);
    return result_;
}

/// Tells the archive how far the letters are done, in order of their names, once something has changed.
void Batch::lead_archive() {
    // Those that are gone leave the archive when all others are done.
    if (!none_is_gone_) none_is_gone_ = run_.none_is_gone();
    if (!*none_is_gone_ || run_.journal.generation() == generation_) return;
    std::string_view first = behind_all_names;
    if (next_ < run_.letters.size()) first = run_.letters[next_]->output_name;
    for (const LetterAtWork& one : waiting_)
        first = std::min<std::string_view>(first, one.letter->output_name);
    for (const auto& [job, one] : under_way_)
        first = std::min<std::string_view>(first, one.letter->output_name);
    archive_.advance(std::string(first));
}

void Batch::finish_archive() {
    if (settings_.verify) run_.journal.remember(archive_state, "");  // as if nothing had been written
    const ArchiveAnswer answer = archive_.finish(key_.outputs);
    if (!answer.journal_damage.empty()) throw SqliteError::damage(answer.journal_damage);
    for (const Diagnostic& said : answer.said) run_.problem({}, said);
    if (answer.problem) {
        result_.end = BatchResult::End::stopped;
        run_.problem({}, *answer.problem);
    } else {
        Transaction remembered(run_.journal.database());
        if (!answer.written.empty()) run_.journal.remember_archive_files(answer.written);
        run_.journal.remember(archive_state, answer.state);
        remembered.commit();
    }
}

std::optional<DecisionFolder> Batch::open_decisions(const Plan& plan) {
    if (plan.decisions.empty()) return std::nullopt;
    return DecisionFolder(plan.decisions, decision_problems_);
}

void Batch::convert_all() {
    while (true) {
        look_at_some();
        begin_some();
        if (!completion_.empty() && (completion_.due() || !working())) {
            completion_.flush();
            lead_archive();
        }
        if ((!working() && !more()) || pool_.stop_signals() > 1) break;
        wait_for_results();
        if (!under_way_.empty()) run_.watcher.progress(run_.done, under_way_.begin()->second.letter->name);
    }
    if (asked_to_stop()) result_.end = BatchResult::End::interrupted;
    run_.counts.left = run_.letters.size() - next_ + waiting_.size() + under_way_.size();
}

void Batch::look_at_some() {
    std::vector<FinishedLetter> finished;
    for (int looked = 0; looked < looks_at_once && wanting(); ++looked)
        if (auto found = triage_.look_at(*run_.letters[next_++], finished))
            waiting_.push_back(std::move(*found));
    completion_.add(std::move(finished));
}

void Batch::begin_some() {
    if (!waiting_.empty() && !pool_.started()) start_pool();
    if (asked_to_stop()) return;
    for (auto one = waiting_.begin(); one != waiting_.end();) {
        if (pool_.has_free(one->key.content.empty())) {
            begin(std::move(*one));
            one = waiting_.erase(one);
        } else {
            ++one;
        }
    }
}

/// Says what the system has not to confine workers with.
void Batch::look_at_confinement() {
    const Confine wanted = settings_.pool.worker.confine;
    if (wanted == Confine::off) return;
    const std::vector<std::string> missing = missing_confinement();
    for (const std::string& one : missing)
        run_.problem({}, diagnose(codes::worker_unconfined, "this system has no " + one, {},
                                  "a newer kernel has it, or the settings of the container allow it"));
    if (missing.empty() || wanted != Confine::require) return;
    able_ = false;
    throw StageError(codes::worker_unconfined.code,
                     "`confine` is \"require\", and workers cannot be confined here",
                     "see the messages before this one, or set `confine` to \"try\"");
}

void Batch::start_pool() {
    look_at_confinement();
    const auto problems = pool_.start();
    if (problems.empty()) return;
    able_ = false;
    for (const Diagnostic& problem : problems) run_.watcher.problem({}, problem);
    throw StageError(codes::worker_failed.code,
                     "the stages of the pipeline cannot be created, so nothing was converted",
                     "see the messages before this one");
}

void Batch::begin(LetterAtWork letter) {
    Job job;
    job.number = ++jobs_;
    job.file = letter.letter->file;
    job.name = letter.letter->name;
    job.output_name = letter.letter->output_name;
    letter.scratch = run_.scratch_folder(job.number);
    job.scratch = letter.scratch.string();
    job.content = letter.key.content;
    job.only_hash = job.content.empty();
    job.decisions = letter.decisions;
    OwnedFile document;
    if (!job.only_hash && !settings_.again) document = open_to_read(run_.stored(letter.key));
    run_.watcher.progress(run_.done, job.name);
    // Whatever keeps it from being opened keeps the worker, too, which says so.
    pool_.give(job, open_to_read(letter.letter->file), document);
    under_way_.emplace(job.number, std::move(letter));
}

void Batch::wait_for_results() {
    const int calm = run_.watcher.live() ? redraw : -1;
    const int until_flush = static_cast<int>(Completion::longest_wait.count());
    for (JobResult& result : pool_.wait(wanting() ? 0 : completion_.empty() ? calm : until_flush)) {
        LetterAtWork letter = std::move(under_way_.extract(result.job).mapped());
        // Once more, when the others are done: memory may be free by then, and a share may answer again. Who
        // stops the batch may end its workers, too: then it is left to the next run.
        if (result.from_outside && (asked_to_stop() || !letter.second_try)) {
            letter.second_try = true;
            waiting_.push_back(std::move(letter));
        } else if (letter.key.content.empty()) {
            take_hash(std::move(letter), std::move(result));
        } else if (const Diagnostic* const gone = missing_file(result)) {
            remove_folder(letter.scratch);
            run_.unreachable(letter.letter->name, *gone);
        } else if (!completion_.add(letter, std::move(result))) {
            waiting_.push_back(std::move(letter));
        }
    }
}

/// Before those that are to be hashed, after those that were hashed before: the archive is written in order.
void Batch::wait_to_be_read(LetterAtWork letter) {
    const auto unhashed = std::find_if(waiting_.begin(), waiting_.end(),
                                       [](const LetterAtWork& one) { return one.key.content.empty(); });
    waiting_.insert(unhashed, std::move(letter));
}

/// The letter's content is known now, or why it cannot be.
void Batch::take_hash(LetterAtWork letter, JobResult result) {
    const std::string& name = letter.letter->name;
    if (result.fault) {
        const bool slow = result.fault->code == codes::stage_time.code;
        run_.unreachable(
            name, slow ? diagnose(codes::letter_slow, "the letter could not be read within the limit of time",
                                  {}, "the next run tries again; `seconds` is the limit")
                       : *result.fault);
        return;
    }
    const LetterOutcome& outcome = result.answer->outcome;
    if (outcome.retry) {
        run_.unreachable(name, outcome.diagnostics.front());
        return;
    }
    letter.key.content = outcome.key.content;
    std::vector<FinishedLetter> finished;
    if (letter.key.content.empty()) {
        letter.key.content = content_of_unread(letter.letter->file);
        if (!triage_.decide(letter, finished)) return;
        completion_.add(letter, std::move(result));
    } else if (triage_.decide(letter, finished)) {
        wait_to_be_read(std::move(letter));
    }
    if (!finished.empty()) completion_.add(std::move(finished));
}

/// `begun` is set when the journal is open.
BatchResult run_with_journal(const Plan& plan, const BatchSettings& settings, bool used_before,
                             std::optional<LostJournal> lost, BatchWatcher& watcher, bool& begun) {
    // What is left there has the names of what this run is to write.
    if (!remove_leftovers(settings.out))
        refuse_to_write(settings.out / private_folder / "work", std::strerror(errno));
    ArchiveProcess archive(plan, settings.out, settings.pool.worker.confine);
    const auto journal = open_journal(settings.out, used_before, lost);
    begun = true;
    Batch batch(plan, settings, *journal, archive, watcher);
    BatchResult result = batch.run(lost);
    remove_leftovers(settings.out);
    return result;
}

BatchResult run_locked(const Plan& plan, const BatchSettings& settings, bool used_before,
                       BatchWatcher& watcher) {
    const fs::path file = Journal::file_in(settings.out);
    bool begun = false;
    try {
        try {
            return run_with_journal(plan, settings, used_before, std::nullopt, watcher, begun);
        } catch (const SqliteError& error) {
            // Damage that shows only when a row is read: what is there by then is begun anew, once.
            if (!error.damaged()) throw;
            return run_with_journal(plan, settings, used_before, set_aside(file, error), watcher, begun);
        }
    } catch (const SqliteError& error) {
        watcher.problem(
            {}, diagnose(codes::journal_unwritable,
                         "the run journal `" + file.string() + "` cannot be used: " + error.what(), {},
                         "check who may write to it, and the space left; the next run goes on from here"));
    }
    BatchResult result;
    result.end = begun ? BatchResult::End::stopped : BatchResult::End::unable;
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
    const std::size_t bad = totals.open(LetterStatus::failed) + totals.open(LetterStatus::quarantined) +
                            totals[LetterStatus::pending] + left_as_they_were + counts.unreachable;
    return bad > 0 ? 1 : totals.open(LetterStatus::doubtful) > 0 ? 3 : 0;
}

BatchResult run_batch(const Plan& plan, const BatchSettings& settings, BatchWatcher& watcher) {
    BatchResult result;
    try {
        const fs::path folder = settings.out / private_folder;
        check_own_files(settings.out);
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
