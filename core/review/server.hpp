// The web server of `sheaf review`.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "archive/worker_pool.hpp"
#include "review/archive_view.hpp"
#include "review/desk.hpp"

namespace sheaf::review {

struct ServerSettings {
    std::string archive;    ///< the output folder, as the user named it
    std::string decisions;  ///< the folder of decisions
    std::string by;         ///< who decides
    int port = 0;           ///< 0: a free one
    bool read_only = false;
    std::optional<StageRef> workbook;  ///< the output that writes workbooks
    PoolSettings pool;                 ///< of the processes that draw pages
};

/// Serves until SIGINT or SIGTERM comes, on the loopback address. `ready` is told the address to open. Throws
/// `StageError` when it cannot begin.
void serve(const Plan& plan, const ServerSettings& settings,
           const std::function<void(const std::string&)>& ready);

}  // namespace sheaf::review
