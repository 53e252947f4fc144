// sheaf plugins: what is installed, and what was refused and why.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "pipeline/declaration.hpp"
#include "plugin/codes.hpp"

namespace sheaf {

namespace {

using Json = nlohmann::ordered_json;

void print_text(const PluginRegistry& plugins) {
    for (const Plugin& plugin : plugins.plugins()) {
        const PluginDescriptor& descriptor = *plugin.descriptor;
        std::printf("%s %s  %s  (%s)\n", descriptor.id, descriptor.version,
                    descriptor.summary ? descriptor.summary : "", plugin.file.c_str());
        for (const StageSpec& stage : descriptor.stages)
            std::printf("  %-9s  %-16s  %s\n", std::string(name(stage.kind)).c_str(), stage.name,
                        stage.help ? stage.help : "");
    }
}

void print_json(const PluginRegistry& plugins) {
    Json list = Json::array();
    for (const Plugin& plugin : plugins.plugins()) {
        const PluginDescriptor& descriptor = *plugin.descriptor;
        Json stages = Json::array();
        for (const StageSpec& stage : descriptor.stages)
            stages.push_back(
                {{"kind", name(stage.kind)}, {"name", stage.name}, {"help", stage.help ? stage.help : ""}});
        list.push_back({{"id", descriptor.id},
                        {"version", descriptor.version},
                        {"summary", descriptor.summary ? descriptor.summary : ""},
                        {"licence", descriptor.licence ? descriptor.licence : ""},
                        {"file", plugin.file.string()},
                        {"stages", std::move(stages)}});
    }
    Json refused = Json::array();
    for (const Diagnostic& problem : plugins.problems())
        refused.push_back(Json::parse(diagnostic_json({}, problem)));
    std::puts(Json{{"plugins", list}, {"refused", refused}}.dump(2).c_str());
}

void add_faulty_defaults(const Plugin& plugin, std::vector<Diagnostic>& problems) {
    for (const StageSpec& stage : plugin.descriptor->stages)
        for (const auto& options : {stage.options, stage.profile_options})
            for (std::string& fault : faulty_defaults(options))
                problems.push_back(
                    diagnose(codes::plugin_descriptor, std::move(fault), in_file(plugin.file.string())));
}

}  // namespace

Exit list_plugins(const CommonOptions& common, const ListOptions& options) {
    Console console(common.console());
    PluginRegistry plugins = open_plugins(common);
    plugins.load_all();
    if (options.json)
        print_json(plugins);
    else
        print_text(plugins);
    std::vector<Diagnostic> problems = plugins.problems();
    for (const Plugin& plugin : plugins.plugins()) add_faulty_defaults(plugin, problems);
    console.print({}, problems);
    for (const Diagnostic& problem : problems)
        if (problem.severity == Severity::error) return Exit::nothing_ran;
    return Exit::success;
}

}  // namespace sheaf
