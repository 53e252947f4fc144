// A journal that is damaged or gone: a new one takes its place.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/journal.hpp"

namespace sheaf {

/// What is left of the journal of earlier runs.
struct LostJournal {
    Diagnostic said;
    std::vector<std::vector<std::string>> accepted;  ///< rows of letters that somebody accepted
    bool accepted_unknown = false;                   ///< they cannot be read
};

/// Puts a damaged journal out of the way. What people said in it is read before.
LostJournal set_aside(const std::filesystem::path& file, const SqliteError& damage);

/// Opens the journal. One that is damaged is set aside. `lost` may be set already, and is when it is damaged or gone.
std::unique_ptr<Journal> open_journal(const std::filesystem::path& out, bool used_before,
                                      std::optional<LostJournal>& lost);

/// Gives the new journal what is left of the old one. What is to be said of it.
Diagnostic carry_over(const LostJournal& lost, Journal& journal);

}  // namespace sheaf
