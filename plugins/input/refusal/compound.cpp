#include "compound.hpp"

#include <algorithm>

#include "sheaf/text.hpp"

namespace sheaf::refusal {
namespace {

constexpr std::size_t header_size = 512, entry_size = 128, small_size = 64;
constexpr std::uint32_t last_regular = 0xFFFFFFFA, smallest_regular_stream = 4096;
constexpr int deepest = 16;
constexpr std::size_t most_entries = 100'000;

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < count && at + k < bytes.size(); ++k)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + k])) << (8 * k);
    return value;
}

std::string name_of(std::string_view entry) {
    const std::size_t length = std::min<std::size_t>(little_endian(entry, 64, 2), 64);
    std::string name;
    for (std::size_t at = 0; at + 4 <= length; at += 2)  // the last unit is a NUL
        text::append(name, little_endian(entry, at, 2));
    return name;
}

}  // namespace

Compound::Compound(std::string_view bytes) : bytes_(bytes) {
    if (bytes.size() < header_size) return;
    sector_size_ = number(30, 2) == 12 ? 4096 : 512;
    read_tables();
    const std::string directory = chain(number(48, 4), entry_size * most_entries);
    if (directory.size() < entry_size) return;
    small_table_ = chain(number(60, 4), bytes.size());
    small_ = chain(little_endian(directory, 116, 4), bytes.size());
    visited_.resize(directory.size() / entry_size);
    walk(directory, little_endian(directory, 76, 4), {}, 0);
}

std::uint32_t Compound::number(std::size_t at, std::size_t count) const {
    return little_endian(bytes_, at, count);
}

std::string_view Compound::sector(std::uint32_t at) const {
    const std::size_t start = (static_cast<std::size_t>(at) + 1) * sector_size_;
    return at > last_regular || start >= bytes_.size() ? std::string_view()
                                                       : bytes_.substr(start, sector_size_);
}

// The table of sectors stands in sectors of its own, whose numbers begin in the header (2.5).
void Compound::read_tables() {
    const auto add = [&](std::uint32_t at) {
        const std::string_view part = sector(at);
        for (std::size_t k = 0; k + 4 <= part.size(); k += 4) table_.push_back(little_endian(part, k, 4));
    };
    const std::size_t most = bytes_.size() / sector_size_ + 1;
    for (std::size_t k = 0; k < 109; ++k) add(number(76 + 4 * k, 4));
    std::uint32_t next = number(68, 4);
    for (std::size_t count = 0; count < most && table_.size() < most; ++count) {
        const std::string_view list = sector(next);
        if (list.size() < sector_size_) break;
        for (std::size_t k = 0; k + 4 < sector_size_; k += 4) add(little_endian(list, k, 4));
        next = little_endian(list, sector_size_ - 4, 4);
    }
}

std::string Compound::chain(std::uint32_t start, std::size_t limit) const {
    std::string all;
    std::uint32_t at = start;
    for (std::size_t count = 0; count <= table_.size() && all.size() < limit && at < table_.size(); ++count) {
        all += sector(at);
        at = table_[at];
    }
    all.resize(std::min(all.size(), limit));
    return all;
}

std::string Compound::read(const Stream& stream, std::size_t limit) const {
    limit = static_cast<std::size_t>(std::min<std::uint64_t>(limit, stream.size));
    if (stream.size >= smallest_regular_stream) return chain(stream.start, limit);
    std::string all;
    std::size_t at = stream.start;
    for (std::size_t count = 0; all.size() < limit && at < small_.size() / small_size; ++count) {
        all += small_.substr(at * small_size, small_size);
        if (count > small_table_.size() / 4) break;
        at = little_endian(small_table_, at * 4, 4);
    }
    all.resize(std::min(all.size(), limit));
    return all;
}

// The entries of a storage are a tree of siblings (2.6.4).
void Compound::walk(const std::string& directory, std::uint32_t entry, const std::string& path, int depth) {
    std::vector<std::uint32_t> open = {entry};
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        if (at >= visited_.size() || visited_[at]) continue;
        visited_[at] = true;
        const std::string_view one = std::string_view(directory).substr(at * entry_size, entry_size);
        const std::string name = path + name_of(one);
        if (one[66] == 2) streams_.push_back({name, little_endian(one, 116, 4), little_endian(one, 120, 4)});
        if (one[66] == 1 && depth < deepest)
            walk(directory, little_endian(one, 76, 4), name + "/", depth + 1);
        open.push_back(little_endian(one, 72, 4));
        open.push_back(little_endian(one, 68, 4));
    }
}

}  // namespace sheaf::refusal
