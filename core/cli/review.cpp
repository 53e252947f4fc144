// sheaf review: a person checks the letters of a batch in the browser.
#include <pwd.h>
#include <sys/types.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>

#include "archive/sqlite.hpp"
#include "base/codes.hpp"
#include "cli/journal_command.hpp"
#include "review/archive_view.hpp"
#include "review/server.hpp"

namespace sheaf {

namespace {

std::string login_name() {
    const passwd* const user = ::getpwuid(::geteuid());
    return user ? user->pw_name : "somebody";
}

/// In the browser of the user's choice; what it says is of no interest.
void open_browser(const std::string& address) {
    if (::fork() != 0) return;
    if (::fork() != 0) ::_exit(0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execlp("xdg-open", "xdg-open", address.c_str(), nullptr);
    ::_exit(1);
}

review::ServerSettings settings_of(OpenPipeline& pipeline, const ReviewOptions& options) {
    review::ServerSettings settings;
    settings.archive = options.folder;
    settings.decisions = pipeline.plan.decisions;
    settings.by = options.by.empty() ? login_name() : options.by;
    settings.port = options.port;
    settings.read_only = options.read_only;
    settings.workbook = pipeline.plugins.find(StageKind::output, "xlsx");
    settings.pool = pool_settings(pipeline.plan.batch, pipeline.password);
    return settings;
}

void serve(OpenPipeline& pipeline, const ReviewOptions& options) {
    review::serve(pipeline.plan, settings_of(pipeline, options), [&](const std::string& address) {
        say("%s", address.c_str());
        std::fflush(stdout);
        if (options.open) open_browser(address);
    });
}

}  // namespace

Exit review_archive(const CommonOptions& common, const ReviewOptions& options) {
    Console console(common.console());
    return with_journal(console, options.folder, [&] {
        const auto pipeline = open_pipeline(common, review::pipeline_of(options.folder, options.pipeline),
                                            options.password_file, ProfileTables::when_asked, console);
        if (!pipeline) return Exit::nothing_ran;
        if (pipeline->plan.decisions.empty() && !options.read_only)
            throw StageError(
                codes::usage.code, "the pipeline `" + pipeline->plan.file + "` has no folder for decisions",
                "add the line `decisions = \"decisions\"` at its top, or look only, with --read-only");
        serve(*pipeline, options);
        return Exit::success;
    });
}

}  // namespace sheaf
