// What the commands on the output folder of a batch have in common.
#pragma once

#include <filesystem>
#include <functional>

#include "archive/journal.hpp"
#include "cli/commands.hpp"

namespace sheaf {

/// Runs a command that reads the folder's journal: `guarded`, and prints why the journal cannot be read.
inline Exit with_journal(Console& console, const std::filesystem::path& folder,
                         const std::function<Exit()>& work) {
    return guarded(console, [&] {
        try {
            return work();
        } catch (const SqliteError& error) {
            console.print({}, journal_problem(folder, error));
            return Exit::nothing_ran;
        }
    });
}

}  // namespace sheaf
