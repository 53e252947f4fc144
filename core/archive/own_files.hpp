// The program's own files and folders in an output folder.
#pragma once

#include <filesystem>

namespace sheaf {

/// Whoever may write to an output folder may put something else in the place of what the program makes there. Throws
/// `StageError` (`output-link`, `output-unwritable`), naming it, for a link, for what is neither a file nor a folder where
/// one is to be, and, where root runs, for a private folder of another user. What is missing is fine.
void check_own_files(const std::filesystem::path& out);

/// Removes what processes left that were killed: the scratch folders, and files under temporary names in the private
/// folder. Whoever writes there has the lock. False, and `errno`, when some of the former are still there.
bool remove_leftovers(const std::filesystem::path& out);

}  // namespace sheaf
