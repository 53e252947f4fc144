// sheaf plugins: what is installed, and what was refused and why. Each library is loaded in a process of its
// own, so that one which ends or stops whoever loads it is listed with the others.
#include <cstdio>

#include "base/codes.hpp"
#include "base/json.hpp"
#include "base/owned_file.hpp"
#include "base/process.hpp"
#include "cli/commands.hpp"
#include "cli/describe.hpp"
#include "confine/probe.hpp"
#include "pipeline/declaration.hpp"

namespace sheaf {

namespace {

/// A loaded library is listed by the process that loaded it.
struct Listing {
    Json plugins = Json::array();
    std::vector<PluginNames> names;
    std::vector<Diagnostic> problems;
};

Json listed(const Plugin& plugin) {
    const PluginDescriptor& descriptor = *plugin.descriptor;
    Json stages = Json::array();
    for (const StageSpec& stage : descriptor.stages)
        stages.push_back({{"kind", name(stage.kind)}, {"name", stage.name}, {"help", or_empty(stage.help)}});
    return {{"id", descriptor.id},
            {"version", descriptor.version},
            {"summary", or_empty(descriptor.summary)},
            {"licence", or_empty(descriptor.licence)},
            {"file", plugin.file.string()},
            {"stages", std::move(stages)}};
}

/// Loads the library: `plugin`, unless it is refused, and `faults` as code, message and hint.
Json looked_at(const std::filesystem::path& file) {
    Json found = {{"faults", Json::array()}};
    auto loaded = load_plugin(file);
    if (const auto* problem = std::get_if<Diagnostic>(&loaded)) {
        found["faults"].push_back({problem->code, problem->message, problem->hint});
        return found;
    }
    const auto& plugin = std::get<Plugin>(loaded);
    for (const StageSpec& stage : plugin.descriptor->stages)
        for (const auto& options : {stage.options, stage.profile_options})
            for (const std::string& fault : faulty_defaults(options))
                found["faults"].push_back({codes::plugin_descriptor.code, fault, ""});
    found["plugin"] = listed(plugin);
    return found;
}

/// The same in a child process; null when it does not live to tell.
Json probed(const std::filesystem::path& file, ProcessResult& run) {
    ProcessLimits limits;
    limits.seconds = 5;
    limits.memory = sanitized ? 0 : std::uint64_t{4} << 30U;
    run = run_in_child([&](int out) { write_all(out, dump(looked_at(file))); }, limits);
    return run.end.success() ? Json::parse(run.out, nullptr, false) : Json();
}

void add(const std::filesystem::path& file, Listing& listing) {
    const Place place = in_file(file.string());
    ProcessResult run;
    const Json found = probed(file, run);
    if (!found.is_object()) {
        std::string reason = "the process that loaded the library " + described(run.end);
        for (const std::string& line : lines_said(run.err, 1)) reason += ", having said: " + line;
        listing.problems.push_back(diagnose(codes::plugin_unsafe, reason, place,
                                            "remove the file: no pipeline can use it without harm"));
        return;
    }
    for (const Json& fault : found["faults"]) {
        Diagnostic problem = diagnose(codes::plugin_descriptor, fault[1], place, fault[2]);
        problem.code = fault[0];
        listing.problems.push_back(std::move(problem));
    }
    if (!found.contains("plugin")) return;
    const Json& plugin = found["plugin"];
    PluginNames names{file, plugin["id"], {}};
    for (const Json& stage : plugin["stages"])
        names.stages.push_back(
            stage_label(stage["kind"].get<std::string>(), stage["name"].get<std::string>()));
    if (auto problem = collision(names, listing.names)) {
        listing.problems.push_back(std::move(*problem));
        return;
    }
    listing.names.push_back(std::move(names));
    listing.plugins.push_back(plugin);
}

void print_text(const Json& plugins) {
    const auto word = [](const Json& object, const char* key) { return object[key].get<std::string>(); };
    for (const Json& plugin : plugins) {
        say("%s %s  %s  (%s)", word(plugin, "id").c_str(), word(plugin, "version").c_str(),
            word(plugin, "summary").c_str(), word(plugin, "file").c_str());
        for (const Json& stage : plugin["stages"])
            say("  %-9s  %-16s  %s", word(stage, "kind").c_str(), word(stage, "name").c_str(),
                word(stage, "help").c_str());
    }
}

void print_json(const Listing& listing) {
    Json refused = Json::array();
    for (const Diagnostic& problem : listing.problems)
        refused.push_back(Json::parse(diagnostic_json({}, problem)));
    say_json(
        {{"plugins", listing.plugins}, {"refused", refused}, {"missing_confinement", missing_confinement()}});
}

}  // namespace

Exit list_plugins(const CommonOptions& common, const ListOptions& options) {
    Console console(common.console());
    PluginRegistry registry = open_plugins(common);
    Listing listing;
    for (const Plugin& plugin : registry.plugins()) {
        listing.plugins.push_back(listed(plugin));
        listing.names.push_back(names_of(plugin));
    }
    const auto files = registry.files();
    listing.problems = registry.problems();
    for (const auto& file : files) add(file, listing);
    if (options.json)
        print_json(listing);
    else
        print_text(listing.plugins);
    console.print({}, listing.problems);
    for (const std::string& one : missing_confinement())
        console.print({}, diagnose(codes::worker_unconfined, "this system has no " + one));
    for (const Diagnostic& problem : listing.problems)
        if (problem.severity == Severity::error) return Exit::nothing_ran;
    return Exit::success;
}

}  // namespace sheaf
