// A run journal that is damaged, or gone.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "archive/journal.hpp"

namespace sheaf {

/// Puts a damaged journal out of the way; says so.
Diagnostic set_aside(const std::filesystem::path& file, const SqliteError& damage);

/// Opens the journal of an output folder. One that is damaged is set aside. `lost` then says so, and also when the folder
/// was `used_before` and has no journal.
std::unique_ptr<Journal> open_journal(const std::filesystem::path& out, bool used_before,
                                      std::optional<Diagnostic>& lost);

}  // namespace sheaf
