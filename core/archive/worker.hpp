// A worker process of a batch: converts one letter after the other.
#pragma once

#include <atomic>
#include <cstdint>

#include "archive/message.hpp"
#include "confine/confine.hpp"
#include "confine/probe.hpp"
#include "run/convert.hpp"

namespace sheaf {

/// What a worker leaves in memory that it shares with the batch, so that it is there after its death: a page
/// of its own, so that a worker need not have those of others.
struct alignas(4096) LastWords {
    static constexpr std::uint32_t host = 0xFFFFFFFF;
    std::atomic<std::uint32_t> stage =
        host;  ///< position among the plan's stages: inputs, transforms, outputs
    std::atomic<std::uint64_t> fault_address = 0, stack_pointer = 0;  ///< of a memory fault
    std::atomic<int> forbidden_call = -1;  ///< the call of the system that ended the worker
};

/// The plan's stage at the position that `LastWords` holds; null for the host, and for nonsense.
const PlannedStage* stage_at(const Plan& plan, std::uint32_t position);
/// The position of a stage's declaration in the plan.
std::uint32_t position_of(const Plan& plan, const StageSpec& stage);

struct WorkerSettings {
    std::uint64_t cpu_seconds = 0;     ///< of processor time for one letter; 0: no limit
    std::uint64_t largest_letter = 0;  ///< bytes; 0: no limit
    std::string password;
    Confine confine = Confine::attempt;
    std::filesystem::path work_folder;  ///< below it each worker has its own

    /// To which the worker of that number may write.
    std::filesystem::path folder(std::uint64_t number) const {
        return work_folder / ("worker-" + std::to_string(number));
    }
};

/// What a process that reads letters by this plan, and writes to this folder, has to be able to do.
Confinement confinement_of(const Plan& plan, const std::filesystem::path& folder);
/// That the system has what confines workers and did not do it.
Diagnostic refused_confinement();

/// Confines this process to the folder and answers jobs until the socket is closed. Ends the process.
[[noreturn]] void work(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, int socket,
                       LastWords& words, const std::filesystem::path& folder);

/// Notes where a memory fault was, or which call of the system was forbidden, before it kills the process, on a stack of its
/// own.
void note_faults(LastWords& words);

}  // namespace sheaf
