// One batch at a time for an output folder.
#pragma once

#include <filesystem>
#include <string>

#include "base/owned_file.hpp"

namespace sheaf {

/// A lock that the system gives back when the process ends, however it ends.
class RunLock {
  public:
    /// Takes the lock if nobody has it. Throws `StageError` (`output-unwritable`) when the file cannot be made.
    explicit RunLock(const std::filesystem::path& file);

    /// Whether somebody has it; for who may only read, too.
    static bool is_held(const std::filesystem::path& file);

    bool taken() const { return taken_; }
    /// Who has it, when it is not taken: `process 4711 on example since 2026-04-07T01:30:00Z`.
    const std::string& holder() const { return holder_; }

  private:
    OwnedFile file_;
    bool taken_ = false;
    std::string holder_;
};

}  // namespace sheaf
