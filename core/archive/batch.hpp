// An archive through a plan: incremental, isolated, journalled.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "archive/journal.hpp"
#include "archive/worker_pool.hpp"
#include "run/letters.hpp"
#include "run/shard.hpp"

namespace sheaf {

/// The folders that letters are in, with those above them: absolute, each once.
class Folders {
  public:
    void add(const std::string& file);
    bool has(const std::string& folder) const { return known_.contains(folder); }

  private:
    std::unordered_set<std::string> known_;
    std::string last_;  ///< letters of a folder mostly follow each other
};

struct BatchSettings {
    std::vector<Letter> letters;
    std::vector<PassedOver> passed_over;  ///< among the inputs, and no letters
    std::vector<std::string> dangling;    ///< links among the inputs that are followed and lead nowhere
    Shard shard;                          ///< `letters` are those of this part
    Folders folders_of_others;            ///< of the letters of other parts
    std::filesystem::path out;
    PoolSettings pool;              ///< its workers get their folder from `run_batch`
    bool prune = false;             ///< outputs of letters that are gone are removed
    bool prune_emptied = false;     ///< with it: also where a folder has no letter any more
    bool retry_failed = false;      ///< letters that are known to be bad are tried again
    bool sync = true;               ///< outputs are on the disk before they have their names
    bool verify = false;            ///< outputs are compared with what was written
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
    std::size_t left_as_they_were =
        0;  ///< letters that failed although the journal knows them otherwise, or not at all
    double seconds = 0;

    /// As `sheaf` ends with it.
    int exit() const;
};

BatchResult run_batch(const Plan& plan, const BatchSettings& settings, BatchWatcher& watcher);

}  // namespace sheaf
