// The plan's stages, created: what a run calls. Created once, used for many letters.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <vector>

#include "pipeline/plan.hpp"

namespace sheaf {

/// What a stage throws becomes a diagnostic of that stage; nothing leaves the call. Nothing when all went well.
std::optional<Diagnostic> guarded(std::string_view stage, const std::function<void()>& call);

template <class Interface>
struct LiveStage {
    const PlannedStage* plan = nullptr;
    std::vector<ProfileRules> profiles;  ///< kept, so that a stage may refer to its rules
    std::unique_ptr<Interface> object;

    std::string_view name() const { return plan->name(); }
};

struct LiveStages {
    std::vector<LiveStage<Input>> inputs;
    std::vector<LiveStage<Transform>> transforms;
    std::vector<LiveStage<Output>> outputs;
};

/// Creates every stage of the plan, which must outlive them. What goes wrong is added to `problems`. `begins` is told of
/// each stage before it is created.
LiveStages create_stages(const Plan& plan, std::vector<Diagnostic>& problems,
                         const std::function<void(const StageSpec&)>& begins = {});

}  // namespace sheaf
