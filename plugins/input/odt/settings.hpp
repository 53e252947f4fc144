// What the user may choose: the stage's options as plain values.
#pragma once

#include <cstdint>

#include "drafts/options.hpp"

namespace sheaf::odt {

using drafts::Changes;

struct Settings {
    Changes changes = Changes::accept;
    bool comments = true;  ///< comments become footnote blocks at the end
    files::ArchiveLimits archive;
    std::uint64_t nodes = 5'000'000;  ///< XML elements of one part
};

constexpr int deepest = 256;  // nested XML elements

}  // namespace sheaf::odt
