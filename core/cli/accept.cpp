// sheaf accept: letters that need a look, and that somebody knows to be as they are.
#include "archive/accept.hpp"

#include "archive/journal.hpp"
#include "base/codes.hpp"
#include "cli/commands.hpp"

namespace sheaf {

Exit accept(const CommonOptions& common, const AcceptOptions& options) {
    Console console(common.console());
    if (options.why.empty() != options.undo) {
        console.print({}, diagnose(codes::usage, "there is no reason", {},
                                   "say with --why why nothing needs to be done"));
        return Exit::nothing_ran;
    }
    try {
        accept_letters(options.folder, options.letters,
                       options.undo ? std::nullopt : std::optional(options.why));
        console.line(plural(options.letters.size(), "letter") +
                     (options.undo ? " to be looked at again" : " accepted"));
        return Exit::success;
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
        return error.diagnostic().code == codes::already_running.code ? Exit::locked : Exit::nothing_ran;
    } catch (const SqliteError& error) {
        console.print({}, diagnose(codes::journal_unwritable,
                                   "the run journal `" + Journal::file_in(options.folder).string() +
                                       "` cannot be used: " + error.what(),
                                   {}, "check who may write to it, and the space left"));
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
