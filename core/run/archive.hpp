// Whole-archive outputs: what an output folder says of all its letters together.
//
//   _archive/TYPE.csv, _archive/TYPE.jsonl   every record of that type, one a row or line
//   index.html                               the letters, with their states, counts and links; from the
//   second
//                                            thousand on, more pages stand in _archive/
//
// Letters stand in order of their output names, so that the same letters give the same bytes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "run/journal.hpp"

namespace sheaf {

/// Names that whole-archive outputs take, below the output folder: no letter's outputs go there.
inline constexpr const char* archive_folder = "_archive";
inline constexpr const char* archive_index = "index.html";

/// Writes the whole-archive outputs of a batch, each to a temporary name, and then in its place. Does nothing when
/// they were written since a letter last changed. Memory does not grow with the archive. Throws `StageError`
/// (`output-unwritable`) and `SqliteError`.
void write_archive(Journal& journal, const std::filesystem::path& out);

/// A batch's output folder, to be joined with others.
struct ArchivePart {
    std::filesystem::path folder;
    std::string prefix;  ///< goes in front of the letters' names; may be empty
};

/// Joins several output folders: the whole-archive outputs of all their letters, whose own outputs stay where they
/// are. The same letter (name and content) in two folders counts once. Gives the number of letters. Throws
/// `StageError` (`no-journal`, `merge-conflict`, `output-unwritable`) and `SqliteError`.
std::size_t merge_archives(const std::vector<ArchivePart>& parts, const std::filesystem::path& out);

}  // namespace sheaf
