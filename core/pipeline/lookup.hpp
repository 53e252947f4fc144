// Where pipelines and profiles are found: where the user says, then among those that are installed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sheaf {

/// The folder of the installed pipelines, which holds the folder `profiles`.
std::filesystem::path installed_pipelines();

/// The names of the installed pipelines, without `.toml`, in order.
std::vector<std::string> installed_names();

/// What a file in `folder` means by a relative path: what is there, or else what is installed under that path. When there
/// is neither, the first.
std::filesystem::path beside_or_installed(const std::filesystem::path& folder, const std::string& path);

/// The pipeline that a command line means: the file, or else the installed pipeline of that name, with `.toml` or without.
/// When there is neither, the file.
std::filesystem::path pipeline_named(const std::string& name);

}  // namespace sheaf
