#include "pipeline/lookup.hpp"

#include <algorithm>

#include "plugin/registry.hpp"

namespace sheaf {

namespace fs = std::filesystem;

fs::path installed_pipelines() {
    return install_prefix() / "share" / "sheaf" / "pipelines";
}

std::vector<std::string> installed_names() {
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(installed_pipelines(), error))
        if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

fs::path beside_or_installed(const fs::path& folder, const std::string& path) {
    const fs::path beside = (folder / path).lexically_normal();
    const fs::path installed = installed_pipelines() / path;
    std::error_code error;
    return !fs::exists(beside, error) && fs::exists(installed, error) ? installed : beside;
}

fs::path pipeline_named(const std::string& name) {
    std::error_code error;
    const bool plain = name.find('/') == std::string::npos && !name.empty();
    if (!plain || fs::exists(name, error)) return name;
    for (const std::string& file : {name, name + ".toml"})
        if (fs::path installed = installed_pipelines() / file; fs::is_regular_file(installed, error))
            return installed;
    return name;
}

}  // namespace sheaf
