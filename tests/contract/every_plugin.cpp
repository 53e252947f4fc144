#include "every_plugin.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "pipeline/options_reader.hpp"

namespace contract {

using namespace sheaf;

PluginRegistry& plugins() {
    static PluginRegistry registry = [] {
        PluginRegistry made({SHEAF_TEST_PLUGINS});
        made.load_all();
        return made;
    }();
    return registry;
}

Options defaults(std::span<const OptionSpec> specs, std::vector<Diagnostic>& problems) {
    const TomlFile empty = parse_toml("", "defaults", problems);
    std::vector<Diagnostic> found;
    OptionsReader reader(found);
    Options values = reader.read(empty, empty.root, specs, {});
    for (Diagnostic& problem : found)
        if (problem.code != "missing-key") problems.push_back(std::move(problem));
    return values;
}

Plan alone(const StageRef& stage) {
    Plan plan;
    plan.name = "alone";
    std::vector<Diagnostic> problems;
    PlannedStage planned{stage, defaults(stage.spec->options, problems), {}};
    plan.record_types.assign(stage.spec->provides.begin(), stage.spec->provides.end());
    switch (stage.spec->kind) {
        case StageKind::input:
            plan.inputs.push_back(std::move(planned));
            break;
        case StageKind::transform:
            plan.transforms.push_back(std::move(planned));
            break;
        case StageKind::output:
            plan.outputs.push_back(std::move(planned));
            break;
    }
    return plan;
}

const Plan& main_pipeline() {
    static const Plan plan = [] {
        CheckedPipeline checked = check_pipeline(SHEAF_TEST_PIPELINE, plugins());
        if (!checked.plan) throw std::runtime_error(listed(checked.diagnostics));
        return std::move(*checked.plan);
    }();
    return plan;
}

bool needs_company(const StageSpec& stage) {
    for (const OptionSpec& option : stage.options)
        if (option.required) return true;
    return !stage.needs.empty();
}

std::string listed(const std::vector<Diagnostic>& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics)
        text += diagnostic.stage + " " + diagnostic.code + ": " + diagnostic.message + "\n";
    return text;
}

CapturedOutput::CapturedOutput() {
    std::fflush(stdout);
    kept_ = dup(STDOUT_FILENO);
    file_ = memfd_create("captured", MFD_CLOEXEC);
    dup2(file_, STDOUT_FILENO);
}

CapturedOutput::~CapturedOutput() {
    restore();
    close(file_);
}

void CapturedOutput::restore() {
    if (kept_ < 0) return;
    std::fflush(stdout);
    dup2(kept_, STDOUT_FILENO);
    close(kept_);
    kept_ = -1;
}

std::string CapturedOutput::text() {
    restore();
    std::string text(static_cast<std::size_t>(lseek(file_, 0, SEEK_END)), '\0');
    const auto got = pread(file_, text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

}  // namespace contract
