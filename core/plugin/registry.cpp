#include "plugin/registry.hpp"

#include <sys/auxv.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/codes.hpp"

namespace sheaf {

namespace fs = std::filesystem;

std::string_view name(StageKind kind) {
    switch (kind) {
        case StageKind::input:
            return "input";
        case StageKind::transform:
            return "transform";
        case StageKind::output:
            return "output";
    }
    return "stage";
}

fs::path install_prefix() {
    std::error_code error;
    fs::path program = fs::read_symlink("/proc/self/exe", error);
    // Without /proc, the kernel still says what it was asked to run.
    if (error) program = fs::canonical(reinterpret_cast<const char*>(::getauxval(AT_EXECFN)), error);
    return program.parent_path().parent_path();
}

fs::path installed_plugins() {
    return install_prefix() / "lib" / "sheaf" / std::to_string(api_major);
}

std::vector<fs::path> plugin_folders(const std::vector<std::string>& given,
                                     std::vector<Diagnostic>& problems) {
    std::vector<fs::path> folders;
    const auto add = [&](const fs::path& folder) {
        std::error_code error;
        const fs::path canonical = fs::canonical(folder, error);
        if (error || !fs::is_directory(canonical)) return false;
        if (std::find(folders.begin(), folders.end(), canonical) == folders.end())
            folders.push_back(canonical);
        return true;
    };
    for (const std::string& folder : given)
        if (folder.empty() || !add(folder))
            problems.push_back(diagnose(codes::plugin_folder_missing, "there is no such plugin folder",
                                        in_file(folder), "check the path given with --plugin-dir"));
    if (const char* list = ::secure_getenv("SHEAF_PLUGIN_PATH")) {
        std::string_view rest = list;
        while (!rest.empty()) {
            const std::string entry(rest.substr(0, rest.find(':')));
            rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
            if (entry.empty()) continue;
            if (fs::path(entry).is_absolute())
                add(entry);
            else
                problems.push_back(diagnose(codes::plugin_folder_relative,
                                            "an entry of SHEAF_PLUGIN_PATH is not an absolute path",
                                            in_file(entry), "write the whole path"));
        }
    }
    add(installed_plugins());
    return folders;
}

std::string stage_label(std::string_view kind, std::string_view stage) {
    return std::string(kind) + " stage name `" + std::string(stage) + "`";
}

PluginNames names_of(const Plugin& plugin) {
    PluginNames names{plugin.file, plugin.descriptor->id, {}};
    for (const StageSpec& stage : plugin.descriptor->stages)
        names.stages.push_back(stage_label(name(stage.kind), stage.name));
    return names;
}

std::optional<Diagnostic> collision(const PluginNames& plugin, const std::vector<PluginNames>& others) {
    for (const PluginNames& other : others) {
        const auto shared = std::find_first_of(plugin.stages.begin(), plugin.stages.end(),
                                               other.stages.begin(), other.stages.end());
        if (plugin.id != other.id && shared == plugin.stages.end()) continue;
        const std::string what = plugin.id == other.id ? "plugin id `" + plugin.id + "`" : *shared;
        return diagnose(codes::plugin_duplicate,
                        "the " + what + " is also that of `" + other.file.string() + "`",
                        in_file(plugin.file.string()), "remove one of the two files");
    }
    return std::nullopt;
}

PluginRegistry::PluginRegistry(std::vector<fs::path> folders, std::vector<Diagnostic> problems)
    : folders_(std::move(folders)), problems_(std::move(problems)) {}

void PluginRegistry::add(const PluginDescriptor& descriptor) {
    plugins_.push_back({"the program itself", &descriptor});
    names_.push_back(names_of(plugins_.back()));
}

std::optional<StageRef> PluginRegistry::find(StageKind kind, std::string_view stage) {
    // A stage name becomes part of a file name here, so it must not lead out of the folder.
    if (stage.empty() || stage.find('/') != std::string_view::npos) return std::nullopt;
    for (const fs::path& folder : folders_) {
        const fs::path file = folder / ("sheaf-" + std::string(stage) + ".so");
        std::error_code error;
        if (fs::exists(file, error)) load(file);
    }
    if (auto found = among_loaded(kind, stage)) return found;
    load_all();
    return among_loaded(kind, stage);
}

std::vector<fs::path> PluginRegistry::files() {
    std::vector<fs::path> files;
    for (const fs::path& folder : folders_) {
        const auto first = static_cast<std::ptrdiff_t>(files.size());
        std::error_code error;
        for (const auto& entry : fs::directory_iterator(folder, error)) {
            const std::string file = entry.path().filename().string();
            if (file.starts_with("sheaf-") && entry.path().extension() == ".so")
                files.push_back(entry.path());
        }
        if (error)
            problems_.push_back(diagnose(codes::plugin_folder_missing,
                                         "the plugin folder cannot be read: " + error.message(),
                                         in_file(folder.string())));
        std::sort(files.begin() + first, files.end());
    }
    return files;
}

void PluginRegistry::load_all() {
    if (all_loaded_) return;
    all_loaded_ = true;
    for (const fs::path& file : files()) load(file);
}

std::vector<StageRef> PluginRegistry::stages() const {
    std::vector<StageRef> stages;
    for (const Plugin& plugin : plugins_)
        for (const StageSpec& spec : plugin.descriptor->stages) stages.push_back({&plugin, &spec});
    std::sort(stages.begin(), stages.end(), [](const StageRef& a, const StageRef& b) {
        return std::make_tuple(a.spec->kind, std::string_view(a.spec->name)) <
               std::make_tuple(b.spec->kind, std::string_view(b.spec->name));
    });
    return stages;
}

void PluginRegistry::load(const fs::path& file) {
    if (!tried_.insert(file).second) return;
    auto loaded = load_plugin(file, sound_folders_);
    if (auto* problem = std::get_if<Diagnostic>(&loaded)) {
        problems_.push_back(std::move(*problem));
        return;
    }
    auto& plugin = std::get<Plugin>(loaded);
    PluginNames names = names_of(plugin);
    if (auto problem = collision(names, names_)) {
        problems_.push_back(std::move(*problem));
        return;
    }
    names_.push_back(std::move(names));
    plugins_.push_back(std::move(plugin));
}

std::optional<StageRef> PluginRegistry::among_loaded(StageKind kind, std::string_view stage) const {
    for (const Plugin& plugin : plugins_)
        for (const StageSpec& spec : plugin.descriptor->stages)
            if (spec.kind == kind && spec.name == stage) return StageRef{&plugin, &spec};
    return std::nullopt;
}

}  // namespace sheaf
