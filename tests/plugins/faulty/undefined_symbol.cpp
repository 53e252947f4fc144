// A plugin that calls a function which nobody defines.
#include "sheaf/plugin.hpp"

extern "C" sheaf::Transform* nobody_defines_this(const sheaf::Setup&);

namespace {
sheaf::Transform* create(const sheaf::Setup& setup) {
    return nobody_defines_this(setup);
}
const sheaf::StageSpec stages[] = {{.kind = sheaf::StageKind::transform,
                                    .name = "undefined",
                                    .help = "Cannot be linked.",
                                    .create_transform = create}};
}  // namespace

SHEAF_PLUGIN("test.undefined", "1.0.0", "A plugin made for a test", "MIT", stages)
