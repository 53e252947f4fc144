// sheaf status: what the last run of a batch did, and how its letters stand.
#include <cstdio>

#include "cli/commands.hpp"
#include "plugin/codes.hpp"
#include "run/report.hpp"

namespace sheaf {

Exit show_status(const CommonOptions& common, const StatusOptions& options) {
    Console console(common.console());
    const std::filesystem::path file = Journal::file_in(options.folder);
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        console.print(
            {}, diagnose(codes::no_journal, "`" + options.folder +
                                                "` is no output folder of `sheaf batch`: there is no `" +
                                                file.string() + "`"));
        return Exit::nothing_ran;
    }
    const ReportSink print = [](std::string_view piece) {
        std::fwrite(piece.data(), 1, piece.size(), stdout);
    };
    try {
        Journal journal(file, Database::Access::read);
        if (options.json)
            report_json(journal, print);
        else
            report_text(journal, print, common.verbose);
        return Exit::success;
    } catch (const SqliteError& problem) {
        console.print({}, diagnose(codes::journal_damaged, problem.what(), in_file(file.string()),
                                   "the next run of `sheaf batch` begins a new one"));
        return Exit::nothing_ran;
    }
}

}  // namespace sheaf
