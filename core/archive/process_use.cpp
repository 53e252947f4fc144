#include "archive/process_use.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>

#include "base/owned_file.hpp"

namespace sheaf {

double cpu_seconds_of(pid_t process) {
    clockid_t clock{};
    timespec used{};
    if (process <= 0 || ::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        return 0;
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

std::size_t threads_of(pid_t process) {
    const OwnedFile file(
        ::open(("/proc/" + std::to_string(process) + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 1024> text{};  // the last byte stays 0
    if (!file || ::read(file.number(), text.data(), text.size() - 1) <= 0) return 0;
    // The second field is the process's name, in parentheses, and may hold anything; the twentieth is the
    // number.
    const char* const name_end = std::strrchr(text.data(), ')');
    std::size_t threads = 0;
    const int found = name_end ? std::sscanf(name_end + 1,
                                             " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
                                             "%*d %*d %zu",
                                             &threads)
                               : 0;
    return found == 1 ? threads : 0;
}

}  // namespace sheaf
