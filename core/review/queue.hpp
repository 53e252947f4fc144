// The letters that need a look, the most harmful doubt first.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "review/desk.hpp"
#include "review/page.hpp"

namespace sheaf::review {

/// A letter in the queue.
struct QueueEntry {
    ArchivedLetter letter;
    std::vector<Diagnostic> doubts;  ///< that are left, the most harmful first
    std::size_t decided = 0;         ///< decisions about it
    int rank = 0;                    ///< its place: the lowest first
    bool done() const { return doubts.empty(); }
};
using QueueEntries = std::vector<std::shared_ptr<const QueueEntry>>;

/// Used by many threads.
class Queue {
  public:
    Queue(const ArchiveView& archive, const Desk& desk) : archive_(archive), desk_(desk) {}

    /// Those with doubts first, by harm, then by name.
    QueueEntries entries();

  private:
    using Entry = std::shared_ptr<const QueueEntry>;

    Entry entry(ArchivedLetter letter, std::vector<Diagnostic> doubts, std::size_t decided) const;
    Entry look_at(const ArchivedLetter& letter, const std::string& version);
    /// What the batch said, in order; read again when there was another one.
    std::shared_ptr<const QueueEntries> undecided();

    const ArchiveView& archive_;
    const Desk& desk_;
    std::mutex mutex_;
    std::shared_ptr<const QueueEntries> undecided_;
    std::int64_t generation_ = -1;
    std::map<std::string, Entry> known_;  ///< by letter, reading and version of its decisions
};

std::string queue_page(const Site& site, const QueueEntries& entries, const Plan& plan);

/// How sure decisions make us of each family's fields.
std::string trust_page(const Site& site, const ArchiveView& archive, const Desk& desk);

}  // namespace sheaf::review
