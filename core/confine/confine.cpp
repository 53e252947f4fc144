#include "confine/confine.hpp"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "confine/calls.hpp"
#include "confine/landlock.hpp"

namespace sheaf {

namespace {

/// All of them, also those that a program might get by being started.
bool drop_capabilities() {
    for (int one = 0; ::prctl(PR_CAPBSET_READ, one) >= 0; ++one) ::prctl(PR_CAPBSET_DROP, one);
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    return ::syscall(SYS_capset, &head, none.data()) == 0;
}

}  // namespace

bool confine(const Confinement& confinement) {
    bool done = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    // What was made for others, under their names, is no file of a worker: root loses the right to read all.
    done = drop_capabilities() && done;
    // Workers measure their memory by files of /proc, which they could not open any more.
    if (confinement.work == Work::reads_letters) ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    done = restrict_files(confinement) && done;
    return restrict_calls(confinement.work) && done;
}

}  // namespace sheaf
