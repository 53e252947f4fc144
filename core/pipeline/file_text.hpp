// Files that are read as a whole: those that a person writes, and letters.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/owned_file.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// Opens it without waiting, so that a pipe without a writer is refused instead of waited for.
OwnedFile open_to_read(const std::filesystem::path& file);

/// That a letter has more bytes than the limit, whatever the system says of its size.
Diagnostic more_than(std::uint64_t limit);

/// The file's bytes; nothing, and a diagnostic with the reason, when it is missing, unreadable, no file, or has more than `most`
/// bytes (0: any number), of which no more are read: `letter-too-large`.
std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems,
                                     std::uint64_t most = 0);
/// Those of an open file, which stays open.
std::optional<std::string> read_file(int opened, const std::filesystem::path& name,
                                     std::vector<Diagnostic>& problems, std::uint64_t most = 0);

/// The SHA-256 of the file's bytes, in hexadecimal, of which few are in memory at a time; nothing, and a diagnostic, when
/// it cannot be read or has more than `most` bytes, as above.
std::optional<std::string> hash_of_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems,
                                        std::uint64_t most = 0);
std::optional<std::string> hash_of_file(int opened, const std::filesystem::path& name,
                                        std::vector<Diagnostic>& problems, std::uint64_t most = 0);

}  // namespace sheaf
