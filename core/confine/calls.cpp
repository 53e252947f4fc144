#include "confine/calls.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>

#include "confine/probe.hpp"

namespace sheaf {

namespace {

/// What letters are read with: memory, files, threads, the clock. Names that a processor does not have are passed over.
constexpr std::initializer_list<const char*> needed = {
    // memory
    "brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "msync", "mincore", "membarrier",
    // files that are open, and those that Landlock leaves
    "read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "lseek", "creat", "close",
    "close_range", "dup", "dup2", "dup3", "fstat", "stat", "lstat", "newfstatat", "statx", "access",
    "faccessat", "faccessat2", "getdents", "getdents64", "readlink", "readlinkat", "mkdir", "mkdirat",
    "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2", "ftruncate", "fallocate", "fsync",
    "fdatasync", "sync_file_range", "copy_file_range", "sendfile", "fadvise64", "umask", "getcwd", "statfs",
    "fstatfs", "flock", "pipe", "pipe2", "poll", "ppoll", "select", "pselect6", "epoll_create1", "epoll_ctl",
    "epoll_wait", "epoll_pwait", "eventfd2", "shutdown",
    // this process and its threads
    "exit", "exit_group", "getpid", "getppid", "gettid", "getpgrp", "getpgid", "getuid", "geteuid", "getgid",
    "getegid", "getrusage", "getrlimit", "setrlimit", "sched_yield", "sched_getaffinity", "sched_getparam",
    "sched_getscheduler", "sched_get_priority_max", "sched_get_priority_min", "getcpu", "set_tid_address",
    "set_robust_list", "get_robust_list", "rseq", "futex", "arch_prctl", "wait4", "waitid", "uname",
    "sysinfo", "times", "getrandom", "restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
    "rt_sigpending", "rt_sigtimedwait", "sigaltstack", "pause",
    // the clock
    "clock_gettime", "clock_getres", "gettimeofday", "time", "nanosleep", "clock_nanosleep"};

/// What nobody makes who reads letters or forks workers, whatever the library: only an attack does.
constexpr std::initializer_list<const char*> forbidden = {"ptrace",
                                                          "process_vm_readv",
                                                          "process_vm_writev",
                                                          "process_madvise",
                                                          "pidfd_getfd",
                                                          "pidfd_send_signal",
                                                          "unshare",
                                                          "setns",
                                                          "mount",
                                                          "umount2",
                                                          "move_mount",
                                                          "open_tree",
                                                          "fsopen",
                                                          "fsmount",
                                                          "mount_setattr",
                                                          "pivot_root",
                                                          "chroot",
                                                          "bpf",
                                                          "perf_event_open",
                                                          "userfaultfd",
                                                          "io_uring_setup",
                                                          "init_module",
                                                          "finit_module",
                                                          "delete_module",
                                                          "kexec_load",
                                                          "kexec_file_load",
                                                          "reboot",
                                                          "swapon",
                                                          "swapoff",
                                                          "acct",
                                                          "quotactl",
                                                          "add_key",
                                                          "request_key",
                                                          "keyctl",
                                                          "open_by_handle_at",
                                                          "kcmp",
                                                          "settimeofday",
                                                          "clock_settime",
                                                          "clock_adjtime",
                                                          "adjtimex",
                                                          "sethostname",
                                                          "setdomainname",
                                                          "iopl",
                                                          "ioperm",
                                                          "mknod",
                                                          "mknodat"};
constexpr std::initializer_list<const char*> programs = {"execve", "execveat"};
constexpr std::initializer_list<const char*> processes = {"fork", "vfork"};
constexpr std::initializer_list<const char*> connections = {"socket", "socketpair", "connect", "bind",
                                                            "listen", "accept",     "accept4"};

/// A condition on an argument of a call: what libseccomp's own macros write as C has it and C++ has not.
constexpr scmp_arg_cmp argument(unsigned position, scmp_compare how, scmp_datum_t value,
                                scmp_datum_t second = 0) {
    return {position, how, value, second};
}

class Filter {
  public:
    explicit Filter(std::uint32_t otherwise) : filter_(seccomp_init(otherwise)) {}

    template <class... Conditions>
    void rule(std::uint32_t action, const char* name, const Conditions&... conditions) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR) return;
        const int refused =
            seccomp_rule_add(filter_.get(), action, call, sizeof...(conditions), conditions...);
        // A call of another processor cannot be made here.
        failed_ = failed_ || (refused != 0 && refused != -EDOM);
    }
    void rules(std::uint32_t action, std::initializer_list<const char*> names) {
        for (const char* const name : names) rule(action, name);
    }
    bool load() const { return filter_ && !failed_ && seccomp_load(filter_.get()) == 0; }

  private:
    struct Release {
        void operator()(void* filter) const { seccomp_release(filter); }
    };
    std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, Release> filter_{nullptr};
    bool failed_ = false;
};

/// What a worker does with the files that it has open. Not who is told of a change, and by which signal: before the sixth
/// version of Landlock that reaches every process of the user.
constexpr std::initializer_list<int> controls_of_files = {F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,     F_SETFD,
                                                          F_GETFL,     F_GETLK,         F_SETLK,     F_SETLKW,
                                                          F_OFD_GETLK, F_OFD_SETLK,     F_OFD_SETLKW};

constexpr std::initializer_list<int> spaces = {CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
                                               CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET};

/// Opens files: by flags that can be seen, so not by `openat2`. A file that has no name is not weighed with the folder, and
/// one that is opened for reading is not emptied: before the third version of Landlock nothing else keeps it from that.
void allow_opening(Filter& filter) {
    for (const auto& [name, flags] : {std::pair{"open", 1U}, std::pair{"openat", 2U}}) {
        constexpr scmp_datum_t nameless = O_TMPFILE & ~O_DIRECTORY, how = O_ACCMODE | O_TRUNC;
        filter.rule(SCMP_ACT_ALLOW, name, argument(flags, SCMP_CMP_MASKED_EQ, nameless | O_TRUNC, 0));
        for (const scmp_datum_t written : {O_WRONLY, O_RDWR})
            filter.rule(SCMP_ACT_ALLOW, name,
                        argument(flags, SCMP_CMP_MASKED_EQ, nameless | how, written | O_TRUNC));
    }
}

void allow_control_of_files(Filter& filter) {
    for (const int command : controls_of_files)
        filter.rule(SCMP_ACT_ALLOW, "fcntl", argument(1, SCMP_CMP_EQ, static_cast<scmp_datum_t>(command)));
    filter.rule(SCMP_ACT_ALLOW, "fcntl", argument(1, SCMP_CMP_EQ, F_SETFL),
                argument(2, SCMP_CMP_MASKED_EQ, O_ASYNC, 0));
    for (const scmp_datum_t request : {TCGETS, FIONREAD, FIOCLEX})
        filter.rule(SCMP_ACT_ALLOW, "ioctl", argument(1, SCMP_CMP_EQ, request));
}

/// On the socket on which jobs come: to whom it leads, and nobody else.
void allow_answers(Filter& filter) {
    filter.rule(SCMP_ACT_ALLOW, "sendto", argument(3, SCMP_CMP_EQ, MSG_NOSIGNAL),
                argument(4, SCMP_CMP_EQ, 0));
    filter.rule(SCMP_ACT_ALLOW, "recvfrom", argument(3, SCMP_CMP_EQ, 0));
    filter.rule(SCMP_ACT_ALLOW, "recvmsg", argument(2, SCMP_CMP_EQ, MSG_CMSG_CLOEXEC));
}

/// All is refused but what a letter is read with.
bool restrict_reader() {
    Filter filter(SCMP_ACT_ERRNO(ENOSYS));
    filter.rules(SCMP_ACT_ALLOW, needed);
    allow_opening(filter);
    allow_control_of_files(filter);
    allow_answers(filter);
    for (const auto& names : {forbidden, programs, processes}) filter.rules(SCMP_ACT_TRAP, names);
    // Libraries ask name services, and go on without them.
    filter.rules(SCMP_ACT_ERRNO(EACCES), connections);
    // Threads, and no processes; `clone3` is refused by ENOSYS, since its flags cannot be seen here.
    const auto threads = static_cast<scmp_datum_t>(CLONE_THREAD);
    filter.rule(SCMP_ACT_ALLOW, "clone", argument(0, SCMP_CMP_MASKED_EQ, threads, threads));
    filter.rule(SCMP_ACT_TRAP, "clone", argument(0, SCMP_CMP_MASKED_EQ, threads, 0));
    // Signals to itself, as `abort` sends one.
    const auto self = static_cast<scmp_datum_t>(::getpid());
    for (const char* const name : {"kill", "tgkill"}) {
        filter.rule(SCMP_ACT_ALLOW, name, argument(0, SCMP_CMP_EQ, self));
        filter.rule(SCMP_ACT_TRAP, name, argument(0, SCMP_CMP_NE, self));
    }
    filter.rule(SCMP_ACT_TRAP, "tkill");
    // Its own limits.
    filter.rule(SCMP_ACT_ALLOW, "prlimit64", argument(0, SCMP_CMP_EQ, 0));
    filter.rule(SCMP_ACT_TRAP, "prlimit64", argument(0, SCMP_CMP_NE, 0));
    filter.rule(SCMP_ACT_ALLOW, "prctl", argument(0, SCMP_CMP_EQ, PR_SET_NAME));
    filter.rule(SCMP_ACT_ALLOW, "prctl", argument(0, SCMP_CMP_EQ, PR_GET_NAME));
    return filter.load();
}

}  // namespace

bool restrict_calls(Work work) {
    if (!has_call_filters()) return true;
    if (work == Work::reads_letters) return restrict_reader();
    Filter filter(SCMP_ACT_ALLOW);
    // A program of the user has no handler that would tell of it.
    const bool commands = work == Work::runs_commands;
    const std::uint32_t refused = commands ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_TRAP;
    filter.rules(refused, forbidden);
    filter.rule(refused, "prlimit64", argument(0, SCMP_CMP_NE, 0));
    // A library may name a thread of its own.
    filter.rule(SCMP_ACT_ERRNO(EPERM), "sched_setaffinity", argument(0, SCMP_CMP_NE, 0));
    // Not those of `clone3`, whose flags cannot be seen here: libraries go on with `clone`.
    filter.rule(SCMP_ACT_ERRNO(ENOSYS), "clone3");
    for (const scmp_datum_t space : spaces)
        filter.rule(refused, "clone", argument(0, SCMP_CMP_MASKED_EQ, space, space));
    if (!commands) {
        filter.rules(SCMP_ACT_TRAP, programs);
        filter.rules(SCMP_ACT_ERRNO(EACCES), {"socket", "connect", "bind", "listen"});
    }
    return filter.load();
}

std::string name_of_call(int number) {
    const std::unique_ptr<char, void (*)(void*)> name(
        seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
    return name ? name.get() : "number " + std::to_string(number);
}

}  // namespace sheaf
