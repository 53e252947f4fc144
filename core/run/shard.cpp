#include "run/shard.hpp"

#include "base/sha256.hpp"
#include "sheaf/number.hpp"

namespace sheaf {

namespace {

constexpr unsigned most_shards = 1'000'000;

std::optional<unsigned> shard_number(std::string_view text) {
    const auto number = text::whole_number<unsigned>(text);
    return number && *number > 0 && *number <= most_shards ? number : std::nullopt;
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
    const auto number = shard_number(text.substr(0, slash)), of = shard_number(text.substr(slash + 1));
    if (!number || !of || *number > *of) return std::nullopt;
    return Shard{*number, *of};
}

}  // namespace sheaf
