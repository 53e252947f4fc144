// The hash of a journal that was closed as it should be: by it the next run knows that no byte has changed
// since.
//
// It stands beside it as `journal.sqlite.sha256`, in the form that `sha256sum --check` reads. While somebody
// writes to the journal, after a run that was killed, and where somebody else still had it open at the end of
// a run, there is none.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace sheaf {

enum class Seal {
    absent,  ///< nobody can say; also where the seal itself is damaged
    sound,
    broken,  ///< the file is not what was closed
};

/// For somebody who may only read; also while a run begins.
Seal look_at_seal(const std::filesystem::path& journal);

/// Takes the seal away when it is made, and makes one when its time is over; where an exception ends that, only if the journal is
/// as it was before.
class JournalSeal {
  public:
    /// An empty path: of nothing.
    explicit JournalSeal(std::filesystem::path journal);
    ~JournalSeal();
    JournalSeal(JournalSeal&& other) noexcept;
    JournalSeal(const JournalSeal&) = delete;
    JournalSeal& operator=(const JournalSeal&) = delete;

    /// From now on: the journal is open, and sound as far as can be seen.
    void arm() { armed_ = true; }

  private:
    std::filesystem::path journal_;
    std::optional<std::string> before_;  ///< the hash in the seal that it took away
    bool armed_ = false;
    int exceptions_ = 0;
};

}  // namespace sheaf
