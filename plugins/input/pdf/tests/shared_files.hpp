// The real letters that are not part of the project: found through the environment, absent on most machines.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

inline std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    std::string bytes(file ? static_cast<std::size_t>(file.tellg()) : 0, '\0');
    file.seekg(0);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

/// The files with that ending below a folder of `SHEAF_SHARED`, sorted; empty when there are none.
inline std::vector<std::string> shared_files(const std::string& folder, const std::string& ending) {
    std::vector<std::string> out;
    const char* root = std::getenv("SHEAF_SHARED");
    const std::filesystem::path below = root ? std::filesystem::path(root) / folder : std::filesystem::path();
    if (!root || !std::filesystem::is_directory(below)) return out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(below))
        if (entry.is_regular_file() && entry.path().extension() == ending)
            out.push_back(entry.path().string());
    std::sort(out.begin(), out.end());
    return out;
}
