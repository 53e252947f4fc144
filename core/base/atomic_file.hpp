// A file that appears whole or not at all.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/owned_file.hpp"
#include "base/sha256.hpp"

namespace sheaf {

/// Written piece by piece under a temporary name beside the target. Without `commit`, nothing is left behind and
/// the target is as it was. Everything throws `StageError` (`output-unwritable`; `output-link` when a link has its name).
class AtomicFile {
  public:
    /// Folders that are missing are made.
    explicit AtomicFile(std::filesystem::path target);
    /// In a folder that is open, whatever has its name by now. Without `sync`, the bytes may get lost with the power.
    AtomicFile(OwnedFile folder, std::filesystem::path target, bool sync = true);
    ~AtomicFile();
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;

    void write(std::string_view bytes);
    /// Brings the bytes to the disk. Nothing is written after that.
    void close();
    /// The same, and gives the file its name. Gives their SHA-256, in hexadecimal.
    std::string commit();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void open();

    OwnedFile folder_;
    std::filesystem::path target_;
    std::string temporary_;  ///< in the folder
    bool sync_ = true;
    Sha256 hash_;
    std::unique_ptr<std::FILE, Close> file_;
    bool left_ = true;  ///< the temporary name is this object's
};

}  // namespace sheaf
