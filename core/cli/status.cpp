// sheaf status: what the last run of a batch did, and how its letters stand.
#include <cstdio>

#include "cli/commands.hpp"
#include "plugin/codes.hpp"
#include "run/report.hpp"

namespace sheaf {

Exit show_status(const CommonOptions& common, const StatusOptions& options) {
    Console console(common.console());
    const ReportSink print = [](std::string_view piece) {
        std::fwrite(piece.data(), 1, piece.size(), stdout);
    };
    try {
        Journal journal = Journal::of(options.folder);
        if (options.json)
            report_json(journal, print);
        else
            report_text(journal, print, common.verbose);
        return Exit::success;
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
    } catch (const SqliteError& error) {
        console.print({}, diagnose(codes::journal_damaged, error.what(),
                                   in_file(Journal::file_in(options.folder).string()),
                                   "the next run of `sheaf batch` begins a new one"));
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
