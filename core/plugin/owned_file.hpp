// Open files of this process that close themselves.
#pragma once

#include <unistd.h>

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
    /// Before its owner goes. False, and `errno`, when something that was written to it got lost.
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

}  // namespace sheaf
