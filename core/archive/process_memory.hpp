// How much memory this process has.
#pragma once

#include <fcntl.h>

#include <cstdint>
#include <string_view>

#include "base/owned_file.hpp"

namespace sheaf {

/// The memory of this process, by files that are opened at once: a confined process could not open them later.
class ProcessMemory {
  public:
    /// Bytes of a field of /proc/self/status, such as `VmRSS:`; 0 where it cannot be read.
    std::uint64_t field(std::string_view name) const;
    std::uint64_t held() const { return field("VmRSS:"); }
    /// The next `VmHWM:` is the peak from now on.
    void forget_peak() const;

  private:
    const OwnedFile status_{::open("/proc/self/status", O_RDONLY | O_CLOEXEC)};
    const OwnedFile forget_{::open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)};
};

}  // namespace sheaf
