// How long something takes, and when it was.
#pragma once

#include <chrono>
#include <string>

namespace sheaf {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The time now, as the journal and the lock write it: `2026-04-07T01:30:00Z`.
std::string utc_now();

}  // namespace sheaf
