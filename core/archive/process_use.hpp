// What another process uses, as its parent may see it.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace sheaf {

/// Processor time of all its threads so far, in seconds; 0 when it is not known.
double cpu_seconds_of(pid_t process);

/// How many threads it has; 0 when it is not known.
std::size_t threads_of(pid_t process);

}  // namespace sheaf
