#include "confine/probe.hpp"

#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace sheaf {

Confine confine_named(const std::string& name) {
    return name == "off" ? Confine::off : name == "require" ? Confine::require : Confine::attempt;
}

int landlock_version() noexcept {
    constexpr unsigned ask_for_version = 1;
    const int version = static_cast<int>(::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_for_version));
    // The first version forbids moving files between folders, which whoever writes the archive has to do.
    return version < 2 ? 0 : version;
}

bool has_call_filters() noexcept {
    const unsigned action = SECCOMP_RET_TRAP;
    return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

std::vector<std::string> missing_confinement() {
    std::vector<std::string> missing;
    if (landlock_version() == 0)
        missing.emplace_back("Landlock, by which a worker is shown no files but its own");
    if (!has_call_filters())
        missing.emplace_back("seccomp filters, by which a worker can start no programs and no connections");
    return missing;
}

}  // namespace sheaf
