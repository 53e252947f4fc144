// The outputs of several batches in one folder.
#pragma once

#include <filesystem>
#include <vector>

#include "archive/archive_cursor.hpp"

namespace sheaf {

/// Puts the outputs of all letters that the batches have among their inputs into a folder that is no batch's own. What it
/// puts there is listed in `.sheaf/gathered`, and what such a list names is removed before, so that it may be killed at any
/// time and done again. Throws `StageError` (`output-unwritable`, `output-link`; `output-collision` for a file that no list
/// names; `output-damaged` for an output that is not what its batch wrote) and `SqliteError`.
void gather(const std::vector<ArchiveSource>& sources, const std::filesystem::path& out);

}  // namespace sheaf
