// Bytes that need no decoding.
#pragma once

namespace sheaf::text {

/// ASCII that is neither white space nor a control character: normal forms keep it, but for its case.
constexpr bool is_graphic(char c) {
    return c > 0x20 && c < 0x7F;
}

}  // namespace sheaf::text
