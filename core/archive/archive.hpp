// Whole-archive outputs: what an output folder says of all its letters together.
//
//   index.html   the letters, with their states, counts and links
//   _archive     what the pipeline's outputs write for the archive as a whole
//
// Letters stand in order of their output names, so that the same letters give the same bytes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/journal.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

/// Names that whole-archive outputs take, below the output folder: no letter's outputs go there.
inline constexpr const char* archive_folder = "_archive";
inline constexpr const char* archive_index = "index.html";

/// Takes what an output says while it writes.
using ArchiveReport = std::function<void(const Diagnostic&)>;

/// The whole-archive outputs of a batch, written while its letters are converted. Memory does not grow with the archive.
/// What throws leaves the archive's files as they were; it is of no use afterwards.
class ArchiveWriting {
  public:
    /// Creates the plan's outputs. `plan` must outlive it. Throws `StageError`.
    ArchiveWriting(const Plan& plan, std::filesystem::path out, ArchiveReport report);
    /// Removes what has not got its name.
    ~ArchiveWriting();
    ArchiveWriting(const ArchiveWriting&) = delete;
    ArchiveWriting& operator=(const ArchiveWriting&) = delete;

    /// Paths of the files that are read besides the journal and the stored documents.
    std::vector<std::string> reads();
    /// Takes the letters whose output names come before `name`, which do not change any more. The journal must be the same
    /// each time. Throws `StageError` and `SqliteError`.
    void advance(Journal& journal, const std::string& name);
    /// Takes the rest, and gives the files their names. Does nothing when they were written since a letter, the outputs
    /// (`outputs` is the hash of these) or a file that they read last changed. Gives what the journal is to remember of it
    /// under `archive_state`, and in `written`, which stays empty when nothing is done, the files. Throws `StageError`
    /// and `SqliteError`.
    std::string finish(Journal& journal, std::string_view outputs, std::vector<FileHash>& written);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The journal remembers what `ArchiveWriting::finish` gave.
inline constexpr const char* archive_state = "archive";

/// A batch's output folder, to be joined with others.
struct ArchivePart {
    std::filesystem::path folder;
    std::string prefix;  ///< goes in front of the letters' names; may be empty
};

/// Joins several output folders: the whole-archive outputs of all their letters, whose own outputs stay where they
/// are. The same letter (name and content) in two folders counts once. Gives the number of letters. Throws
/// `StageError` (`no-journal`, `merge-conflict`, `output-unwritable`) and `SqliteError`.
///
/// With `gathering` the letters' own outputs are put there, too, so that `out` holds what one batch over all letters would have
/// made. They are links to the same files where the file system allows that, and copies elsewhere; those of an earlier
/// merge are removed before.
std::size_t merge_archives(const Plan& plan, const std::vector<ArchivePart>& parts,
                           const std::filesystem::path& out, const ArchiveReport& report,
                           bool gathering = false);

}  // namespace sheaf
