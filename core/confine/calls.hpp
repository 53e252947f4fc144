// Which calls of the system a process may make, by seccomp.
#pragma once

#include "confine/confine.hpp"

namespace sheaf {

/// For this process and all that it starts. A call that only an attack makes raises SIGSYS; what is merely not
/// needed gives an error. False when the kernel has filters and refused.
[[nodiscard]] bool restrict_calls(Work work);

}  // namespace sheaf
