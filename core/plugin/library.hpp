// One plugin library: loaded by exact path, its descriptor checked before anything of it is called, and never
// unloaded, since objects and exceptions outlive their library.
#pragma once

#include <filesystem>
#include <variant>

#include "sheaf/plugin.hpp"

namespace sheaf {

struct Plugin {
    std::filesystem::path file;
    const PluginDescriptor* descriptor = nullptr;
};

/// Loads the library with all symbols resolved at once. Gives the diagnostic that names the file, what was
/// expected and what was found when it is no plugin for this program.
std::variant<Plugin, Diagnostic> load_plugin(const std::filesystem::path& file);

/// What is wrong with a descriptor, or nothing. Reads magic, version, size and ABI tag before all else.
std::optional<Diagnostic> check_descriptor(const PluginDescriptor& descriptor,
                                           const std::filesystem::path& file);

}  // namespace sheaf
