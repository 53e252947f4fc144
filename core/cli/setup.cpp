// What all commands need before they begin.
#include "cli/commands.hpp"

#include <sys/resource.h>

#include <algorithm>

#include "base/codes.hpp"
#include "base/process.hpp"
#include "decisions/decision.hpp"
#include "decisions/headings.hpp"
#include "pipeline/file_text.hpp"
#include "pipeline/lookup.hpp"
#include "run/exec.hpp"

namespace sheaf {

ConsoleStyle CommonOptions::console() const {
    ConsoleStyle style;
    style.format = log_format == "json" ? LogFormat::json : LogFormat::text;
    style.least = quiet ? Severity::error : verbose ? Severity::note : Severity::repaired;
    style.lines = !quiet;
    return style;
}

PluginRegistry open_plugins(const CommonOptions& common) {
    std::vector<Diagnostic> problems;
    auto folders = plugin_folders(common.plugin_folders, problems);
    PluginRegistry plugins(std::move(folders), std::move(problems));
    plugins.add(exec_plugin());
    return plugins;
}

std::optional<std::string> password_in(const std::string& file, Console& console) {
    if (file.empty()) return std::string();
    std::vector<Diagnostic> problems;
    auto text = read_file(file, problems);
    console.print({}, problems);
    if (text) text->resize(std::min(text->find_first_of("\r\n"), text->size()));
    return text;
}

LetterFilter filter_of(const Options& batch, const std::string& out) {
    LetterFilter filter;
    filter.leave_out = out;
    filter.include = batch.texts("include");
    filter.exclude = batch.texts("exclude");
    filter.follow_symlinks = batch.flag("follow_symlinks");
    return filter;
}

namespace {

/// Below this, libraries of the plugins end the program by a signal, since they do not check what they allocate.
constexpr rlim_t least_space = rlim_t{128} << 20U;

/// False, told, when the shell gives the program too little memory to load its plugins.
bool has_space(Console& console) {
    rlimit space{};
    if (sanitized || ::getrlimit(RLIMIT_AS, &space) != 0 || space.rlim_cur >= least_space) return true;
    console.print({}, diagnose(codes::usage,
                               "the shell limits this program to " + std::to_string(space.rlim_cur >> 20U) +
                                   " MiB of address space, and it needs " +
                                   std::to_string(least_space >> 20U) + " at least",
                               {}, "raise the limit: ulimit -v unlimited"));
    return false;
}

/// Adds the records that tell what people decided, where the pipeline has decisions. False when a stage makes others of the
/// same name.
bool makes_decisions(Plan& plan, Console& console) {
    if (plan.decisions.empty()) return true;
    for (const RecordSpec& type : plan.record_types) {
        const std::string_view name = type.name;
        if (name != decision_type.name && name != heading_type.name) continue;
        console.print({}, diagnose(codes::record_conflict,
                                   "a stage makes records of the type \"" + std::string(name) +
                                       "\", and so do `decisions`",
                                   in_file(plan.file), "leave out one of the two"));
        return false;
    }
    // Behind the types of the stages, in front of those that profiles declare.
    const auto insert = [&](std::vector<RecordSpec>& types) {
        types.insert(types.begin() + static_cast<std::ptrdiff_t>(plan.stage_types), decision_type);
    };
    insert(plan.record_types);
    for (Profile& profile : plan.profiles)
        if (!profile.own_types.empty()) insert(profile.record_types);
    ++plan.stage_types;
    return true;
}

}  // namespace

std::unique_ptr<OpenPipeline> open_pipeline(const CommonOptions& common, const std::string& file,
                                            const std::string& password_file, ProfileTables tables,
                                            Console& console) {
    if (!has_space(console)) return nullptr;
    PluginRegistry plugins = open_plugins(common);
    CheckedPipeline checked =
        check_pipeline(pipeline_named(file.empty() ? default_pipeline : file), plugins, tables);
    console.print({}, checked.diagnostics);
    if (checked.plan && !makes_decisions(*checked.plan, console)) return nullptr;
    auto password = password_in(password_file, console);
    if (!checked.plan || !password) return nullptr;
    return std::make_unique<OpenPipeline>(
        OpenPipeline{std::move(plugins), std::move(*checked.plan), std::move(*password)});
}

std::optional<LiveStages> create_stages(const OpenPipeline& pipeline, Console& console) {
    std::vector<Diagnostic> problems;
    LiveStages stages = create_stages(pipeline.plan, problems);
    console.print({}, problems);
    if (!problems.empty()) return std::nullopt;
    return stages;
}

Exit guarded(Console& console, const std::function<Exit()>& work) {
    try {
        return work();
    } catch (const StageError& error) {
        console.print({}, error.diagnostic());
    } catch (const std::filesystem::filesystem_error& error) {
        console.print(
            {}, diagnose(codes::output_unwritable, error.code().message(), in_file(error.path1().string())));
    }
    return Exit::nothing_ran;
}

}  // namespace sheaf
