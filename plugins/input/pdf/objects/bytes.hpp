// The decoded bytes of streams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace sheaf::pdf {

/// Bytes that grow without being cleared first.
class Bytes {
  public:
    std::string_view view() const { return {data_.get(), size_}; }
    std::size_t size() const { return size_; }
    void clear() { size_ = 0; }
    /// How many more bytes there is room for.
    std::size_t left() const { return capacity_ - size_; }
    /// Room for that many more bytes; `grow` says how many of them were written.
    char* room(std::size_t count) {
        if (left() < count) {
            capacity_ = std::max(size_ + count, size_ * 3 / 2);
            // Default-initialised on purpose: what decoders fill need not be zeroed.
            std::unique_ptr<char[]> larger(new char[capacity_]);
            std::copy_n(data_.get(), size_, larger.get());
            data_ = std::move(larger);
        }
        return data_.get() + size_;
    }
    void grow(std::size_t count) { size_ += count; }
    void push_back(char c) {
        *room(1) = c;
        grow(1);
    }

  private:
    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace sheaf::pdf
