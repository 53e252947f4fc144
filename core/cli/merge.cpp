// sheaf merge: several batches' output folders as one archive.
#include "archive/archive.hpp"
#include "base/codes.hpp"
#include "cli/commands.hpp"

namespace sheaf {

Exit merge(const CommonOptions& common, const MergeOptions& options) {
    Console console(common.console());
    const auto pipeline = open_pipeline(common, options.pipeline, {}, ProfileTables::when_asked, console);
    if (!pipeline) return Exit::nothing_ran;
    std::vector<ArchivePart> parts;
    for (const std::string& folder : options.folders) {
        ArchivePart part;
        part.folder = folder;
        if (options.prefix) part.prefix = std::filesystem::weakly_canonical(folder).filename().string() + "/";
        parts.push_back(std::move(part));
    }
    try {
        const std::size_t letters = merge_archives(
            pipeline->plan, parts, options.out, [&](const Diagnostic& said) { console.print({}, said); },
            options.gather);
        console.line(plural(letters, "letter") + " from " + plural(parts.size(), "folder") + ": " +
                     options.out + "/" + archive_index);
        return Exit::success;
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
    } catch (const SqliteError& error) {
        Diagnostic problem = diagnose(error.damaged() ? codes::journal_damaged : codes::journal_unwritable,
                                      std::string("a run journal cannot be read: ") + error.what(), {},
                                      "`sheaf verify` says of each folder what is wrong");
        problem.severity = Severity::error;
        console.print({}, problem);
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
