#include "archive/worker_pool.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <ctime>
#include <fstream>
#include <new>
#include <utility>

#include "archive/answer_check.hpp"
#include "archive/passed_files.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "confine/probe.hpp"

namespace sheaf {

namespace {

constexpr std::size_t said_kept = 1000;  // bytes
constexpr std::size_t most_in_vain = 5;
// A worker that used less of its time than this on the processor waited for something: a share, or a system
// under load.
constexpr double busy_share = 0.1;
constexpr int look_at_writers = 500;  // milliseconds between two looks at how much workers have written
constexpr std::size_t most_files = 20'000;
constexpr std::uint64_t most_open_files = 256;  // of a worker: letters need a few

/// The processor time of a process, in seconds; 0 when it is not known.
double cpu_seconds_of(pid_t process) {
    clockid_t clock{};
    timespec used{};
    if (process <= 0 || ::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        return 0;
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

/// What says that it is a worker is a child of this process: nobody else is ever killed.
bool is_child(pid_t process) {
    siginfo_t info{};
    return process > 1 &&
           ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// Whether the files below a folder have more bytes, or are more, than a letter's can be.
bool holds_more_than(const std::filesystem::path& folder, std::uint64_t limit) {
    std::error_code error;
    std::uint64_t bytes = 0;
    std::size_t files = 0;
    for (std::filesystem::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        struct stat status {};
        if (::lstat(entry->path().c_str(), &status) == 0)
            bytes += static_cast<std::uint64_t>(status.st_blocks) * 512;
        if (bytes > limit || ++files > most_files) return true;
    }
    return false;
}

std::span<LastWords> shared_words(std::size_t count) {
    void* memory =
        ::mmap(nullptr, count * sizeof(LastWords), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    auto* words = static_cast<LastWords*>(memory);
    for (std::size_t i = 0; i < count; ++i) new (words + i) LastWords;
    return {words, count};
}

sigset_t read_signals_set() {
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGCHLD}) ::sigaddset(&set, signal);
    return set;
}

}  // namespace

PoolSettings pool_settings(const Options& batch, std::string password) {
    constexpr std::uint64_t mib = 1U << 20U;
    const auto number = [&](const char* key) { return static_cast<std::uint64_t>(batch.integer(key)); };
    PoolSettings pool;
    pool.limits.seconds = batch.number("seconds");
    pool.limits.cpu_seconds = number("cpu_seconds");
    pool.limits.memory = sanitized ? 0 : number("memory_mib") * mib;
    pool.limits.file_size = number("output_mib") * mib;
    pool.limits.open_files = most_open_files;
    pool.letters_per_worker = number("letters_per_worker");
    pool.memory_mark = number("worker_memory_mib") * mib;
    pool.worker = {pool.limits.cpu_seconds, number("letter_mib") * mib,           batch.flag("sync"),
                   std::move(password),     confine_named(batch.text("confine")), {}};
    return pool;
}

WorkerPool::WorkerPool(const Plan& plan, const PoolSettings& settings)
    : plan_(plan),
      settings_(settings),
      words_(shared_words(settings.workers + 1)),
      workers_(settings.workers) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const sigset_t set = read_signals_set();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    signals_ = OwnedFile(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

WorkerPool::~WorkerPool() {
    for (const Worker& worker : workers_) kill_group(worker.process);
    fork_server_.reset();
    // A worker that was just forked has not said its number; without its socket it ends by itself.
    workers_.clear();
    const pid_t left_alone = std::exchange(left_alone_, -1);
    while (true) {
        kill_strangers();
        int status = 0;
        const pid_t ended = ::waitpid(-1, &status, 0);
        if (ended < 0 && errno != EINTR) break;
        if (ended > 0 && ended == left_alone) left_alone_ended_(end_of(status));
    }
    ::munmap(words_.data(), words_.size_bytes());
    const sigset_t set = read_signals_set();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

std::vector<Diagnostic> WorkerPool::start() {
    make_folders(settings_.worker.work_folder);
    fork_server_ = std::make_unique<ForkServer>(plan_, settings_.worker, settings_.limits, words_);
    std::vector<Diagnostic> problems = fork_server_->start();
    if (!problems.empty()) return problems;
    for (Worker& worker : workers_) hire(worker);
    started_ = true;
    return {};
}

void WorkerPool::hire(Worker& worker) {
    worker = Worker();
    if (fork_server_->process() < 0)
        if (auto problems = fork_server_->start(); !problems.empty())
            throw StageError(problems.front().code, problems.front().message, problems.front().hint);
    // What the one before it left is nobody's, and this one is to have a folder to write to before it is
    // confined.
    const std::filesystem::path folder = settings_.worker.folder(position_of(worker));
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    make_folders(folder);
    worker.files = fork_server_->spawn(position_of(worker));
    worker.open = true;
}

bool WorkerPool::has_free() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& one) { return one.free(); });
}

bool WorkerPool::busy() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& one) { return one.busy(); });
}

void WorkerPool::give(const Job& job, const OwnedFile& letter, const OwnedFile& document) {
    for (Worker& worker : workers_) {
        if (!worker.free()) continue;
        worker.job = job;
        worker.job.has_letter = static_cast<bool>(letter);
        worker.job.has_document = static_cast<bool>(document);
        worker.workplace = settings_.worker.folder(position_of(worker)) / std::to_string(job.number);
        worker.cpu_before = cpu_seconds_of(worker.process);
        worker.since = Clock::now();
        worker.said.clear();
        // When nobody reads it, the worker's death is noticed with the job in its hands.
        Job sent = worker.job;
        sent.scratch = worker.workplace.string();
        std::vector<int> files;
        for (const OwnedFile* const file : {&letter, &document})
            if (*file) files.push_back(file->number());
        const int socket = worker.files.socket.number();
        if (pass_files(socket, job.number, files)) send_all(socket, framed(sent));
        return;
    }
}

std::vector<JobResult> WorkerPool::wait(int milliseconds) {
    std::vector<pollfd> polled = {{signals_.number(), POLLIN, 0}};
    for (const Worker& worker : workers_) {
        polled.push_back({worker.open ? worker.files.socket.number() : -1, POLLIN, 0});
        polled.push_back({worker.files.said.number(), POLLIN, 0});
    }
    std::vector<JobResult> results;
    const int ready = ::poll(polled.data(), polled.size(), patience(milliseconds));
    if (ready < 0 && errno != EINTR)
        throw StageError(codes::worker_failed.code, "the batch cannot wait for its workers");
    if (ready > 0) {
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            if (polled[2 * i + 2].revents) hear(workers_[i]);
            if (polled[2 * i + 1].revents) read(workers_[i], results);
        }
        if (polled[0].revents) read_signals();
    }
    kill_late();
    kill_those_who_write_too_much();
    if (child_ended_) reap(results);
    return results;
}

/// Until the first deadline.
int WorkerPool::patience(int milliseconds) const {
    if (child_ended_) return 0;
    double wait = milliseconds < 0 ? 1e9 : milliseconds;
    for (const Worker& worker : workers_) {
        if (!worker.busy() || worker.reason) continue;
        if (settings_.limits.seconds > 0)
            wait = std::min(wait, (settings_.limits.seconds - seconds_since(worker.since)) * 1000 + 1);
        if (settings_.limits.file_size > 0) wait = std::min(wait, double{look_at_writers});
    }
    return static_cast<int>(std::clamp(wait, 0.0, 1e9));
}

void WorkerPool::hear(Worker& worker) {
    std::array<char, 4096> buffer;
    while (true) {
        const ssize_t got =
            uninterrupted([&] { return ::read(worker.files.said.number(), buffer.data(), buffer.size()); });
        if (got == 0) worker.files.said.close();
        if (got <= 0) return;
        worker.said.append(buffer.data(), static_cast<std::size_t>(got));
        if (worker.said.size() > said_kept) worker.said.erase(0, worker.said.size() - said_kept);
    }
}

void WorkerPool::read(Worker& worker, std::vector<JobResult>& results) {
    std::array<char, 65536> buffer;
    while (worker.open) {
        const ssize_t got = uninterrupted(
            [&] { return ::recv(worker.files.socket.number(), buffer.data(), buffer.size(), MSG_DONTWAIT); });
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) {
            worker.open = false;
            // It has ended, and the system will say so; or a stage has closed the connection.
            child_ended_ = true;
            return;
        }
        worker.frames.add({buffer.data(), static_cast<std::size_t>(got)});
        while (const auto bytes = worker.frames.next()) take(worker, *bytes, results);
        if (worker.frames.garbage())
            return kill(
                worker,
                diagnose(codes::worker_answer, "the worker process sent garbage in place of its answer", {},
                         "a stage writes to a file that it did not open: this is a defect of the plugin"));
    }
}

void WorkerPool::take(Worker& worker, const std::string& bytes, std::vector<JobResult>& results) {
    if (worker.process < 0) {
        const pid_t process = unpacked<pid_t>(bytes).value_or(0);
        worker.process = is_child(process) ? process : 0;
        return;
    }
    auto answer = unpacked<Answer>(bytes);
    if (worker.busy() && wrote_too_much(worker))
        return kill(worker, sheaf::wrote_too_much(settings_.limits.file_size, nullptr));
    // Out of the worker's reach, before it is looked at.
    if (worker.busy()) std::rename(worker.workplace.c_str(), worker.job.scratch.c_str());
    const std::string fault = !answer          ? "it is none"
                              : !worker.busy() ? "nobody asked for it"
                                               : fault_of_answer(*answer, worker.job, plan_);
    if (!fault.empty()) return kill(worker, answer_not_believed(fault));
    in_vain_ = 0;
    worker.answered = true;
    if (!worker.job.only_hash) ++worker.letters;
    const bool replaced = worn(worker, *answer);
    results.push_back({worker.job.number, std::move(answer), std::nullopt, false, {}, 0});
    worker.job = Job();
    // Without its socket it ends by itself, and is replaced when it has.
    if (replaced && worker.open) {
        worker.open = false;
        worker.files.socket.close();
    }
}

/// The worker has done enough, or something that the next letter should not suffer from.
bool WorkerPool::worn(const Worker& worker, const Answer& answer) const {
    return (settings_.letters_per_worker > 0 && worker.letters >= settings_.letters_per_worker) ||
           (settings_.memory_mark > 0 && answer.memory > settings_.memory_mark) ||
           answer.outcome.status == LetterStatus::quarantined ||
           tells_of_damage(answer.outcome.diagnostics, plan_);
}

void WorkerPool::kill_late() {
    if (settings_.limits.seconds <= 0) return;
    for (Worker& worker : workers_) {
        if (!worker.busy() || worker.reason || seconds_since(worker.since) < settings_.limits.seconds)
            continue;
        const ProcessEnd end{ProcessEnd::How::timed_out,
                             static_cast<int>(std::ceil(settings_.limits.seconds))};
        const double used = cpu_seconds_of(worker.process) - worker.cpu_before;
        worker.only_waited = used < settings_.limits.seconds * busy_share;
        kill(worker, fault_of(end, words_[position_of(worker)], plan_, settings_.limits));
    }
}

/// A limit for each file is the system's to keep; this one is for all that the worker has written and that is still there.
bool WorkerPool::wrote_too_much(const Worker& worker) const {
    const std::uint64_t limit = settings_.limits.file_size;
    return limit > 0 && holds_more_than(settings_.worker.folder(position_of(worker)), limit);
}

void WorkerPool::kill_those_who_write_too_much() {
    for (Worker& worker : workers_)
        if (worker.busy() && !worker.reason && wrote_too_much(worker))
            kill(worker, sheaf::wrote_too_much(settings_.limits.file_size, nullptr));
}

void WorkerPool::kill(Worker& worker, Diagnostic reason) {
    if (const PlannedStage* stage = stage_at(plan_, words_[position_of(worker)].stage))
        reason.stage = stage->name();
    worker.reason = std::move(reason);
    kill_group(worker.process);
}

void WorkerPool::read_signals() {
    signalfd_siginfo info{};
    while (::read(signals_.number(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            child_ended_ = true;
        else
            ++stop_signals_;
    }
}

/// Waits for every child that has ended.
void WorkerPool::reap(std::vector<JobResult>& results) {
    child_ended_ = false;
    int status = 0;
    while (const pid_t ended = ::waitpid(-1, &status, WNOHANG)) {
        if (ended < 0 && errno == EINTR) continue;
        if (ended < 0) break;
        if (fork_server_ && ended == fork_server_->process()) fork_server_->ended();
        if (ended == left_alone_) {
            left_alone_ = -1;
            left_alone_ended_(end_of(status));
        }
        for (Worker& worker : workers_)
            if (worker.process == ended) bury(worker, end_of(status), results);
    }
    for (Worker& worker : workers_) {
        if (worker.open || worker.reason) continue;
        if (worker.process < 0) {
            // It ended before it could say its number.
            bury(worker, {}, results);
        } else if (worker.busy()) {
            // Its connection is closed and it goes on: it is given a moment to end by itself.
            pollfd nothing{signals_.number(), POLLIN, 0};
            if (::poll(&nothing, 1, 100) > 0) {
                child_ended_ = true;
                read_signals();
            } else {
                kill(worker, connection_closed());
            }
        }
    }
}

/// What a worker that has ended leaves: a last answer, or a fault. Its place is taken by another.
void WorkerPool::bury(Worker& worker, const ProcessEnd& end, std::vector<JobResult>& results) {
    hear(worker);
    read(worker, results);  // an answer that was complete before the end counts
    kill_group(worker.process);
    if (worker.busy()) {
        JobResult result;
        result.job = worker.job.number;
        result.seconds = seconds_since(worker.since);
        result.said = worker.said;
        const bool killed = end.how == ProcessEnd::How::signalled && end.value == SIGKILL && !worker.reason;
        result.from_outside = killed || worker.only_waited;
        result.fault = worker.reason ? *worker.reason
                                     : fault_of(end, words_[position_of(worker)], plan_, settings_.limits);
        results.push_back(std::move(result));
    }
    const bool in_vain = !worker.answered && !worker.busy();
    in_vain_ = in_vain ? in_vain_ + 1 : 0;
    if (in_vain_ > most_in_vain)
        throw StageError(codes::worker_failed.code, "worker processes end before they are given a letter",
                         "look for limits on processes and memory");
    kill_strangers();
    hire(worker);
}

/// What workers started and left behind became children of this process when they ended.
void WorkerPool::kill_strangers() {
    const std::string self = std::to_string(::getpid());
    std::ifstream children("/proc/" + self + "/task/" + self + "/children");
    for (pid_t child = 0; children >> child;) {
        const bool known = child == left_alone_ || (fork_server_ && fork_server_->process() == child) ||
                           std::any_of(workers_.begin(), workers_.end(), [&](const Worker& one) {
                               return one.process == child || one.process < 0;  // one of them may be new
                           });
        if (!known) kill_group(child);
    }
}

}  // namespace sheaf
