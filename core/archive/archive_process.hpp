// The process that writes a batch's archive: the batch itself runs no code of a stage.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/journal.hpp"
#include "base/owned_file.hpp"
#include "base/process.hpp"
#include "confine/probe.hpp"
#include "pipeline/plan.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// What came of it.
struct ArchiveAnswer {
    std::string state;                  ///< to be remembered by the journal; empty when it failed
    std::vector<FileHash> written;      ///< to be remembered, too; empty when nothing had changed
    std::vector<Diagnostic> said;       ///< by the outputs
    std::optional<Diagnostic> problem;  ///< why it failed
    std::string journal_damage;         ///< what is wrong with the journal, if that is why
};

class ArchiveProcess {
  public:
    /// Starts it, to wait until it is told. Before the journal is opened: SQLite's files do not survive a fork. The plan must
    /// outlive it. Throws `StageError` (`worker-failed`).
    ArchiveProcess(const Plan& plan, const std::filesystem::path& out, Confine wanted);
    ~ArchiveProcess();
    ArchiveProcess(const ArchiveProcess&) = delete;
    ArchiveProcess& operator=(const ArchiveProcess&) = delete;

    pid_t process() const { return process_; }
    /// Somebody else has waited for it.
    void ended(const ProcessEnd& end);
    /// Lets it write the letters whose output names come before `name`, which do not change any more, while others are
    /// converted. Does not wait: when it is busy, it hears of a later name.
    void advance(const std::string& name);
    /// Lets it write the rest, unless nothing has changed since, and waits. Once. `outputs` is the hash of the outputs.
    ArchiveAnswer finish(const std::string& outputs);

  private:
    pid_t process_ = -1;  ///< -1: it has ended
    ProcessEnd end_;      ///< then
    OwnedFile socket_;
};

}  // namespace sheaf
