// The plan's stages, created: what a run calls. Created once, used for many letters.
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "pipeline/plan.hpp"

namespace sheaf {

/// What a stage throws becomes a diagnostic of that stage; nothing leaves the call. Nothing when all went well.
std::optional<Diagnostic> guarded(std::string_view stage, const std::function<void()>& call);

/// A stage for the letters of one family.
template <class Interface>
struct LiveObject {
    std::vector<ProfileRules> profiles;  ///< kept, so that the stage may refer to its rules
    std::unique_ptr<Interface> object;
};

/// A stage, created once for all letters; one that takes rules from profiles, once for each profile and once for letters
/// without one (the empty name): with the rules of all where the family is not known yet, else with none.
template <class Interface>
struct LiveStage {
    const PlannedStage* plan = nullptr;
    bool knows_family = false;  ///< it sees letters behind the first transform that takes rules
    std::map<std::string, LiveObject<Interface>, std::less<>> by_profile;

    std::string_view name() const { return plan->name(); }
};

struct LiveStages {
    std::vector<LiveStage<Input>> inputs;
    std::vector<LiveStage<Transform>> transforms;
    std::vector<LiveStage<Output>> outputs;
};

/// The stages of the plan, which must outlive them. Those are created at once whose rules have been read. What goes
/// wrong is added to `problems`. `begins` is told of each stage before it is created.
LiveStages create_stages(const Plan& plan, std::vector<Diagnostic>& problems,
                         const std::function<void(const StageSpec&)>& begins = {});

/// The stage for letters of that profile (empty: not known), created if this is the first. Null when that goes wrong,
/// which is added to `problems`.
template <class Interface>
Interface* stage_for(LiveStage<Interface>& stage, const Plan& plan, std::string_view profile,
                     std::vector<Diagnostic>& problems);

}  // namespace sheaf
