// Words that a typewriter struck out or underlined.
#pragma once

#include <cstdint>
#include <vector>

#include "content.hpp"

namespace sheaf::pdf {

/// Glyphs by number, in no order.
struct Overprints {
    std::vector<std::uint32_t> marks;   ///< hyphens, crosses and the like that are printed over words
    std::vector<std::uint32_t> struck;  ///< the words under them, but for underlines
};

/// Looks for rows of one mark that stand, for the most part, on the letters of other words of the same line.
Overprints find_overprints(const PageContent& page);

}  // namespace sheaf::pdf
