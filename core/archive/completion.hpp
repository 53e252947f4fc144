// Letters that are done: their outputs are put in place, and the journal says so.
#pragma once

#include <vector>

#include "archive/batch_run.hpp"
#include "archive/worker_pool.hpp"
#include "base/clock.hpp"

namespace sheaf {

class Completion {
  public:
    explicit Completion(BatchRun& run) : run_(run) {}

    /// What came of a letter that was at work. False when its content is not what it was taken for: then nothing is kept, and it
    /// is to be hashed and read again.
    bool add(LetterAtWork& letter, JobResult result);
    /// Letters that no worker had.
    void add(std::vector<FinishedLetter> letters);

    /// How long a finished letter waits for others.
    static constexpr auto longest_wait = std::chrono::milliseconds(50);

    bool empty() const { return finished_.empty(); }
    /// Many letters wait, or the first of them has waited long.
    bool due() const;
    /// Puts the outputs of all finished letters in place. What is about to be done is in the journal before, what was done
    /// after: whenever this process is killed, the journal knows which letters to do again.
    void flush();

  private:
    void copy(const std::filesystem::path& scratch, FinishedLetter& one) const;
    void put_in_place(FinishedLetter& one);
    void refuse_names_of_others(const LetterOutcome& outcome) const;
    void keep_known(const FinishedLetter& one);
    void count(const LetterOutcome& outcome);

    BatchRun& run_;
    std::vector<FinishedLetter> finished_;
    Clock::time_point first_finished_;
};

}  // namespace sheaf
