#include "run/stages.hpp"

#include <sys/resource.h>

#include <new>
#include <type_traits>

#include "base/codes.hpp"
#include "base/wording.hpp"

namespace sheaf {

namespace {

Diagnostic out_of_memory() {
    rlimit limit{};
    const bool limited = ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    return diagnose(
        codes::stage_failed,
        limited ? "the stage ran out of memory: its address space is limited" : "the stage ran out of memory",
        {}, "raise `memory_mib` or the limit of the shell (ulimit -v), or leave the letter out");
}

/// The exception's own words. They are the plugin's code, so they may throw, too.
std::string words_of(const std::exception& error) {
    try {
        const char* what = error.what();
        return what ? valid_utf8(what) : "an exception without words";
    } catch (...) {
        return "an exception that throws when it is asked what it is";
    }
}

Diagnostic failure(const std::string& what) {
    return diagnose(codes::stage_failed, "the stage ended with an unexpected exception: " + what, {},
                    "this is a defect of the plugin: report it with the letter, if you may share it");
}

/// What the call throws, as a diagnostic without a stage. The exception is gone when this returns; should it throw again while
/// it is destroyed, `problem` is set already.
void watch(const std::function<void()>& call, std::optional<Diagnostic>& problem) {
    try {
        call();
    } catch (const StageError& error) {
        problem = error.diagnostic();
    } catch (const std::bad_alloc&) {
        problem = out_of_memory();
    } catch (const std::exception& error) {
        problem = failure(words_of(error));
    } catch (...) {
        problem = failure("something that is no std::exception");
    }
}

template <class Interface>
Interface* create(const StageSpec& spec, const Setup& setup) {
    if constexpr (std::is_same_v<Interface, Input>)
        return spec.create_input(setup);
    else if constexpr (std::is_same_v<Interface, Transform>)
        return spec.create_transform(setup);
    else
        return spec.create_output(setup);
}

/// Where tables are read when asked, what needs none is created, and what sees letters before their profile can be
/// known: up to the first transform that takes rules.
template <class Interface>
std::vector<LiveStage<Interface>> create_all(const std::vector<PlannedStage>& plans, const Plan& plan,
                                             std::vector<Diagnostic>& problems,
                                             const std::function<void(const StageSpec&)>& begins) {
    const bool at_once = plan.profile_tables == ProfileTables::at_once;
    bool profile_known = std::is_same_v<Interface, Output>;
    std::vector<LiveStage<Interface>> stages;
    stages.reserve(plans.size());
    for (const PlannedStage& planned : plans) {
        LiveStage<Interface>& stage = stages.emplace_back();
        stage.plan = &planned;
        stage.knows_family = profile_known;
        if (begins) begins(*planned.stage.spec);
        const bool by_profile = !planned.stage.spec->profile_options.empty();
        const bool made = (at_once || !by_profile || !profile_known) && stage_for(stage, plan, {}, problems);
        if (at_once && by_profile && made)
            for (const Profile& profile : plan.profiles) stage_for(stage, plan, profile.name, problems);
        if (by_profile && std::is_same_v<Interface, Transform>) profile_known = true;
    }
    return stages;
}

}  // namespace

std::optional<Diagnostic> guarded(std::string_view stage, const std::function<void()>& call) {
    std::optional<Diagnostic> problem;
    try {
        watch(call, problem);
    } catch (...) {
        // Even to destroy an exception may throw.
        problem = failure("something that cannot be destroyed");
    }
    if (!problem) return std::nullopt;
    problem->stage = stage;
    return problem;
}

template <class Interface>
Interface* stage_for(LiveStage<Interface>& stage, const Plan& plan, std::string_view profile,
                     std::vector<Diagnostic>& problems) {
    const StageSpec& spec = *stage.plan->stage.spec;
    if (spec.profile_options.empty()) profile = {};
    if (const auto known = stage.by_profile.find(profile); known != stage.by_profile.end())
        return known->second.object.get();
    const std::size_t before = problems.size();
    LiveObject<Interface> live;
    const bool of_no_family = profile.empty() && stage.knows_family && !spec.profile_options.empty();
    live.profiles =
        of_no_family ? plan.fallback_for(spec, problems) : plan.rules_for(spec, profile, problems);
    if (problems.size() > before) return nullptr;
    auto problem = guarded(stage.name(), [&] {
        live.object.reset(create<Interface>(spec, Setup{stage.plan->options, live.profiles}));
        if (!live.object)
            throw StageError(codes::stage_failed.code, "the stage's create function gave nothing");
    });
    if (problem) {
        if (problem->place.file.empty()) problem->place = stage.plan->place;
        problems.push_back(std::move(*problem));
        return nullptr;
    }
    return stage.by_profile.emplace(profile, std::move(live)).first->second.object.get();
}

LiveStages create_stages(const Plan& plan, std::vector<Diagnostic>& problems,
                         const std::function<void(const StageSpec&)>& begins) {
    LiveStages stages;
    stages.inputs = create_all<Input>(plan.inputs, plan, problems, begins);
    stages.transforms = create_all<Transform>(plan.transforms, plan, problems, begins);
    stages.outputs = create_all<Output>(plan.outputs, plan, problems, begins);
    return stages;
}

template Input* stage_for(LiveStage<Input>&, const Plan&, std::string_view, std::vector<Diagnostic>&);
template Transform* stage_for(LiveStage<Transform>&, const Plan&, std::string_view, std::vector<Diagnostic>&);
template Output* stage_for(LiveStage<Output>&, const Plan&, std::string_view, std::vector<Diagnostic>&);

}  // namespace sheaf
