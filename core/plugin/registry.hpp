// Which plugins there are, and which of them offers a stage.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/library.hpp"

namespace sheaf {

/// A stage and the plugin that offers it. Both live as long as the registry.
struct StageRef {
    const Plugin* plugin = nullptr;
    const StageSpec* spec = nullptr;
};

/// `input`, `transform` or `output`.
std::string_view name(StageKind kind);

/// The program's own folder tree: the parent of the folder that holds the executable.
std::filesystem::path install_prefix();

/// The folder of this API version in it, with the plugins and libraries that come with the program.
std::filesystem::path installed_plugins();

/// Where plugins are looked for, in order: the folders given (`--plugin-dir`), those of SHEAF_PLUGIN_PATH
/// (a list of absolute paths, separated by colons), the installed folder of this API version. Never the working directory.
/// Folders that cannot be used are reported in `problems`.
std::vector<std::filesystem::path> plugin_folders(const std::vector<std::string>& given,
                                                  std::vector<Diagnostic>& problems);

/// What a plugin is called by; two plugins share none of it.
struct PluginNames {
    std::filesystem::path file;
    std::string id;
    std::vector<std::string> stages;  ///< as messages print them: "input stage name `pdf`"
};

/// The names in a descriptor.
PluginNames names_of(const Plugin& plugin);

/// As `PluginNames::stages` has it.
std::string stage_label(std::string_view kind, std::string_view stage);

/// What the plugin shares with one of the others, or nothing.
std::optional<Diagnostic> collision(const PluginNames& plugin, const std::vector<PluginNames>& others);

/// Loads plugins on demand. Deterministic: folders in search order, files in order of name.
class PluginRegistry {
  public:
    explicit PluginRegistry(std::vector<std::filesystem::path> folders,
                            std::vector<Diagnostic> problems = {});

    /// Takes a plugin that is part of the program; it comes before those of the folders.
    void add(const PluginDescriptor& descriptor);

    /// The stage of that kind and name. A plugin file is named after its stage (`sheaf-STAGE.so`), so that
    /// only this file is loaded; if it is not there or does not offer the stage, all plugins are loaded.
    std::optional<StageRef> find(StageKind kind, std::string_view stage);

    /// Loads every plugin of the folders.
    void load_all();

    /// The files in the folders that are named like plugins, in search order. What cannot be read is a problem.
    std::vector<std::filesystem::path> files();

    /// The plugins loaded so far, in the order of loading.
    const std::deque<Plugin>& plugins() const { return plugins_; }
    /// Every stage of the plugins loaded so far, by kind and name.
    std::vector<StageRef> stages() const;
    /// What was wrong with the plugins tried so far.
    const std::vector<Diagnostic>& problems() const { return problems_; }

  private:
    void load(const std::filesystem::path& file);
    std::optional<StageRef> among_loaded(StageKind kind, std::string_view stage) const;

    std::vector<std::filesystem::path> folders_;
    std::set<std::filesystem::path> tried_;
    SoundFolders sound_folders_;
    std::deque<Plugin> plugins_;
    std::vector<PluginNames> names_;  ///< of `plugins_`
    std::vector<Diagnostic> problems_;
    bool all_loaded_ = false;
};

}  // namespace sheaf
