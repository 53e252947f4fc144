// An archive through a plan: incremental, isolated, journalled.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/crew.hpp"
#include "run/journal.hpp"
#include "run/letters.hpp"

namespace sheaf {

struct BatchSettings {
    std::vector<Letter> letters;
    std::filesystem::path out;
    CrewSettings crew;
    bool prune = false;             ///< outputs of letters that are gone are removed
    bool retry_failed = false;      ///< letters that are known to be bad are tried again
    bool again = false;             ///< every letter is read again
    std::filesystem::path metrics;  ///< for a monitor; empty: none
};

/// What happens during a batch, for whoever shows it.
class BatchWatcher {
  public:
    virtual ~BatchWatcher() = default;
    virtual void problem(const std::string& subject, const Diagnostic& problem) = 0;
    virtual void begins(std::size_t letters) = 0;
    /// `done` letters are through, skipped ones included; `name` is one of those under way.
    virtual void progress(std::size_t done, const std::string& name) = 0;
    /// `progress` is to be called often, although nothing happens.
    virtual bool live() const = 0;
    virtual void done(const LetterOutcome& outcome) = 0;
};

struct BatchResult {
    enum class End : std::uint8_t {
        finished,
        interrupted,  ///< by a signal; the next run goes on
        stopped,      ///< it could not go on; `problem` was told
        locked,       ///< another batch is at work; `problem` was told
        unable,       ///< it could not begin; `problem` was told
    };
    End end = End::finished;
    RunCounts counts;
    LetterTotals totals;
    double seconds = 0;

    /// As `sheaf` ends with it.
    int exit() const;
};

BatchResult run_batch(const Plan& plan, const BatchSettings& settings, BatchWatcher& watcher);

}  // namespace sheaf
