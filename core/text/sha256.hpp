// SHA-256: names inputs, plans and records by their content.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/export.hpp"

namespace sheaf {

/// The SHA-256 (FIPS 180-4) of the bytes as 64 lower-case hexadecimal digits.
SHEAF_API std::string sha256_hex(std::string_view bytes);

}  // namespace sheaf
