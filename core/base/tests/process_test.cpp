// A child process has its limits, and nothing of it is left.
#include "base/process.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using namespace sheaf::testing;
using Catch::Contains;
using How = ProcessEnd::How;

namespace {

Command shell(const std::string& script, std::string input = {}) {
    return {{"/bin/sh", "-c", script}, {"PATH=/usr/bin:/bin", "GREETING=hello"}, "/", std::move(input)};
}

ProcessLimits seconds(double amount) {
    ProcessLimits limits;
    limits.seconds = amount;
    return limits;
}

/// Whether the process is gone, or goes within two seconds.
bool ends(pid_t process) {
    for (int tries = 0; tries < 200; ++tries) {
        if (::kill(process, 0) != 0 && errno == ESRCH) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

}  // namespace

TEST_CASE("A command gets its input, its environment and its folder, and nothing else") {
    ::setenv("SHEAF_TEST_SECRET", "secret", 1);
    const auto run = run_command(
        shell("cat; echo $GREETING; pwd; echo \"[$SHEAF_TEST_SECRET]\"; ls /proc/self/fd | wc -l >&2",
              "input\n"),
        seconds(20));
    ::unsetenv("SHEAF_TEST_SECRET");
    CHECK(run.end.success());
    CHECK(run.out == "input\nhello\n/\n[]\n");
    CHECK(run.err == "4\n");  // the three streams, and the folder that ls reads
}

TEST_CASE("Input and output that are larger than any pipe pass without a standstill") {
    const std::string large(3'000'000, 'x');
    const auto run = run_command(shell("cat | cat", large), seconds(20));
    CHECK(run.end.success());
    CHECK(run.out == large);
}

TEST_CASE("How a command ends is told in words") {
    CHECK(described(run_command(shell("exit 3"), seconds(20)).end) == "ended with status 3");
    CHECK(described(run_command(shell("kill -SEGV $$"), seconds(20)).end) ==
          "was ended by the signal SIGSEGV (Segmentation fault)");
    CHECK(described(run_command({{"/no/such/program"}, {}, "/", {}}, seconds(20)).end) ==
          "could not be started: No such file or directory");
}

TEST_CASE("A command that does not end is killed with all that it started") {
    const auto run = run_command(shell("sleep 1000 & echo $!; wait"), seconds(0.3));
    CHECK(run.end.how == How::timed_out);
    CHECK(described(run.end) == "did not end within 1 second and was stopped");
    CHECK(ends(std::atoi(run.out.c_str())));
}

TEST_CASE("What a command leaves running is killed when it ends, and not waited for") {
    const auto run = run_command(shell("sleep 1000 & echo $!"), seconds(20));
    CHECK(run.end.success());
    CHECK(ends(std::atoi(run.out.c_str())));
}

TEST_CASE("A command that writes too much is stopped, what it says too much is thrown away") {
    const auto much = run_command(shell("while :; do echo yes; done"), seconds(20), {1U << 20U, 1000});
    CHECK(much.end.how == How::wrote_much);
    CHECK(described(much.end) == "wrote more than 1 MiB and was stopped");
    const auto chatter = run_command(shell("i=0; while [ $i -lt 3000 ]; do echo word >&2; i=$((i+1)); done"),
                                     seconds(20), {1000, 1000});
    CHECK(chatter.end.success());
    CHECK(chatter.err.size() == 1000);
}

TEST_CASE("Memory, processor time and file size are limited") {
    ProcessLimits limits = seconds(20);
    limits.memory = 64U << 20U;
    const auto memory =
        run_command(shell("head -c 300000000 /dev/zero | tail -c 200000000 >/dev/null"), limits);
    CHECK_THAT(memory.err, Contains("memory"));
    limits = seconds(300);  // on a clock that a busy machine runs down
    limits.cpu_seconds = 1;
    CHECK(run_command(shell("while :; do :; done"), limits).end.value == SIGKILL);
    limits = seconds(20);
    limits.file_size = 1000;
    TemporaryFolder folder;
    Command command = shell("head -c 5000 /dev/zero >large");
    command.folder = folder.path().string();
    CHECK_FALSE(run_command(command, limits).end.success());
    CHECK(folder.read("large").size() == 1000);
}

TEST_CASE("Work in a child gives what it writes, and its faults cost nothing") {
    const auto good = run_in_child([](int out) { (void)!::write(out, "done", 4); }, seconds(20));
    CHECK(good.end.success());
    CHECK(good.out == "done");
    CHECK(run_in_child([](int) { throw std::runtime_error("x"); }, seconds(20)).end.value == 1);
    CHECK(run_in_child([](int) { ::raise(SIGABRT); }, seconds(20)).end.value == SIGABRT);
    CHECK(run_in_child([](int) { ::pause(); }, seconds(0.2)).end.how == How::timed_out);
}

TEST_CASE(
    "What a process says is shown in whole lines, valid, without control characters, and not too much of "
    "it") {
    using Lines = std::vector<std::string>;
    CHECK(lines_said("one\n\n  two\tthree \r\n", 9) == Lines{"one", "two three"});
    CHECK(lines_said("\x1B[1;31mred\x1B[0m\a and \xFF", 9) == Lines{"red and \uFFFD"});
    CHECK(lines_said("\x1B[", 9).empty());
    CHECK(lines_said("a\nb\nc", 2) == Lines{"b", "c"});
    CHECK(lines_said(std::string(100000, 'x'), 2).front() == std::string(500, 'x') + "…");
}
