// Open files that close themselves, and calls of the system that a signal may interrupt.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

namespace sheaf {

/// The number of an open file, which is closed with its owner; false when there is none.
class OwnedFile {
  public:
    explicit OwnedFile(int number = -1) : number_(number) {}
    ~OwnedFile() { close(); }
    OwnedFile(OwnedFile&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    OwnedFile& operator=(OwnedFile&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    /// Somebody else closes it.
    void release() { number_ = -1; }
    /// Before its owner goes. False, and `errno`, when something that was written to it got lost.
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

/// What the call gives, which is made again for as long as a signal interrupts it.
template <class Call>
auto uninterrupted(const Call& call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

/// Writes all bytes to an open file. False, and `errno`, when they cannot be written.
inline bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = uninterrupted([&] { return ::write(file, bytes.data(), bytes.size()); });
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace sheaf
