// sheaf status: what the last run of a batch did, and how its letters stand.
#include <cstdio>

#include "archive/report.hpp"
#include "base/wording.hpp"
#include "cli/journal_command.hpp"

namespace sheaf {

Exit show_status(const CommonOptions& common, const StatusOptions& options) {
    Console console(common.console());
    const ReportSink print = [](std::string_view piece) {
        const std::string safe = json_for_eyes(piece);  // of text, `report_text` has seen to that
        std::fwrite(safe.data(), 1, safe.size(), stdout);
    };
    return with_journal(console, options.folder, [&] {
        Journal journal = Journal::of(options.folder);
        if (options.json)
            report_json(journal, print);
        else
            report_text(journal, print, common.verbose);
        return Exit::success;
    });
}

}  // namespace sheaf
