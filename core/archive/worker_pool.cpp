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
#include <csignal>
#include <cstring>
#include <fstream>
#include <new>
#include <utility>

#include "archive/answer_check.hpp"
#include "archive/passed_files.hpp"
#include "archive/process_use.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/scratch.hpp"

namespace sheaf {

namespace {

constexpr std::size_t said_kept = 1000;  // bytes
constexpr std::size_t most_in_vain = 5;
constexpr int most_leftovers = 1000;  // folders of workers of earlier runs that nobody could remove

/// What says that it is a worker is a child of this process: nobody else is ever killed.
bool is_child(pid_t process) {
    siginfo_t info{};
    return process > 1 &&
           ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0;
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

WorkerPool::WorkerPool(const Plan& plan, const PoolSettings& settings)
    : plan_(plan),
      settings_(settings),
      words_(shared_words(settings.workers + settings.hashers + 1)),
      workers_(settings.workers + settings.hashers) {
    const sigset_t set = read_signals_set();
    signals_ = OwnedFile(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!signals_) {
        const int error = errno;
        ::munmap(words_.data(), words_.size_bytes());
        throw StageError(codes::worker_failed.code,
                         std::string("signals cannot be waited for: ") + std::strerror(error),
                         "look for limits on open files");
    }
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (Worker& worker : workers_) worker.number = position_of(worker);
}

WorkerPool::~WorkerPool() {
    for (const Worker& worker : workers_) kill_group(worker.process);
    fork_server_.reset();
    // A worker that was just forked has not said its number; without its socket it ends by itself.
    workers_.clear();
    wait_for_the_last();
    ::munmap(words_.data(), words_.size_bytes());
    const sigset_t set = read_signals_set();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

void WorkerPool::wait_for_the_last() {
    const pid_t left_alone = std::exchange(left_alone_, -1);
    kill_group(left_alone);
    // There may have been no file left to look for others by.
    signals_.close();
    // Those that cannot be found are not waited for, nor those that do not end: they may never. With this
    // process they become somebody else's.
    const sigset_t set = read_signals_set();
    const auto begin = Clock::now();
    while (kill_strangers() && seconds_since(begin) < longest_death) {
        int status = 0;
        const pid_t ended = ::waitpid(-1, &status, WNOHANG);
        if (ended < 0 && errno != EINTR) break;
        if (ended > 0 && ended == left_alone) left_alone_ended_(end_of(status));
        const timespec moment{0, 100'000'000};
        if (ended == 0) ::sigtimedwait(&set, nullptr, &moment);
    }
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
    worker.number = std::exchange(worker, Worker()).number;
    if (fork_server_->process() < 0)
        if (auto problems = fork_server_->start(); !problems.empty())
            throw StageError(problems.front().code, problems.front().message, problems.front().hint);
    make_folder(worker);
    worker.files = fork_server_->spawn(worker.number);
    worker.open = true;
}

/// A worker has a new folder to write to, before it is confined: what the one before it left may not even be removed.
void WorkerPool::make_folder(Worker& worker) const {
    for (int leftovers = 0; ::mkdir(folder_of(worker).c_str(), S_IRWXU) != 0; ++leftovers) {
        if (errno != EEXIST || leftovers == most_leftovers)
            refuse_to_write(folder_of(worker), std::strerror(errno));
        worker.number += workers_.size();
    }
}

bool WorkerPool::has_free(bool only_hash) const {
    return std::any_of(workers_.begin(), workers_.end(),
                       [&](const Worker& one) { return can_have(one, only_hash); });
}

bool WorkerPool::busy() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& one) { return one.busy(); });
}

void WorkerPool::give(const Job& job, const OwnedFile& letter, const OwnedFile& document) {
    for (Worker& worker : workers_) {
        if (!can_have(worker, job.only_hash)) continue;
        worker.job = job;
        worker.job.has_letter = static_cast<bool>(letter);
        worker.job.has_document = static_cast<bool>(document);
        worker.workplace = folder_of(worker) / std::to_string(job.number);
        worker.cpu_before = cpu_seconds_of(worker.process);
        worker.since = Clock::now();
        worker.said.clear();
        Job told = worker.job;
        told.scratch = worker.workplace.string();
        std::vector<int> files;
        for (const OwnedFile* const file : {&letter, &document})
            if (*file) files.push_back(file->number());
        worker.message = framed(told);
        worker.sent = 0;
        if (pass_files(worker.files.socket.number(), job.number, files, MSG_DONTWAIT)) {
            tell(worker);
        } else if (errno != EPIPE && errno != ECONNRESET) {
            // Who has given an answer has read all that came before: this one was taken over.
            worker.only_waited = true;
            kill(worker, diagnose(codes::worker_answer, "the worker process did not read its connection", {},
                                  "this is a defect of a plugin, or a letter before this one attacked the "
                                  "library that reads it"));
        }
        return;
    }
}

/// Sends as much of the message as the worker takes now: nobody waits for one that does not read. When its connection is
/// closed, its death is noticed with the job in its hands.
void WorkerPool::tell(Worker& worker) {
    while (!worker.told()) {
        const std::string_view rest = std::string_view(worker.message).substr(worker.sent);
        const ssize_t sent = uninterrupted([&] {
            return ::send(worker.files.socket.number(), rest.data(), rest.size(),
                          MSG_NOSIGNAL | MSG_DONTWAIT);
        });
        if (sent < 0 && errno == EAGAIN) return;
        worker.sent += sent < 0 ? rest.size() : static_cast<std::size_t>(sent);
    }
}

std::vector<JobResult> WorkerPool::wait(int milliseconds) {
    std::vector<pollfd> polled = {{signals_.number(), POLLIN, 0}};
    for (const Worker& worker : workers_) {
        const auto wanted = static_cast<short>(worker.told() ? POLLIN : POLLIN | POLLOUT);
        polled.push_back({worker.open ? worker.files.socket.number() : -1, wanted, 0});
        polled.push_back({worker.files.said.number(), POLLIN, 0});
    }
    std::vector<JobResult> results;
    const int ready = ::poll(polled.data(), polled.size(), patience(milliseconds));
    if (ready < 0 && errno != EINTR)
        throw StageError(codes::worker_failed.code, "the batch cannot wait for its workers");
    if (ready > 0) {
        for (std::size_t i = 0; i < workers_.size(); ++i) {
            if (polled[2 * i + 2].revents) hear(workers_[i]);
            if (polled[2 * i + 1].revents & POLLOUT) tell(workers_[i]);
            if (polled[2 * i + 1].revents & ~POLLOUT) read(workers_[i], results);
        }
        if (polled[0].revents) read_signals();
    }
    kill_late();
    look_at_workers();
    if (child_ended_) reap(results);
    give_up_undying(results);
    return results;
}

void WorkerPool::hear(Worker& worker) {
    std::array<char, 4096> buffer;
    // More than a pipe holds; a worker may write faster than it is read.
    for (int pieces = 0; pieces < 32; ++pieces) {
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
    // That is not this letter's doing, which the worker has not read.
    worker.only_waited = !worker.told();
    const std::string fault = !answer          ? "it is none"
                              : !worker.told() ? "it came before the worker knew the letter"
                              : !worker.busy() ? "nobody asked for it"
                                               : fault_of_answer(*answer, worker.job, plan_);
    if (!fault.empty()) return kill(worker, answer_not_believed(fault));
    in_vain_ = 0;
    worker.answered = true;
    if (!worker.job.only_hash) ++worker.letters;
    const bool replaced = worn(worker, *answer);
    worker.cpu_before = cpu_seconds_of(worker.process);
    results.push_back({.job = worker.job.number, .answer = std::move(answer), .fault = {}, .said = {}});
    worker.job = Job();
    // It has a new one in its place when it has ended, which is not left to it: it may have been taken over.
    if (replaced && worker.open) {
        worker.open = false;
        worker.files.socket.close();
        kill_group(worker.process);
    }
}

/// The worker has done enough, or something that the next letter should not suffer from.
bool WorkerPool::worn(const Worker& worker, const Answer& answer) const {
    std::error_code ignored;
    return !std::filesystem::is_empty(folder_of(worker), ignored) ||
           (settings_.letters_per_worker > 0 && worker.letters >= settings_.letters_per_worker) ||
           (settings_.memory_mark > 0 && answer.memory > settings_.memory_mark) ||
           answer.outcome.status == LetterStatus::quarantined ||
           tells_of_damage(answer.outcome.diagnostics, plan_);
}

void WorkerPool::kill(Worker& worker, Diagnostic reason) {
    if (const PlannedStage* stage = stage_at(plan_, words_[position_of(worker)].stage))
        reason.stage = stage->name();
    if (!worker.reason) worker.killed = Clock::now();
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
    std::vector<std::pair<pid_t, ProcessEnd>> ended;
    while (const pid_t process = ::waitpid(-1, &status, WNOHANG)) {
        if (process < 0 && errno == EINTR) continue;
        if (process < 0) break;
        ended.emplace_back(process, end_of(status));
        if (fork_server_ && process == fork_server_->process()) fork_server_->ended();
        if (process == left_alone_) {
            left_alone_ = -1;
            left_alone_ended_(ended.back().second);
        }
    }
    // When it is known whether the process is there that workers come from: all of them may have been ended
    // at once.
    for (const auto& [process, end] : ended)
        for (Worker& worker : workers_)
            if (worker.process == process) bury(worker, end, results);
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
        result.only_waited = worker.only_waited;
        // An answer that is not believed may be the doing of a letter that the worker had before.
        const bool disbelieved = worker.reason && worker.reason->code == codes::worker_answer.code;
        result.from_outside = worker.only_waited || (disbelieved && worker.letters > 0) ||
                              (!worker.reason && is_from_outside(end));
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
    remove_folder(folder_of(worker));
    worker.number += workers_.size();
    hire(worker);
}

/// What workers started and left behind became children of this process when they ended. False when they cannot be found.
bool WorkerPool::kill_strangers() {
    const std::string self = std::to_string(::getpid());
    std::ifstream children("/proc/" + self + "/task/" + self + "/children");
    if (!children) return false;
    for (pid_t child = 0; children >> child;) {
        const bool known = child == left_alone_ || (fork_server_ && fork_server_->process() == child) ||
                           std::any_of(workers_.begin(), workers_.end(), [&](const Worker& one) {
                               return one.process == child || one.process < 0;  // one of them may be new
                           });
        if (!known) kill_group(child);
    }
    return true;
}

}  // namespace sheaf
