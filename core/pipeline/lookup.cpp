#include "pipeline/lookup.hpp"

#include "plugin/registry.hpp"

namespace sheaf {

namespace fs = std::filesystem;

fs::path installed_pipelines() {
    return install_prefix() / "share" / "sheaf" / "pipelines";
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
