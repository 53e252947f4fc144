#include "base/sha256.hpp"

namespace sheaf {

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

}  // namespace sheaf
