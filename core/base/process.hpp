// Child processes with limits: what a stage's command, a plugin that is only looked at, and a worker run in.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/plugin.hpp"

namespace sheaf {

/// What a child process may use. 0 everywhere means: no limit of this kind.
struct ProcessLimits {
    double seconds = 0;             ///< on the clock, until its whole process group is killed
    std::uint64_t cpu_seconds = 0;  ///< of processor time, for each process of the group
    std::uint64_t memory = 0;       ///< bytes of address space, for each process of the group
    std::uint64_t file_size = 0;    ///< bytes, of each file that is written
    std::uint64_t open_files = 0;   ///< at a time, for each process of the group
};

/// Whether this program was built with the address or the thread sanitizer: then it cannot run under a limit of address space,
/// and looks for leaks, or reports, when `main` has returned.
inline constexpr bool sanitized = !std::string_view(SHEAF_SANITIZER_TAG).empty();

/// For a child between `fork` and what it is to do: makes it the head of a process group of its own, lets it die with
/// its parent, gives it default signal handling, the limits (`seconds` is the parent's to keep) and no core dumps.
/// Calls async-signal-safe functions only. `parent` is the process that forked.
void enter_limits(const ProcessLimits& limits, pid_t parent) noexcept;

/// The processor time that this process may use from now on, in seconds; 0: as before. Past it the system sends SIGXCPU.
void allow_cpu(std::uint64_t seconds) noexcept;

/// Kills every process of the group that `enter_limits` made.
void kill_group(pid_t leader) noexcept;

/// How a child process ended.
struct ProcessEnd {
    enum class How : std::uint8_t {
        exited,      ///< by itself; `value` is the exit status
        signalled,   ///< by a signal; `value` is its number
        timed_out,   ///< it was killed when its time was up; `value` is the limit in whole seconds
        wrote_much,  ///< it was killed because it wrote more than was to be taken; `value` is the limit in MiB
        not_started,  ///< `value` is the error's number
    };
    How how = How::exited;
    int value = 0;

    bool success() const { return how == How::exited && value == 0; }
};

/// What `waitpid` says about a child.
ProcessEnd end_of(int wait_status);

/// Waits until the child has ended.
ProcessEnd wait_for(pid_t child) noexcept;

/// The end of a sentence about a process: `ended with status 3`, `was ended by the signal SIGSEGV (Segmentation fault)`.
std::string described(const ProcessEnd& end);

/// What a process said on standard error, for people: its lines that are not empty, valid UTF-8, without control
/// characters and colours. Of more than `most` lines (at least 1) the first are left out; a long line is cut.
std::vector<std::string> lines_said(std::string_view err, std::size_t most);

struct ProcessResult {
    ProcessEnd end;
    std::string out;  ///< all of it
    std::string err;  ///< its beginning
};

/// A program to run, without a shell.
struct Command {
    std::vector<std::string> words;        ///< the program's path and its arguments
    std::vector<std::string> environment;  ///< all of it, as `NAME=value`
    std::string folder;                    ///< its working directory
    std::string input;                     ///< its standard input
};

/// How much of what a child writes is taken, in bytes.
struct CaptureLimits {
    std::size_t out = 256U << 20U;  ///< the child is killed when it writes more
    std::size_t err = 64U << 10U;   ///< the rest is thrown away
};

/// Runs the command to its end. Nothing of its process group is left then. Standard input is a file in memory; no
/// other open file of this process is passed on.
ProcessResult run_command(const Command& command, const ProcessLimits& limits,
                          const CaptureLimits& capture = {});

/// Calls the function in a child, with a descriptor whose bytes become `out`; what it writes to standard output and
/// standard error becomes `err`. The child ends with status 0 when the function returns, without running what is
/// registered for the end of the program, and with status 1 when it throws. For a process with one thread only.
ProcessResult run_in_child(const std::function<void(int out)>& work, const ProcessLimits& limits);

}  // namespace sheaf
