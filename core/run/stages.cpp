#include "run/stages.hpp"

#include <sys/resource.h>

#include <new>

#include "plugin/codes.hpp"
#include "run/output_names.hpp"

namespace sheaf {

namespace {

template <class Interface>
void create(const std::vector<PlannedStage>& plans, Interface* (*StageSpec::*factory)(const Setup&),
            std::vector<LiveStage<Interface>>& stages, const Plan& plan, std::vector<Diagnostic>& problems,
            const std::function<void(const StageSpec&)>& begins) {
    stages.reserve(plans.size());
    for (const PlannedStage& planned : plans) {
        if (begins) begins(*planned.stage.spec);
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

Diagnostic out_of_memory() {
    rlimit limit{};
    const bool limited = ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return diagnose(codes::stage_failed,
                    limited ? "the stage ran out of memory: the limit is " +
                                  std::to_string(limit.rlim_cur >> 20U) + " MiB of address space"
                            : "the stage ran out of memory",
                    {}, "give the program more memory, or leave the letter out");
}

/// The exception's own words. They are the plugin's code, so they may throw, too.
std::string words_of(const std::exception& error) {
    try {
        const char* what = error.what();
        return what ? readable_name(what) : "an exception without words";
    } catch (...) {
        return "an exception that throws when it is asked what it is";
    }
}

Diagnostic failure(const std::string& what) {
    return diagnose(codes::stage_failed, "the stage ended with an unexpected exception: " + what, {},
                    "this is a defect of the plugin: report it with the letter, if you may share it");
}

/// What the call throws, as a diagnostic without severity and stage. The exception is gone when it is given.
std::optional<Diagnostic> caught(const std::function<void()>& call) {
    try {
        call();
        return std::nullopt;
    } catch (const StageError& error) {
        return error.diagnostic();
    } catch (const std::bad_alloc&) {
        return out_of_memory();
    } catch (const std::exception& error) {
        return failure(words_of(error));
    } catch (...) {
        return failure("something that is no std::exception");
    }
}

}  // namespace

std::optional<Diagnostic> guarded(std::string_view stage, const std::function<void()>& call) {
    std::optional<Diagnostic> problem;
    try {
        problem = caught(call);
    } catch (...) {
        // Even to destroy an exception may throw.
        problem = failure("something that cannot be destroyed");
    }
    if (!problem) return std::nullopt;
    problem->severity = Severity::error;
    problem->stage = stage;
    return problem;
}

LiveStages create_stages(const Plan& plan, std::vector<Diagnostic>& problems,
                         const std::function<void(const StageSpec&)>& begins) {
    LiveStages stages;
    create(plan.inputs, &StageSpec::create_input, stages.inputs, plan, problems, begins);
    create(plan.transforms, &StageSpec::create_transform, stages.transforms, plan, problems, begins);
    create(plan.outputs, &StageSpec::create_output, stages.outputs, plan, problems, begins);
    return stages;
}

}  // namespace sheaf
