// Folders that remove themselves.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/scratch.hpp"

namespace sheaf {

/// A new folder, which goes with all that is in it when its owner does.
class OwnedFolder {
  public:
    /// `pattern` ends in `XXXXXX`, in place of which the folder's name has characters of its own. No folder, and
    /// `errno`, when none can be made.
    explicit OwnedFolder(const std::filesystem::path& pattern) {
        std::string name = pattern.string();
        if (::mkdtemp(name.data())) path_ = name;
    }
    ~OwnedFolder() { remove_folder(path_); }
    OwnedFolder(const OwnedFolder&) = delete;
    OwnedFolder& operator=(const OwnedFolder&) = delete;

    explicit operator bool() const { return !path_.empty(); }
    const std::filesystem::path& path() const { return path_; }
    /// It stays.
    void release() { path_.clear(); }

  private:
    std::filesystem::path path_;
};

}  // namespace sheaf
