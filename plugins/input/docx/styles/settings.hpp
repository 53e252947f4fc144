// What the user may choose: the stage's options as plain values.
#pragma once

#include <cstdint>

#include "drafts/options.hpp"

namespace sheaf::docx {

using drafts::Changes;

/// Bounds on what one letter may cost. Each is named in the diagnostic of the letter that runs into it.
struct Limits {
    files::ArchiveLimits archive;
    std::uint64_t depth = 256;         ///< of nested XML elements
    std::uint64_t nodes = 50'000'000;  ///< XML elements and texts of all parts
};

struct Settings {
    Changes changes = Changes::accept;
    bool comments = true;  ///< comments become footnote blocks at the end
    Limits limits;
};

}  // namespace sheaf::docx
