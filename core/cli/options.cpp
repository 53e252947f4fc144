// sheaf options: what a stage can be told, what it makes and what it may report.
#include <cstdio>

#include "base/codes.hpp"
#include "base/json.hpp"
#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "pipeline/suggest.hpp"

namespace sheaf {

namespace {

void print_help(const std::string& indent, const char* help) {
    if (help && *help) say("%s    %s", indent.c_str(), help);
}

void print_options(std::span<const OptionSpec> specs, const std::string& indent) {
    for (const OptionSpec& spec : specs) {
        std::string line = indent + spec.name + "  (" + std::string(type_name(spec.type));
        if (spec.choices) line += ": " + std::string(spec.choices);
        if (spec.required) line += ", required";
        if (spec.default_value) line += ", default " + std::string(spec.default_value);
        line += ")";
        if (const std::string range = range_of(spec); !range.empty()) line += " from " + range;
        say("%s", line.c_str());
        print_help(indent, spec.help);
        print_options(spec.keys, indent + "    ");
    }
}

void print_records(std::span<const RecordSpec> records) {
    for (const RecordSpec& record : records) {
        say("\nRecords of type %s: %s", record.name, or_empty(record.help));
        for (const FieldSpec& field : record.fields)
            say("  %s  (%s)  %s", field.name, std::string(type_name(field.type)).c_str(),
                or_empty(field.help));
    }
}

void print_text(const StageRef& stage) {
    const StageSpec& spec = *stage.spec;
    say("%s %s: %s", std::string(name(spec.kind)).c_str(), spec.name, or_empty(spec.help));
    say("(plugin %s %s)", stage.plugin->descriptor->id, stage.plugin->descriptor->version);
    say("\n%s", spec.options.empty() ? "No options." : "Options:");
    print_options(spec.options, "  ");
    if (!spec.profile_options.empty()) {
        say("\nKeys of [%s] in profile files:", spec.name);
        print_options(spec.profile_options, "  ");
    }
    for (const char* need : spec.needs) say("\nNeeds records of type %s from an earlier stage.", need);
    print_records(spec.provides);
    if (!spec.diagnostics.empty()) say("\nDiagnostics:");
    for (const DiagnosticSpec& one : spec.diagnostics)
        say("  %s[%s]  %s", std::string(name(one.severity)).c_str(), one.code, or_empty(one.help));
}

/// The stages of that name, of whatever kind; all when the name is empty.
std::vector<StageRef> stages_named(const std::string& wanted, const PluginRegistry& plugins) {
    std::vector<StageRef> stages;
    for (const StageRef& stage : plugins.stages())
        if (wanted.empty() || stage.spec->name == wanted) stages.push_back(stage);
    return stages;
}

Diagnostic unknown(const std::string& wanted, const PluginRegistry& plugins) {
    std::vector<std::string> names;
    for (const StageRef& stage : plugins.stages()) names.emplace_back(stage.spec->name);
    std::string hint = did_you_mean(wanted, names);
    if (hint.empty()) hint = names.empty() ? "no plugin is installed" : "there are " + listed(names);
    return diagnose(codes::unknown_stage, "no plugin offers a stage \"" + wanted + "\"", {}, hint);
}

void print_json(const std::vector<StageRef>& stages, bool one) {
    Json list = Json::array();
    for (const StageRef& stage : stages) list.push_back(describe(stage));
    say_json(one && list.size() == 1 ? list.front() : list);
}

void print_markdown(const std::vector<StageRef>& stages, bool all) {
    std::string text;
    for (const StageRef& stage : stages) text += (text.empty() ? "" : "\n") + reference_page(stage);
    if (all) text += "\n" + host_reference_page();
    std::fputs(text.c_str(), stdout);
}

}  // namespace

Exit list_options(const CommonOptions& common, const ListOptions& options) {
    Console console(common.console());
    PluginRegistry plugins = open_plugins(common);
    plugins.load_all();
    console.print({}, plugins.problems());
    const std::vector<StageRef> stages = stages_named(options.stage, plugins);
    if (stages.empty()) {
        console.print({}, unknown(options.stage, plugins));
        return Exit::nothing_ran;
    }
    if (options.schema)
        say_json(pipeline_schema(stages));
    else if (options.json)
        print_json(stages, !options.stage.empty());
    else if (options.markdown)
        print_markdown(stages, options.stage.empty());
    else
        for (std::size_t i = 0; i < stages.size(); ++i) {
            if (i > 0) std::puts("");
            print_text(stages[i]);
        }
    return Exit::success;
}

}  // namespace sheaf
