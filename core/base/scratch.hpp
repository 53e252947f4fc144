// Folders that a process may have filled which was taken over by a letter: they are weighed and removed
// whatever is in them. No link is followed, and the length of paths does not matter.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sheaf {

/// Removes a folder with all that is in it, also folders whose rights their maker took away, and nested ones however deep.
/// Few files are open at a time. What is not there counts as removed. False, and `errno`, when something is left.
bool remove_folder(const std::filesystem::path& folder);

/// Whether what is in a folder takes more bytes on the disk, or is more, or is nested deeper, than a letter's files can
/// be. What cannot be weighed counts as too much; a folder that is not there holds nothing.
bool holds_more_than(const std::filesystem::path& folder, std::uint64_t bytes);

}  // namespace sheaf
