#include "archive/message.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>

#include "base/owned_file.hpp"

namespace sheaf {

namespace {

constexpr std::uint64_t mark = 0x313a46414548531bULL;
constexpr std::uint64_t largest = 64ULL << 20U;  // no answer is near it: what says so is garbage

struct Head {
    std::uint64_t mark, size, checksum;
};

/// FNV-1a.
std::uint64_t checksum(std::string_view bytes) {
    std::uint64_t sum = 0xcbf29ce484222325ULL;
    for (const char byte : bytes) sum = (sum ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    return sum;
}

}  // namespace

std::string frame(std::string bytes) {
    const Head head{mark, bytes.size(), checksum(bytes)};
    bytes.insert(0, reinterpret_cast<const char*>(&head), sizeof head);
    return bytes;
}

std::optional<std::string> Frames::next() {
    Head head{};
    if (garbage_ || bytes_.empty()) return std::nullopt;
    const std::size_t known = std::min(bytes_.size(), sizeof head);
    std::memcpy(&head, bytes_.data(), known);
    // The mark is checked as far as it is there, so that garbage need not be long to be known.
    garbage_ = std::memcmp(&head.mark, &mark, std::min(known, sizeof mark)) != 0 ||
               (known == sizeof head && head.size > largest);
    if (garbage_ || known < sizeof head || bytes_.size() - known < head.size) return std::nullopt;
    std::string payload = bytes_.substr(sizeof head, head.size);
    bytes_.erase(0, sizeof head + head.size);
    garbage_ = checksum(payload) != head.checksum;
    if (garbage_) return std::nullopt;
    return payload;
}

bool send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent =
            uninterrupted([&] { return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

std::optional<std::string> receive_frame(int socket, Frames& frames) {
    std::array<char, 4096> buffer;
    while (true) {
        if (auto payload = frames.next()) return payload;
        const ssize_t got = uninterrupted([&] { return ::recv(socket, buffer.data(), buffer.size(), 0); });
        if (got <= 0 || frames.garbage()) return std::nullopt;
        frames.add({buffer.data(), static_cast<std::size_t>(got)});
    }
}

}  // namespace sheaf
