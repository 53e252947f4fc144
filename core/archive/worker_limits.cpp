// What a worker may use, as far as the pool sees to it and not the system.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "archive/process_use.hpp"
#include "archive/worker_pool.hpp"
#include "base/codes.hpp"
#include "base/scratch.hpp"
#include "confine/probe.hpp"

namespace sheaf {

namespace {

// A worker that used less of its time than this on the processor waited for something: a share, or a system
// under load.
constexpr double busy_share = 0.1;
constexpr int between_looks = 500;              // milliseconds between two looks at what workers use
constexpr std::uint64_t most_open_files = 256;  // of a worker: letters need a few
// Beyond one for each processor, which libraries like to have: letters need a few.
constexpr long most_threads = 64;
constexpr std::size_t most_undying = 64;
constexpr double most_idle_seconds = 2;  // of processor time, of a worker without a letter

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
    pool.worker = {pool.limits.cpu_seconds,
                   number("letter_mib") * mib,
                   std::move(password),
                   confine_named(batch.text("confine")),
                   {}};
    return pool;
}

/// Until the first deadline, or the next look.
int WorkerPool::patience(int milliseconds) const {
    if (child_ended_) return 0;
    double wait = milliseconds < 0 ? 1e9 : milliseconds;
    for (const Worker& worker : workers_) {
        if (worker.reason) wait = std::min(wait, (longest_death - seconds_since(worker.killed)) * 1000 + 1);
        if (worker.process <= 0 || worker.reason) continue;
        if (worker.busy() && settings_.limits.seconds > 0)
            wait = std::min(wait, (settings_.limits.seconds - seconds_since(worker.since)) * 1000 + 1);
        wait = std::min(wait, between_looks - seconds_since(looked_) * 1000 + 1);
    }
    return static_cast<int>(std::clamp(wait, 0.0, 1e9));
}

void WorkerPool::kill_late() {
    if (settings_.limits.seconds <= 0) return;
    for (Worker& worker : workers_) {
        if (!worker.busy() || worker.reason || seconds_since(worker.since) < settings_.limits.seconds)
            continue;
        const ProcessEnd end{ProcessEnd::How::timed_out,
                             static_cast<int>(std::ceil(settings_.limits.seconds))};
        const double used = cpu_seconds_of(worker.process) - worker.cpu_before;
        worker.only_waited = used < settings_.limits.seconds * busy_share || !worker.told();
        kill(worker, fault_of(end, words_[position_of(worker)], plan_, settings_.limits));
    }
}

/// A process that waits for a file system cannot be killed before that answers: its place is taken by another nonetheless.
void WorkerPool::give_up_undying(std::vector<JobResult>& results) {
    for (Worker& worker : workers_) {
        if (!worker.reason || seconds_since(worker.killed) < longest_death) continue;
        if (++undying_ > most_undying)
            throw StageError(codes::worker_failed.code,
                             "worker processes that were killed do not end: a file system does not answer",
                             "look at where the letters and the outputs are, and run the batch again");
        bury(worker, {}, results);
    }
}

/// A limit for each file is the system's to keep; this one is for all that the worker has written and that is still there.
bool WorkerPool::wrote_too_much(const Worker& worker) const {
    const std::uint64_t limit = settings_.limits.file_size;
    return limit > 0 && holds_more_than(folder_of(worker), limit);
}

/// What the worker uses beyond what the system keeps it from: it can raise its own limit of processor time.
std::optional<Diagnostic> WorkerPool::excess_of(const Worker& worker) const {
    const ProcessLimits& limits = settings_.limits;
    if (wrote_too_much(worker)) return sheaf::wrote_too_much(limits.file_size, nullptr);
    static const auto threads = static_cast<std::size_t>(most_threads + ::sysconf(_SC_NPROCESSORS_CONF));
    if (threads_of(worker.process) > threads)
        return diagnose(
            codes::stage_threads,
            "the worker process had more than " + std::to_string(threads) + " threads and was stopped", {},
            "this is a defect of a plugin, or the letter attacks the library that reads it");
    const double used = cpu_seconds_of(worker.process) - worker.cpu_before;
    // The system's own limit is in whole seconds, rounded up.
    const double most = worker.busy() ? static_cast<double>(limits.cpu_seconds) + 1 : most_idle_seconds;
    if (used <= most || (worker.busy() && limits.cpu_seconds == 0)) return std::nullopt;
    return fault_of({ProcessEnd::How::signalled, SIGXCPU}, words_[position_of(worker)], plan_, limits);
}

/// Also at those without a letter: one that was taken over goes on.
void WorkerPool::look_at_workers() {
    if (seconds_since(looked_) * 1000 < between_looks) return;
    looked_ = Clock::now();
    for (Worker& worker : workers_) {
        if (worker.process <= 0 || worker.reason) continue;
        if (auto excess = excess_of(worker)) kill(worker, std::move(*excess));
    }
}

}  // namespace sheaf
