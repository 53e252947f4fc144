// Files that are read as a whole: those that a person writes, and letters.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/owned_file.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// Opens it without waiting, so that a pipe without a writer is refused instead of waited for.
OwnedFile open_to_read(const std::filesystem::path& file);

/// The file's bytes; nothing, and a diagnostic with the reason, when it is missing, unreadable or no file.
std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems);
/// Those of an open file, which stays open.
std::optional<std::string> read_file(int opened, const std::filesystem::path& name,
                                     std::vector<Diagnostic>& problems);

/// The SHA-256 of the file's bytes, in hexadecimal, of which few are in memory at a time; nothing, and a diagnostic, when
/// it cannot be read.
std::optional<std::string> hash_of_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems);
std::optional<std::string> hash_of_file(int opened, const std::filesystem::path& name,
                                        std::vector<Diagnostic>& problems);

}  // namespace sheaf
