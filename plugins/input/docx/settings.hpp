// What the user may choose: the stage's options as plain values.
#pragma once

#include <cstdint>

namespace sheaf::docx {

/// What becomes of tracked changes (ECMA-376 part 1, 17.13.5).
enum class Changes : std::uint8_t {
    accept,  ///< inserted text stays, deleted text goes
    reject,  ///< deleted text stays, inserted text goes
    both,    ///< both stay, each span marked with its author and date
};

/// Bounds on what one letter may cost. Each is named in the diagnostic of the letter that runs into it.
struct Limits {
    std::uint64_t entries = 20'000;            ///< of the zip directory
    std::uint64_t part_size = 256ULL << 20;    ///< bytes of one inflated part
    std::uint64_t total_size = 1024ULL << 20;  ///< bytes of all parts that are inflated
    std::uint64_t depth = 256;                 ///< of nested XML elements
    std::uint64_t nodes = 50'000'000;          ///< XML elements and texts of all parts
};

struct Settings {
    Changes changes = Changes::accept;
    bool comments = true;  ///< comments become footnote blocks at the end
    Limits limits;
};

}  // namespace sheaf::docx
