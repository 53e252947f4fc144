#include "run/shard.hpp"

#include <charconv>

#include "base/sha256.hpp"

namespace sheaf {

namespace {

constexpr unsigned most_shards = 1'000'000;

std::optional<unsigned> number_in(std::string_view text) {
    unsigned number = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number == 0 || number > most_shards) return std::nullopt;
    return number;
}

}  // namespace

bool Shard::has(std::string_view letter) const {
    if (whole()) return true;
    Sha256 hash;
    hash.add(letter);
    const Sha256::Digest digest = hash.digest();
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | digest[i];
    return value % of == number - 1;
}

std::optional<Shard> shard_named(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto number = number_in(text.substr(0, slash)), of = number_in(text.substr(slash + 1));
    if (!number || !of || *number > *of) return std::nullopt;
    return Shard{*number, *of};
}

}  // namespace sheaf
