// One plugin library: checked before it is loaded, loaded by exact path, and never unloaded, since objects
// and exceptions outlive their library.
#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "plugin/trust.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf {

struct Plugin {
    std::filesystem::path file;
    const PluginDescriptor* descriptor = nullptr;
};

/// Loads the library with all symbols resolved at once. Gives the diagnostic that names the file, what was
/// expected and what was found when it is no plugin for this program. Who may change the file, that it is a whole
/// library for this machine, and the head of its descriptor are checked before any code of the library runs.
std::variant<Plugin, Diagnostic> load_plugin(const std::filesystem::path& file);
/// The same for one of many: looks once at each folder.
std::variant<Plugin, Diagnostic> load_plugin(const std::filesystem::path& file, SoundFolders& sound);

/// What the file of a library says before anything of it runs.
struct LibraryFacts {
    DescriptorHead head{};
    /// A variable that the dynamic linker makes one of for the whole program (binding STB_GNU_UNIQUE), so that another
    /// plugin with a variable of this name would use this one, whatever its type. Empty when there is none; those of
    /// the C++ library and of the SDK do not count.
    std::string shared_variable;
};

/// Reads a library's file.
std::variant<LibraryFacts, Diagnostic> read_library(const std::filesystem::path& file);

/// What is wrong with a descriptor's head, or nothing.
std::optional<Diagnostic> check_head(const DescriptorHead& head, const std::filesystem::path& file);

/// What is wrong with the names of a record type and of its fields; empty when nothing is.
std::string fault_in_record(const RecordSpec& record);

/// What is wrong with the rest of a descriptor whose head is right, or nothing.
std::optional<Diagnostic> check_content(const PluginDescriptor& descriptor,
                                        const std::filesystem::path& file);

}  // namespace sheaf
