// What a reader sees of the text on a page.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "file.hpp"
#include "painted.hpp"

namespace sheaf::pdf {

/// Words that are covered so that nobody reads them, and that can still be copied out of the file.
struct Redaction {
    Box box;
    std::uint64_t characters = 0;
    bool marked = false;   ///< by an annotation that was never applied
    bool picture = false;  ///< what covers it is a picture, which may be a box and may show anything
};

/// `File::find_seen` for the page.
using FindSeen = std::function<std::optional<std::vector<bool>>(const std::vector<GlyphPlace>&)>;

struct Sight {
    std::vector<Redaction> redactions;
    std::optional<Box> unsettled;  ///< words of which it cannot be told whether they are seen
};

/// Decides of each run whether it is seen and whether it is struck out; runs that are so in part are parted. Where what
/// is painted does not tell it (patterns, pictures that let through what is below them, masks, clips of some shape), the
/// drawn page does: what it looks the same without is not seen.
Sight settle_sight(PageContent& page, const Painted& painted, const FindSeen& find_seen);

}  // namespace sheaf::pdf
