// Where workers come from: a process in which the stages are created once, and which forks a worker when one
// is wanted.
//
// The batch itself runs no code of a plugin beyond the loading of its library. What a stage does when it is
// created is done in the fork_server, so that a crash there is an error of the plugin and not of the batch.
#pragma once

#include <sys/types.h>

#include <memory>
#include <span>
#include <vector>

#include "archive/worker.hpp"
#include "base/owned_file.hpp"
#include "base/process.hpp"

namespace sheaf {

/// A worker as the batch sees it.
struct NewWorker {
    OwnedFile socket;  ///< jobs go in, answers come out
    OwnedFile said;    ///< what it writes to standard output and standard error
};

class ForkServer {
  public:
    /// `words` has one for each worker and, at the end, one for the fork_server itself; it is shared memory.
    ForkServer(const Plan& plan, const WorkerSettings& worker, const ProcessLimits& limits,
               std::span<LastWords> words);
    ~ForkServer();
    ForkServer(const ForkServer&) = delete;
    ForkServer& operator=(const ForkServer&) = delete;

    /// Forks the fork_server and creates the stages in it. What went wrong is said, a crash included.
    std::vector<Diagnostic> start();

    /// A worker, whose folder is that of the number; its last words are at the position that the number has in turn. It first
    /// says its process number in a frame. Throws `StageError` (`worker-failed`).
    NewWorker spawn(std::uint64_t number);

    pid_t process() const { return process_; }
    /// To be called when the process has been waited for.
    void ended() { process_ = -1; }

  private:
    [[noreturn]] void run(int socket, pid_t batch);
    void confine_server(std::vector<Diagnostic>& problems) const;

    const Plan& plan_;
    const WorkerSettings& worker_;
    ProcessLimits limits_;
    std::span<LastWords> words_;
    OwnedFile socket_;
    pid_t process_ = -1;
};

/// That a worker lost its connection while it had a letter.
Diagnostic connection_closed();

/// That more was written for a letter than the limit (bytes) allows; the stage may be null.
Diagnostic wrote_too_much(std::uint64_t limit, const PlannedStage* stage);

/// Whether the process was ended by a signal by which people, services of the system and the system itself end others. A worker
/// can send it to nobody but itself.
bool is_from_outside(const ProcessEnd& end);

/// Why a process with these last words ended, as a diagnostic of the stage that was at work.
Diagnostic fault_of(const ProcessEnd& end, const LastWords& words, const Plan& plan,
                    const ProcessLimits& limits);

}  // namespace sheaf
