// Open files that go from one process to another over a socket.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/owned_file.hpp"

namespace sheaf {

/// A number, and open files that go with it.
struct PassedFiles {
    std::uint64_t number = 0;
    std::vector<OwnedFile> files;
};

inline constexpr std::size_t most_passed_files = 2;

/// Sends them; false, and `errno`, when nobody takes them. The files stay open here. `flags` are those of `sendmsg`.
bool pass_files(int socket, std::uint64_t number, std::span<const int> files, int flags = 0);

/// Waits for what `pass_files` sent. False at the end of the stream.
bool take_files(int socket, PassedFiles& passed);

}  // namespace sheaf
