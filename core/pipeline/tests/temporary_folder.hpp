// A folder that is gone after the test.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/owned_folder.hpp"

namespace sheaf::testing {

class TemporaryFolder {
  public:
    TemporaryFolder() : folder_(std::filesystem::temp_directory_path() / "sheaf-test-XXXXXX") {
        if (!folder_) throw std::runtime_error("no temporary folder can be made");
    }

    const std::filesystem::path& path() const { return folder_.path(); }

    /// Writes a file below the folder; gives its path.
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::filesystem::path file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    std::string read(const std::string& name) const {
        std::ostringstream text;
        text << std::ifstream(path() / name, std::ios::binary).rdbuf();
        return text.str();
    }
    /// Every file below the folder, hidden ones included, in order of name.
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path()))
            if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(path()).string());
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    OwnedFolder folder_;
};

}  // namespace sheaf::testing
