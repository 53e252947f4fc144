// The decoded bytes of content streams.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

class Object;

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

/// Decodes streams of one letter: Flate streams straight from the file's bytes, all others through Poppler.
class StreamReader {
  public:
    /// `file` are the letter's bytes, `limit` how many bytes may come out of all its content streams.
    StreamReader(std::string_view file, std::uint64_t limit);
    ~StreamReader();

    /// Appends the stream's decoded bytes to `out`. Damaged data gives what can be had. Returns false when the
    /// limit was reached.
    bool append(const Object& stream, Bytes& out);

    std::uint64_t inflated() const { return inflated_; }
    bool exhausted() const { return inflated_ >= limit_; }

  private:
    bool append_flate(std::string_view packed, Bytes& out);

    std::string_view file_;
    std::uint64_t limit_, inflated_ = 0;
    struct Decompressor;
    std::unique_ptr<Decompressor> decompressor_;
};

}  // namespace sheaf::pdf
