// Pictures of pages, drawn by the input that reads the letter, in a worker process under the limits of a
// batch.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "archive/worker_pool.hpp"
#include "review/archive_view.hpp"

namespace sheaf::review {

/// A picture, or why there is none.
struct Picture {
    std::shared_ptr<const DrawnPage> page;  ///< null when it cannot be drawn
    Diagnostic problem;
};

/// Draws pages, one after the other, and keeps the last ones in memory. Used by many threads.
class Pictures {
  public:
    /// To be made before other threads are started. `plan` must outlive it; only its inputs are used.
    Pictures(const Plan& plan, const PoolSettings& settings);
    ~Pictures();
    Pictures(const Pictures&) = delete;
    Pictures& operator=(const Pictures&) = delete;

    /// The page (from 1) of a letter.
    Picture draw(const ArchivedLetter& letter, int page, double dpi);
    /// Whether SIGINT or SIGTERM came.
    bool asked_to_stop();

  private:
    Picture drawn(const ArchivedLetter& letter, int page, double dpi);
    void keep(const std::string& key, std::shared_ptr<const DrawnPage> page);
    std::shared_ptr<const DrawnPage> kept(const std::string& key);

    Plan plan_;  ///< with the inputs alone
    std::filesystem::path scratch_;
    std::mutex pool_mutex_;
    std::unique_ptr<WorkerPool> pool_;
    std::uint64_t jobs_ = 0;
    std::mutex kept_mutex_;
    std::list<std::pair<std::string, std::shared_ptr<const DrawnPage>>> kept_;  ///< the last used in front
    std::size_t kept_bytes_ = 0;
};

}  // namespace sheaf::review
