// A file that appears whole or not at all.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace sheaf {

/// Written piece by piece under a temporary name beside the target. Without `commit`, nothing is left behind and
/// the target is as it was. Everything throws `StageError` (`output-unwritable`).
class AtomicFile {
  public:
    /// Folders that are missing are made.
    explicit AtomicFile(std::filesystem::path target);
    ~AtomicFile();
    AtomicFile(AtomicFile&&) noexcept = default;
    AtomicFile& operator=(AtomicFile&&) = delete;

    void write(std::string_view bytes);
    /// Brings the bytes to the disk and gives the file its name.
    void commit();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::filesystem::path target_, temporary_;
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace sheaf
