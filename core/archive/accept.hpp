// Letters that somebody has accepted as they are.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sheaf {

/// Accepts letters of a batch's output folder that failed, are in quarantine or doubtful, named as `sheaf status` names
/// them; without `why`, takes that back. All or none. Throws `StageError` (`no-journal`, `usage`, `already-running`) and
/// `SqliteError`.
void accept_letters(const std::filesystem::path& out, const std::vector<std::string>& letters,
                    const std::optional<std::string>& why);

}  // namespace sheaf
