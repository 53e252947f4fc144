#include "confine/confine.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>

#include "confine/probe.hpp"

using namespace sheaf;

namespace {

constexpr int not_confined = 255;

/// What becomes of a call in a process that was confined: 0, or the error; the negative number of the signal that ended it.
template <class Call>
int result_of(Work work, const Call& call) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (!confine({work, {}, {}})) ::_exit(not_confined);
        ::_exit(call() < 0 ? errno : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

long clone_with(unsigned long flags) {
    const long made = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (made == 0) ::_exit(0);
    return made;
}

long limit_of(pid_t process) {
    rlimit limit{};
    return ::prlimit(process, RLIMIT_NOFILE, nullptr, &limit);
}

}  // namespace

TEST_CASE("A process that runs programs starts processes, and makes no space of its own for them") {
    if (!has_call_filters()) {
        WARN("this system has no filters of calls: skipped");
        return;
    }
    CHECK(result_of(Work::runs_commands, [] { return clone_with(0); }) == 0);
    for (const unsigned long space : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET})
        CHECK(result_of(Work::runs_commands, [&] { return clone_with(space); }) == EPERM);
    CHECK(result_of(Work::runs_commands, [] { return ::unshare(CLONE_NEWUSER); }) == EPERM);
#ifdef SYS_clone3
    CHECK(result_of(Work::runs_commands, [] { return ::syscall(SYS_clone3, nullptr, 0); }) == ENOSYS);
#endif
    CHECK(result_of(Work::forks_workers, [] { return clone_with(CLONE_NEWUSER); }) == -SIGSYS);
}

TEST_CASE("No confined process reaches the limits of another") {
    if (!has_call_filters()) {
        WARN("this system has no filters of calls: skipped");
        return;
    }
    const pid_t other = ::getpid();
    CHECK(result_of(Work::runs_commands, [&] { return limit_of(other); }) == EPERM);
    CHECK(result_of(Work::forks_workers, [&] { return limit_of(other); }) == -SIGSYS);
    CHECK(result_of(Work::reads_letters, [&] { return limit_of(other); }) == -SIGSYS);
    for (const Work work : {Work::runs_commands, Work::forks_workers, Work::reads_letters})
        CHECK(result_of(work, [] { return limit_of(0); }) == 0);
}

TEST_CASE(
    "A worker opens files as libraries do, and neither empties what it may only read nor makes files without "
    "a name") {
    if (!has_call_filters()) {
        WARN("this system has no filters of calls: skipped");
        return;
    }
    const auto opened = [](int flags) {
        return result_of(Work::reads_letters, [flags] { return ::open("/dev/null", flags | O_CLOEXEC); });
    };
    for (const int flags : {O_RDONLY, O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_RDWR | O_TRUNC})
        CHECK(opened(flags) == 0);
    CHECK(opened(O_RDONLY | O_TRUNC) == ENOSYS);
    CHECK(result_of(Work::reads_letters, [] { return ::open("/usr", O_TMPFILE | O_RDWR, 0600); }) == ENOSYS);
}

TEST_CASE("A worker does not make the system send signals for it") {
    if (!has_call_filters()) {
        WARN("this system has no filters of calls: skipped");
        return;
    }
    const auto controlled = [](int command, int value) {
        return result_of(Work::reads_letters, [=] { return ::fcntl(STDERR_FILENO, command, value); });
    };
    CHECK(controlled(F_GETFL, 0) == 0);
    CHECK(controlled(F_SETFD, FD_CLOEXEC) == 0);
    CHECK(controlled(F_SETOWN, ::getpid()) == ENOSYS);
    CHECK(controlled(F_SETSIG, SIGKILL) == ENOSYS);
    CHECK(controlled(F_SETFL, O_ASYNC) == ENOSYS);
    CHECK(controlled(F_SETLEASE, F_RDLCK) == ENOSYS);
}
