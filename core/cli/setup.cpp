// What all commands need before they begin.
#include "cli/commands.hpp"

#include <algorithm>

#include "pipeline/file_text.hpp"
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

std::unique_ptr<OpenPipeline> open_pipeline(const CommonOptions& common, const std::string& file,
                                            const std::string& password_file, ProfileTables tables,
                                            Console& console) {
    PluginRegistry plugins = open_plugins(common);
    CheckedPipeline checked = check_pipeline(file.empty() ? default_pipeline() : file, plugins, tables);
    console.print({}, checked.diagnostics);
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

std::string default_pipeline() {
    return (install_prefix() / "share" / "sheaf" / "pipelines" / "inspection-letters.toml").string();
}

}  // namespace sheaf
