#include "inflate.hpp"

#include <libdeflate.h>

#include <algorithm>

namespace sheaf::pdf {

Inflater::Inflater() : handle_(libdeflate_alloc_decompressor()) {}
Inflater::~Inflater() {
    libdeflate_free_decompressor(handle_);
}

bool Inflater::append(std::string_view packed, std::uint64_t most, Bytes& out) {
    if (!handle_ || packed.size() < 2) return false;
    most = std::min<std::uint64_t>(most, std::uint64_t{256} << 20);
    // Content packs four to eight times; larger ratios take further rounds.
    std::size_t room = std::max(packed.size() * 6 + 1024, out.left());
    for (int round = 0; round < 5 && room <= most; ++round, room *= 4) {
        std::size_t got = 0;
        const auto result =
            libdeflate_zlib_decompress(handle_, packed.data(), packed.size(), out.room(room), room, &got);
        if (result == LIBDEFLATE_SUCCESS) out.grow(got);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE) return result == LIBDEFLATE_SUCCESS;
    }
    return false;
}

}  // namespace sheaf::pdf
