#include "suite.hpp"

#include <algorithm>
#include <fstream>

#include "pipeline/options_reader.hpp"

namespace contract {

using namespace sheaf;

void Suite::expect(bool holds, const std::string& broken) {
    ++promises_;
    // One fault is often found with many letters: it is said once.
    if (!holds && std::find(faults_.begin(), faults_.end(), broken) == faults_.end())
        faults_.push_back(broken);
}

namespace {

/// The stage as the pipeline plans it, or null.
const PlannedStage* planned_in(const Plan& pipeline, const StageSpec& stage) {
    for (const auto* stages : {&pipeline.inputs, &pipeline.transforms, &pipeline.outputs})
        for (const PlannedStage& planned : *stages)
            if (planned.stage.spec == &stage) return &planned;
    return nullptr;
}

Options defaults(const StageSpec& stage) {
    std::vector<Diagnostic> problems;
    const TomlFile empty = parse_toml("", "defaults", problems);
    return OptionsReader(problems).read(empty, empty.root, stage.options, {});
}

}  // namespace

Plan Setting::alone(const StageSpec& stage) const {
    Plan plan;
    plan.name = "alone";
    const PlannedStage* given = pipeline ? planned_in(*pipeline, stage) : nullptr;
    PlannedStage planned = given ? *given : PlannedStage{{plugin, &stage}, defaults(stage), {}};
    if (pipeline) plan.profiles = pipeline->profiles;
    plan.record_types.assign(stage.provides.begin(), stage.provides.end());
    auto& stages = stage.kind == StageKind::input       ? plan.inputs
                   : stage.kind == StageKind::transform ? plan.transforms
                                                        : plan.outputs;
    stages.push_back(std::move(planned));
    return plan;
}

bool Setting::cannot_run_alone(const StageSpec& stage) const {
    if (!stage.needs.empty()) return true;
    if (pipeline && planned_in(*pipeline, stage)) return false;
    return std::any_of(stage.options.begin(), stage.options.end(),
                       [](const OptionSpec& option) { return option.required; });
}

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string first_of(const std::vector<Diagnostic>& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics)
        if (diagnostic.severity == Severity::error) return diagnostic.code + ": " + diagnostic.message;
    return diagnostics.empty() ? "" : diagnostics.front().code + ": " + diagnostics.front().message;
}

}  // namespace contract
