// Whether an output folder still holds what was written to it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "archive/journal.hpp"

namespace sheaf {

/// What was looked at, in files, and what is wrong with which.
struct Verified {
    std::size_t outputs = 0, archive_files = 0, documents = 0;
    std::size_t being_written = 0;  ///< by a batch that is under way: nobody can say now what they are to be
    std::vector<std::pair<std::string, Diagnostic>> damage;
};

/// Checks the journal, compares every output and whole-archive file with the hash that the journal has of it, and reads every
/// stored document, which has a checksum of its own and names its letter. Throws `SqliteError`.
Verified verify_archive(Journal& journal, const std::filesystem::path& out);

/// That a file is missing or has changed (`output-damaged`); nothing when it is what was written.
std::optional<Diagnostic> damage_of(const std::filesystem::path& file, const std::string& sha256);

}  // namespace sheaf
