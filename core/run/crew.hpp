// The worker processes of a batch, as the batch sees them: who is free, who answered, who misbehaved.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "run/clock.hpp"
#include "run/nursery.hpp"

namespace sheaf {

struct CrewSettings {
    std::size_t workers = 1;
    ProcessLimits limits;                ///< for one letter
    std::size_t letters_per_worker = 0;  ///< after so many a worker is replaced; 0: never
    std::uint64_t memory_mark = 0;  ///< bytes: a worker that holds more after a letter is replaced; 0: never
    WorkerSettings worker;
};

/// What came of a job: an answer, or the fault that ended the worker.
struct JobResult {
    std::uint64_t job = 0;
    std::optional<Answer> answer;
    std::optional<Diagnostic> fault;
    std::string
        said;  ///< the end of what the worker wrote to standard output and standard error before the fault
    double seconds = 0;  ///< on the clock
};

/// Single-threaded: everything happens in `wait`. While there is one, this process takes in orphans of its workers, and
/// SIGINT, SIGTERM and SIGCHLD are read, not delivered.
class Crew {
  public:
    Crew(const Plan& plan, const CrewSettings& settings);
    /// Kills whoever is left.
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Creates the stages and the workers. What went wrong is said; nothing can be given then.
    std::vector<Diagnostic> start();
    bool started() const { return started_; }

    bool has_free() const;
    bool busy() const;
    /// To a free worker.
    void give(const Job& job);
    /// Waits until something happens, at most so long (milliseconds; negative: as long as it takes). Throws
    /// `StageError` (`worker-failed`) when no worker can be had any more.
    std::vector<JobResult> wait(int milliseconds);

    /// How often SIGINT or SIGTERM came.
    int stop_signals() const { return stop_signals_; }

  private:
    struct Worker {
        NewWorker files;
        pid_t process = -1;  ///< -1 until it has said its number
        Frames frames;
        std::string said;
        std::size_t letters = 0;
        std::uint64_t job = 0;  ///< 0: free
        Clock::time_point since;
        std::optional<Diagnostic> reason;  ///< why it was killed
        bool open = false;                 ///< its socket is

        bool free() const { return process > 0 && open && job == 0 && !reason; }
    };

    void hire(Worker& worker);
    void read(Worker& worker, std::vector<JobResult>& results);
    void hear(Worker& worker);
    void take(Worker& worker, const std::string& bytes, std::vector<JobResult>& results);
    void kill_late();
    void kill(Worker& worker, Diagnostic reason);
    void read_signals();
    void reap(std::vector<JobResult>& results);
    void bury(Worker& worker, const ProcessEnd& end, std::vector<JobResult>& results);
    void kill_strangers();
    int patience(int milliseconds) const;
    std::size_t position_of(const Worker& worker) const {
        return static_cast<std::size_t>(&worker - workers_.data());
    }

    const Plan& plan_;
    const CrewSettings settings_;
    std::span<LastWords> words_;  ///< shared memory
    std::unique_ptr<Nursery> nursery_;
    std::vector<Worker> workers_;
    OwnedFile signals_;
    bool started_ = false;
    bool child_ended_ = false;
    int stop_signals_ = 0;
    std::size_t in_vain_ = 0;  ///< workers that ended without a job, one after the other
};

}  // namespace sheaf
