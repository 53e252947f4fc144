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

std::string default_pipeline() {
    return (install_prefix() / "share" / "sheaf" / "pipelines" / "inspection-letters.toml").string();
}

}  // namespace sheaf
