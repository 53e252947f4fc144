// libxml2 recovers bytes that are no UTF-8 as they are.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/text.hpp"

namespace sheaf::files {

/// The text, with U+FFFD for what in it is no UTF-8.
inline std::string valid_utf8(std::string_view bytes) {
    if (text::is_valid_utf8(bytes)) return std::string(bytes);
    std::string valid;
    for (std::size_t at = 0; at < bytes.size();) text::append(valid, text::next(bytes, at));
    return valid;
}

}  // namespace sheaf::files
