// A plugin that needs a library which cannot be found.
#include "sheaf/plugin.hpp"

extern "C" int from_missing_library();

namespace {
sheaf::Transform* create(const sheaf::Setup&) {
    from_missing_library();
    return nullptr;
}
const sheaf::StageSpec stages[] = {{.kind = sheaf::StageKind::transform,
                                    .name = "dependency",
                                    .help = "Cannot be loaded.",
                                    .create_transform = create}};
}  // namespace

SHEAF_PLUGIN("test.dependency", "1.0.0", "A plugin made for a test", "MIT", stages)
