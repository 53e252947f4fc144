// The hashes of a journal that was closed as it should be: by them the next run knows that no byte has
// changed since.
//
// They stand beside it as `journal.sqlite.sha256`, in the form that `sha256sum --check` reads. While somebody
// writes to the journal, and after a run that was killed, there are none.
#pragma once

#include <filesystem>

namespace sheaf {

enum class Seal {
    absent,  ///< nobody can say
    sound,
    broken,  ///< the file is not what was closed
};

/// For somebody who may only read; also while a run begins.
Seal look_at_seal(const std::filesystem::path& journal);

/// Takes the seal away when it is made, and makes one when its time is over, unless an exception ends that.
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
    bool armed_ = false;
    int exceptions_ = 0;
};

}  // namespace sheaf
