// What a worker leaves in its scratch folder. Whoever has taken it over may have put links there, to have
// files moved or read that are not its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/owned_file.hpp"

namespace sheaf {

/// A file of the folder, opened to be read. None when the folder or the file is a link or no such thing, and when the file has
/// another name elsewhere or not the size that is wanted.
OwnedFile open_scratch_file(const std::filesystem::path& folder, const std::string& name,
                            std::optional<std::uint64_t> size = std::nullopt);

}  // namespace sheaf
