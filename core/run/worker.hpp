// A worker process of a batch: converts one letter after the other.
#pragma once

#include <atomic>
#include <cstdint>

#include "run/convert.hpp"
#include "run/message.hpp"

namespace sheaf {

/// What a worker leaves in memory that it shares with the batch, so that it is there after its death.
struct LastWords {
    static constexpr std::uint32_t host = 0xFFFFFFFF;
    std::atomic<std::uint32_t> stage =
        host;  ///< position among the plan's stages: inputs, transforms, outputs
    std::atomic<std::uint64_t> fault_address = 0, stack_pointer = 0;  ///< of a memory fault
};

/// The plan's stage at the position that `LastWords` holds; null for the host, and for nonsense.
const PlannedStage* stage_at(const Plan& plan, std::uint32_t position);
/// The position of a stage's declaration in the plan.
std::uint32_t position_of(const Plan& plan, const StageSpec& stage);

struct WorkerSettings {
    std::uint64_t cpu_seconds = 0;     ///< of processor time for one letter; 0: no limit
    std::uint64_t largest_letter = 0;  ///< bytes; 0: no limit
    bool sync = true;                  ///< outputs are on the disk before the answer is given
    std::string password;
};

/// Answers jobs until the socket is closed. Ends the process.
[[noreturn]] void work(const Plan& plan, LiveStages& stages, const WorkerSettings& settings, int socket,
                       LastWords& words);

/// Notes where a memory fault was before it kills the process, on a stack of its own.
void note_faults(LastWords& words);

}  // namespace sheaf
