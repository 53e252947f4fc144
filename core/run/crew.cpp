#include "run/crew.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <fstream>
#include <new>

#include "plugin/codes.hpp"

namespace sheaf {

namespace {

constexpr std::size_t said_kept = 1000;  // bytes
constexpr std::size_t most_in_vain = 5;

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

Crew::Crew(const Plan& plan, const CrewSettings& settings)
    : plan_(plan),
      settings_(settings),
      words_(shared_words(settings.workers + 1)),
      workers_(settings.workers) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const sigset_t set = read_signals_set();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    signals_ = OwnedFile(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
}

Crew::~Crew() {
    for (const Worker& worker : workers_) kill_group(worker.process);
    nursery_.reset();
    // A worker that was just forked has not said its number; without its socket it ends by itself.
    workers_.clear();
    do kill_strangers();
    while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR);
    ::munmap(words_.data(), words_.size_bytes());
    const sigset_t set = read_signals_set();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
    ::prctl(PR_SET_CHILD_SUBREAPER, 0);
}

std::vector<Diagnostic> Crew::start() {
    nursery_ = std::make_unique<Nursery>(plan_, settings_.worker, settings_.limits, words_);
    std::vector<Diagnostic> problems = nursery_->start();
    if (!problems.empty()) return problems;
    for (Worker& worker : workers_) hire(worker);
    started_ = true;
    return {};
}

void Crew::hire(Worker& worker) {
    worker = Worker();
    if (nursery_->process() < 0)
        if (auto problems = nursery_->start(); !problems.empty())
            throw StageError(problems.front().code, problems.front().message, problems.front().hint);
    worker.files = nursery_->spawn(position_of(worker));
    worker.open = true;
}

bool Crew::has_free() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& one) { return one.free(); });
}

bool Crew::busy() const {
    return std::any_of(workers_.begin(), workers_.end(), [](const Worker& one) { return one.job != 0; });
}

void Crew::give(const Job& job) {
    for (Worker& worker : workers_) {
        if (!worker.free()) continue;
        worker.job = job.number;
        worker.since = Clock::now();
        worker.said.clear();
        // When nobody reads it, the worker's death is noticed with the job in its hands.
        send_all(worker.files.socket.number(), framed(job));
        return;
    }
}

std::vector<JobResult> Crew::wait(int milliseconds) {
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
    if (child_ended_) reap(results);
    return results;
}

/// Until the first deadline.
int Crew::patience(int milliseconds) const {
    if (child_ended_) return 0;
    if (settings_.limits.seconds <= 0) return milliseconds;
    double wait = milliseconds < 0 ? 1e9 : milliseconds;
    for (const Worker& worker : workers_)
        if (worker.job != 0 && !worker.reason)
            wait = std::min(wait, (settings_.limits.seconds - seconds_since(worker.since)) * 1000 + 1);
    return static_cast<int>(std::clamp(wait, 0.0, 1e9));
}

void Crew::hear(Worker& worker) {
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

void Crew::read(Worker& worker, std::vector<JobResult>& results) {
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

void Crew::take(Worker& worker, const std::string& bytes, std::vector<JobResult>& results) {
    if (worker.process < 0) {
        worker.process = unpacked<pid_t>(bytes).value_or(0);
        return;
    }
    auto answer = unpacked<Answer>(bytes);
    if (!answer || worker.job == 0 || answer->number != worker.job)
        return kill(worker,
                    diagnose(codes::worker_answer, "the worker process sent an answer that nobody asked for",
                             {}, "this is a defect of a plugin"));
    in_vain_ = 0;
    ++worker.letters;
    const bool worn = (settings_.letters_per_worker > 0 && worker.letters >= settings_.letters_per_worker) ||
                      (settings_.memory_mark > 0 && answer->memory > settings_.memory_mark) ||
                      answer->outcome.status == LetterStatus::quarantined;
    results.push_back({worker.job, std::move(answer), std::nullopt, {}, 0});
    worker.job = 0;
    // Without its socket it ends by itself, and is replaced when it has.
    if (worn && worker.open) {
        worker.open = false;
        worker.files.socket.close();
    }
}

void Crew::kill_late() {
    if (settings_.limits.seconds <= 0) return;
    for (Worker& worker : workers_) {
        if (worker.job == 0 || worker.reason || seconds_since(worker.since) < settings_.limits.seconds)
            continue;
        const ProcessEnd end{ProcessEnd::How::timed_out,
                             static_cast<int>(std::ceil(settings_.limits.seconds))};
        kill(worker, fault_of(end, words_[position_of(worker)], plan_, settings_.limits));
    }
}

void Crew::kill(Worker& worker, Diagnostic reason) {
    if (const PlannedStage* stage = stage_at(plan_, words_[position_of(worker)].stage))
        reason.stage = stage->name();
    worker.reason = std::move(reason);
    kill_group(worker.process);
}

void Crew::read_signals() {
    signalfd_siginfo info{};
    while (::read(signals_.number(), &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            child_ended_ = true;
        else
            ++stop_signals_;
    }
}

/// Waits for every child that has ended.
void Crew::reap(std::vector<JobResult>& results) {
    child_ended_ = false;
    int status = 0;
    while (const pid_t ended = ::waitpid(-1, &status, WNOHANG)) {
        if (ended < 0 && errno == EINTR) continue;
        if (ended < 0) break;
        if (nursery_ && ended == nursery_->process()) nursery_->ended();
        for (Worker& worker : workers_)
            if (worker.process == ended) bury(worker, end_of(status), results);
    }
    for (Worker& worker : workers_) {
        if (worker.open || worker.reason) continue;
        if (worker.process < 0) {
            // It ended before it could say its number.
            bury(worker, {}, results);
        } else if (worker.job != 0) {
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
void Crew::bury(Worker& worker, const ProcessEnd& end, std::vector<JobResult>& results) {
    hear(worker);
    read(worker, results);  // an answer that was complete before the end counts
    kill_group(worker.process);
    if (worker.job != 0) {
        JobResult result;
        result.job = worker.job;
        result.seconds = seconds_since(worker.since);
        result.said = worker.said;
        result.fault = worker.reason ? *worker.reason
                                     : fault_of(end, words_[position_of(worker)], plan_, settings_.limits);
        results.push_back(std::move(result));
    }
    const bool in_vain = worker.letters == 0 && worker.job == 0;
    in_vain_ = in_vain ? in_vain_ + 1 : 0;
    if (in_vain_ > most_in_vain)
        throw StageError(codes::worker_failed.code, "worker processes end before they are given a letter",
                         "look for limits on processes and memory");
    kill_strangers();
    hire(worker);
}

/// What workers started and left behind became children of this process when they ended.
void Crew::kill_strangers() {
    const std::string self = std::to_string(::getpid());
    std::ifstream children("/proc/" + self + "/task/" + self + "/children");
    for (pid_t child = 0; children >> child;) {
        const bool known = (nursery_ && nursery_->process() == child) ||
                           std::any_of(workers_.begin(), workers_.end(), [&](const Worker& one) {
                               return one.process == child || one.process < 0;  // one of them may be new
                           });
        if (!known) kill_group(child);
    }
}

}  // namespace sheaf
