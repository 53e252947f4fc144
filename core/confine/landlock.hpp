// Which files a process may open, by Landlock.
#pragma once

#include "confine/confine.hpp"

namespace sheaf {

/// For this process and all that it starts. False when the kernel has Landlock and refused.
[[nodiscard]] bool restrict_files(const Confinement& confinement);

}  // namespace sheaf
