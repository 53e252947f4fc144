// The letters that the user named, and what their outputs are called.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sheaf/diagnostic.hpp"

namespace sheaf {

struct Letter {
    std::filesystem::path file;
    std::string name;         ///< valid UTF-8: the path below the given folder, or the file's name
    std::string output_name;  ///< `name` made safe and unique: where outputs go, below the output folder
    std::optional<Diagnostic> problem;  ///< why it cannot even be read; then only file and name are set
};

/// The letters of the given files and folders. Folders are walked in order of name; entries whose name begins
/// with a dot, symbolic links, and `leave_out` (the output folder) are passed over. A file that is named twice
/// under the same name counts once.
std::vector<Letter> find_letters(const std::vector<std::string>& given,
                                 const std::filesystem::path& leave_out = {});

}  // namespace sheaf
