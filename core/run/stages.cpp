#include "run/stages.hpp"

#include <new>

#include "plugin/codes.hpp"

namespace sheaf {

namespace {

template <class Interface>
void create(const std::vector<PlannedStage>& plans, Interface* (*StageSpec::*factory)(const Setup&),
            std::vector<LiveStage<Interface>>& stages, const Plan& plan, std::vector<Diagnostic>& problems) {
    stages.reserve(plans.size());
    for (const PlannedStage& planned : plans) {
        LiveStage<Interface> live;
        live.plan = &planned;
        live.profiles = plan.rules_for(*planned.stage.spec);
        auto problem = guarded(planned.name(), [&] {
            live.object.reset((planned.stage.spec->*factory)(Setup{planned.options, live.profiles}));
            if (!live.object)
                throw StageError(codes::stage_failed.code, "the stage's create function gave nothing");
        });
        if (problem) {
            if (problem->place.file.empty()) problem->place = planned.place;
            problems.push_back(std::move(*problem));
        }
        stages.push_back(std::move(live));
    }
}

Diagnostic failure(const std::string& what) {
    return diagnose(codes::stage_failed, "the stage ended with an unexpected exception: " + what, {},
                    "this is a defect of the plugin: report it with the letter, if you may share it");
}

}  // namespace

std::optional<Diagnostic> guarded(std::string_view stage, const std::function<void()>& call) {
    std::optional<Diagnostic> problem;
    try {
        call();
        return std::nullopt;
    } catch (const StageError& error) {
        problem = error.diagnostic();
    } catch (const std::bad_alloc&) {
        problem = diagnose(codes::stage_failed, "the stage ran out of memory", {},
                           "give the program more memory, or leave the letter out");
    } catch (const std::exception& error) {
        problem = failure(error.what());
    } catch (...) {
        problem = failure("something that is no std::exception");
    }
    problem->severity = Severity::error;
    problem->stage = stage;
    return problem;
}

LiveStages create_stages(const Plan& plan, std::vector<Diagnostic>& problems) {
    LiveStages stages;
    create(plan.inputs, &StageSpec::create_input, stages.inputs, plan, problems);
    create(plan.transforms, &StageSpec::create_transform, stages.transforms, plan, problems);
    create(plan.outputs, &StageSpec::create_output, stages.outputs, plan, problems);
    return stages;
}

}  // namespace sheaf
