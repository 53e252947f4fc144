// `use = "exec"`: any executable as an input, a transform or an output. samples/guide/exec.md is the
// protocol.
#pragma once

#include "sheaf/plugin.hpp"

namespace sheaf {

/// The plugin in the program that offers the stages `exec`.
const PluginDescriptor& exec_plugin();

}  // namespace sheaf
