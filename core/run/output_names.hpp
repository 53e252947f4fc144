// File names for outputs that every file system takes and that never meet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sheaf {

struct Letter;

/// The path with every component made safe: control characters and those that some file system refuses become
/// `_`, so do a last dot or space; long components are cut and marked with a hash of the whole.
std::string safe_name(std::string_view path);

/// Where output names of different letters would meet on a file system that folds case or normalises, each of
/// them gets a suffix made from its name and content, whatever the order. Letters with the same name and the
/// same content are one letter.
void make_unique(std::vector<Letter>& letters);

}  // namespace sheaf
