// How the file system describes a letter, so that one that did not change need not be hashed again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "archive/journal.hpp"

namespace sheaf {

/// A file that was changed this short a time ago may change again without its times telling: two seconds, the step of
/// the coarsest file system (FAT).
inline constexpr std::int64_t settling_time = 2'000'000'000;  // nanoseconds

/// Nothing when the file cannot be looked at.
std::optional<FileStamp> stamp_of(const std::filesystem::path& file);

/// In place of the content of a letter that is too large to be read.
std::string content_of_unread(const std::filesystem::path& file);

/// Nanoseconds since 1970.
std::int64_t file_clock_now();

/// The stamp, if nobody can have changed the file since it was taken without changing it.
std::optional<FileStamp> lasting(const std::optional<FileStamp>& stamp, std::int64_t now);

}  // namespace sheaf
