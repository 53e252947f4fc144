// sheaf verify: whether an output folder still holds what a batch wrote to it.
#include "archive/verify.hpp"

#include "cli/journal_command.hpp"

namespace sheaf {

Exit verify(const CommonOptions& common, const VerifyOptions& options) {
    Console console(common.console());
    return with_journal(console, options.folder, [&] {
        Journal journal = Journal::of(options.folder);
        const Verified verified = verify_archive(journal, options.folder);
        for (const auto& [file, damage] : verified.damage) console.print(file, damage);
        console.line(
            plural(verified.outputs, "output") + ", " + plural(verified.archive_files, "whole-archive file") +
            ", " + plural(verified.documents, "stored document") + ": " +
            (!verified.damage.empty()     ? std::to_string(verified.damage.size()) + " damaged"
             : verified.being_written > 0 ? plural(verified.being_written, "file") +
                                                " being written by a batch; all others as they were written"
                                          : "all as they were written"));
        return verified.damage.empty() ? Exit::success : Exit::some_failed;
    });
}

}  // namespace sheaf
