// A stretch of a text.
#pragma once

#include <compare>
#include <cstdint>

namespace sheaf {

/// A half-open range of bytes of a text; both ends lie on code-point boundaries.
struct Range {
    std::uint32_t start = 0;  ///< offset of the first byte
    std::uint32_t end = 0;    ///< offset behind the last byte; not less than `start`
    friend auto operator<=>(const Range&, const Range&) = default;
};

}  // namespace sheaf
