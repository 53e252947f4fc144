// The decoded bytes of content streams.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

class Object;

namespace sheaf::pdf {

/// Decodes streams of one letter: Flate streams straight from the file's bytes, all others through Poppler.
class StreamReader {
  public:
    /// `file` are the letter's bytes, `limit` how many bytes may come out of all its content streams.
    StreamReader(std::string_view file, std::uint64_t limit);
    ~StreamReader();

    /// Appends the stream's decoded bytes to `out`. Damaged data gives what can be had. Returns false when the
    /// limit was reached.
    bool append(const Object& stream, std::string& out);

    std::uint64_t inflated() const { return inflated_; }
    bool exhausted() const { return inflated_ >= limit_; }

  private:
    bool append_flate(std::string_view packed, std::string& out);

    std::string_view file_;
    std::uint64_t limit_, inflated_ = 0;
    struct Decompressor;
    std::unique_ptr<Decompressor> decompressor_;
};

}  // namespace sheaf::pdf
