// The worker processes of a batch, as the batch sees them: who is free, who answered, who misbehaved.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "archive/fork_server.hpp"
#include "base/clock.hpp"

namespace sheaf {

struct PoolSettings {
    std::size_t workers = 1;
    std::size_t hashers = 0;  ///< more processes, which only hash letters: no letter takes them over
    ProcessLimits limits;     ///< for one letter
    std::size_t letters_per_worker = 0;  ///< after so many a worker is replaced; 0: never
    std::uint64_t memory_mark =
        0;  ///< bytes: a worker that has gained more after a letter is replaced; 0: never
    WorkerSettings worker;
};

/// As the table `[batch]` of a pipeline file says: one worker.
PoolSettings pool_settings(const Options& batch, std::string password);

/// What came of a job: an answer, or the fault that ended the worker.
struct JobResult {
    std::uint64_t job = 0;
    std::optional<Answer> answer;
    std::optional<Diagnostic> fault;
    /// The fault need not be the letter's: others killed the worker, it only waited, or it gave an answer that is not
    /// believed and had read other letters before.
    bool from_outside = false;
    bool only_waited =
        false;  ///< the worker was late and had not used the processor, or did not take the job
    std::string
        said;  ///< the end of what the worker wrote to standard output and standard error before the fault
    double seconds = 0;  ///< on the clock
};

/// Single-threaded: everything happens in `wait`. While there is one, this process takes in orphans of its workers, and
/// SIGINT, SIGTERM and SIGCHLD are read, not delivered.
class WorkerPool {
  public:
    /// Throws `StageError` (`worker-failed`).
    WorkerPool(const Plan& plan, const PoolSettings& settings);
    /// Kills whoever is left.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// A child of this process that is none of the pool's: it may live as long as the pool, which waits for all children and
    /// calls `ended` when this one has ended.
    void leave_alone(pid_t process, std::function<void(const ProcessEnd&)> ended) {
        left_alone_ = process;
        left_alone_ended_ = std::move(ended);
    }

    /// Creates the stages and the workers. What went wrong is said; nothing can be given then.
    std::vector<Diagnostic> start();
    bool started() const { return started_; }

    /// Whether a job can be given: one that wants nothing but a letter's hash, or another.
    bool has_free(bool only_hash) const;
    bool busy() const;
    /// To a free worker of those for such jobs, with the letter and the stored document to read; those that are not open are
    /// not passed. The job's scratch folder is the pool's to name until the answer: then it is what the job says.
    void give(const Job& job, const OwnedFile& letter, const OwnedFile& document);
    /// Waits until something happens, at most so long (milliseconds; negative: as long as it takes). Throws
    /// `StageError` (`worker-failed`) when no worker can be had any more.
    std::vector<JobResult> wait(int milliseconds);

    /// How often SIGINT or SIGTERM came.
    int stop_signals() const { return stop_signals_; }

  private:
    /// How long a process that was killed is waited for.
    static constexpr double longest_death = 5;  // seconds

    struct Worker {
        std::uint64_t number = 0;  ///< no other worker had it before: its folder's
        NewWorker files;
        pid_t process = -1;  ///< -1 until it has said its number
        Frames frames;
        std::string said;
        std::size_t letters = 0;
        Job job;                          ///< number 0: free
        std::string message;              ///< which tells it of the job
        std::size_t sent = 0;             ///< bytes of the message
        std::filesystem::path workplace;  ///< where it has the job's scratch folder
        double cpu_before =
            0;  ///< seconds of processor time that it had used when it got the job, or gave it back
        Clock::time_point since;
        std::optional<Diagnostic> reason;  ///< why it was killed
        Clock::time_point killed;
        bool only_waited = false;  ///< as in `JobResult`
        bool open = false;         ///< its socket is
        bool answered = false;

        bool busy() const { return job.number != 0; }
        bool told() const { return sent == message.size(); }
        bool free() const { return process > 0 && open && !busy() && !reason; }
    };

    bool can_have(const Worker& worker, bool only_hash) const {
        return worker.free() && (position_of(worker) >= settings_.workers) == only_hash;
    }

    void hire(Worker& worker);
    void make_folder(Worker& worker) const;
    std::filesystem::path folder_of(const Worker& worker) const {
        return settings_.worker.folder(worker.number);
    }
    static void tell(Worker& worker);
    void read(Worker& worker, std::vector<JobResult>& results);
    void hear(Worker& worker);
    void take(Worker& worker, const std::string& bytes, std::vector<JobResult>& results);
    bool worn(const Worker& worker, const Answer& answer) const;
    void kill_late();
    void give_up_undying(std::vector<JobResult>& results);
    bool wrote_too_much(const Worker& worker) const;
    std::optional<Diagnostic> excess_of(const Worker& worker) const;
    void look_at_workers();
    void kill(Worker& worker, Diagnostic reason);
    void read_signals();
    void reap(std::vector<JobResult>& results);
    void wait_for_the_last();
    void bury(Worker& worker, const ProcessEnd& end, std::vector<JobResult>& results);
    bool kill_strangers();
    int patience(int milliseconds) const;
    std::size_t position_of(const Worker& worker) const {
        return static_cast<std::size_t>(&worker - workers_.data());
    }

    const Plan& plan_;
    const PoolSettings settings_;
    pid_t left_alone_ = -1;
    std::function<void(const ProcessEnd&)> left_alone_ended_;
    std::span<LastWords> words_;  ///< shared memory
    std::unique_ptr<ForkServer> fork_server_;
    std::vector<Worker> workers_;
    OwnedFile signals_;
    Clock::time_point looked_;  ///< at what workers use
    bool started_ = false;
    bool child_ended_ = false;
    int stop_signals_ = 0;
    std::size_t in_vain_ = 0;  ///< workers that ended without a job, one after the other
    std::size_t undying_ = 0;  ///< workers that were killed and have not ended: they wait for a file system
};

}  // namespace sheaf
