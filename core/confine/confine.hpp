// A process gives up what it does not need, for good and for every process that it starts.
//
// A library that reads letters may have a defect by which a letter makes it run the letter's own code. What
// that code can reach is decided here, before the letter is read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sheaf {

/// What a process goes on to do.
enum class Work {
    forks_workers,  ///< makes processes; reads any file; runs no program
    reads_letters,  ///< reads the system's libraries and data and what it has open; makes no process
    runs_commands,  ///< reads letters and runs programs of the user, which may read any file and use the network
};

struct Confinement {
    Work work = Work::reads_letters;
    /// Folders to which it may write, and others that it may read. All that it has open stays as it is.
    std::vector<std::filesystem::path> writable, readable;
};

/// Gives up: new privileges, capabilities, being traced, files beyond the work (Landlock), calls of the system beyond the
/// work (seccomp), signals to others. What the kernel does not have is left out. False when the kernel refused something
/// that it has. For a process with one thread.
[[nodiscard]] bool confine(const Confinement& confinement);

/// The name of a call of the system: `execve`; its number when nobody knows it.
std::string name_of_call(int number);

}  // namespace sheaf
