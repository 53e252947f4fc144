// SHA-256: names inputs, plans and records by their content.
#pragma once

#include <nettle/sha2.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sheaf/export.hpp"

namespace sheaf {

/// The SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Sha256 {
  public:
    using Digest = std::array<std::uint8_t, SHA256_DIGEST_SIZE>;

    Sha256() { sha256_init(&state_); }
    void add(std::string_view bytes) {
        sha256_update(&state_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
    }
    /// Of all that was added. It begins anew then.
    Digest digest() {
        Digest digest;
        sha256_digest(&state_, digest.size(), digest.data());
        return digest;
    }
    /// The digest as 64 lower-case hexadecimal digits.
    std::string hex() {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string hex;
        hex.reserve(std::size_t{2} * SHA256_DIGEST_SIZE);
        for (const std::uint8_t byte : digest()) {
            hex += digits[byte >> 4];
            hex += digits[byte & 15];
        }
        return hex;
    }

  private:
    sha256_ctx state_;
};

/// The SHA-256 of the bytes as 64 lower-case hexadecimal digits.
SHEAF_API std::string sha256_hex(std::string_view bytes);

}  // namespace sheaf
