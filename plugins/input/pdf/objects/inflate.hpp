// Unpacks what Flate has packed (ISO 32000-1, 7.4.4), at once and so faster by far than piece by piece.
#pragma once

#include <cstdint>
#include <string_view>

#include "bytes.hpp"

struct libdeflate_decompressor;

namespace sheaf::pdf {

class Inflater {
  public:
    Inflater();
    ~Inflater();
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Appends what is packed. False, and nothing is appended, where the data is damaged, or where it has more than
    /// `most` bytes or packs out of all measure: such a stream is to be read piece by piece.
    bool append(std::string_view packed, std::uint64_t most, Bytes& out);

  private:
    libdeflate_decompressor* handle_;
};

}  // namespace sheaf::pdf
