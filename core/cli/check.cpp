// sheaf check: every mistake of a pipeline file and its profiles, without running a stage.
#include <cstdio>

#include "cli/commands.hpp"
#include "pipeline/lookup.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

namespace {

std::string names_of(const std::vector<PlannedStage>& stages) {
    std::string names;
    for (const PlannedStage& stage : stages) names += (names.empty() ? "" : ", ") + std::string(stage.name());
    return names;
}

std::string ok_line(const Plan& plan) {
    std::string line = plan.file + ": ok: " + names_of(plan.inputs) + " -> ";
    if (!plan.transforms.empty()) line += names_of(plan.transforms) + " -> ";
    line += names_of(plan.outputs);
    if (!plan.profiles.empty()) line += "; " + plural(plan.profiles.size(), "profile");
    return line;
}

}  // namespace

Exit check(const CommonOptions& common, const std::string& pipeline) {
    Console console(common.console());
    PluginRegistry plugins = open_plugins(common);
    const CheckedPipeline checked = check_pipeline(pipeline_named(pipeline), plugins);
    console.print({}, checked.diagnostics);
    if (!checked.plan) return Exit::nothing_ran;
    say("%s", ok_line(*checked.plan).c_str());
    return Exit::success;
}

}  // namespace sheaf
