// The decoded bytes of Poppler's streams.
#pragma once

#include <cstdint>
#include <string_view>

#include "objects/bytes.hpp"
#include "objects/inflate.hpp"

class Stream;

namespace sheaf::pdf {

class StreamReader {
  public:
    /// `file` are the bytes of the file that the streams stand in; they must outlive this.
    explicit StreamReader(std::string_view file) : file_(file) {}

    /// Appends what the stream holds; of damaged data what can be had. False where reading stopped because `most` bytes or
    /// more came out.
    bool append(Stream& stream, std::uint64_t most, Bytes& out);

  private:
    std::string_view plain_flate(Stream& stream) const;

    std::string_view file_;
    Inflater inflater_;
};

}  // namespace sheaf::pdf
