// The test plugins, and what is said about them.
#pragma once

#include <string>

#include "plugin/library.hpp"
#include "plugin/registry.hpp"

namespace sheaf::testing {

/// The folder of test plugins of that name.
inline std::filesystem::path plugin_folder(const std::string& name) {
    return std::filesystem::path(SHEAF_TEST_PLUGINS) / name;
}

/// Why the library is refused; an empty diagnostic when it is not.
inline Diagnostic refusal(const std::string& folder, const std::string& name = "descriptor") {
    auto loaded = load_plugin(plugin_folder(folder) / ("sheaf-" + name + ".so"));
    auto* problem = std::get_if<Diagnostic>(&loaded);
    return problem ? *problem : Diagnostic();
}

}  // namespace sheaf::testing
