// sheaf merge: several batches' output folders as one archive.
#include "cli/commands.hpp"
#include "plugin/codes.hpp"
#include "run/archive.hpp"

namespace sheaf {

Exit merge(const CommonOptions& common, const MergeOptions& options) {
    Console console(common.console());
    std::vector<ArchivePart> parts;
    for (const std::string& folder : options.folders) {
        ArchivePart part;
        part.folder = folder;
        if (options.prefix) part.prefix = std::filesystem::weakly_canonical(folder).filename().string() + "/";
        parts.push_back(std::move(part));
    }
    try {
        const std::size_t letters = merge_archives(parts, options.out);
        console.line(plural(letters, "letter") + " from " + plural(parts.size(), "folder") + ": " +
                     options.out + "/" + archive_index);
        return Exit::success;
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
    } catch (const SqliteError& error) {
        console.print({}, diagnose(codes::journal_damaged, error.what()));
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
