// Files as text, for files that a person writes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// The file's bytes; nothing, and a diagnostic with the reason, when it is missing, unreadable or no file.
std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems);

}  // namespace sheaf
