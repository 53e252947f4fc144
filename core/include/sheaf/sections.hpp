// The section tree of a document, made from its headings.
#pragma once

#include <string>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"

namespace sheaf {

/// What a section begins with.
struct SectionHeading {
    std::vector<BlockId> blocks;  ///< one or several in a row, in reading order; all of kind `heading`
    int level = 1;                ///< visible rank, 1 the highest
    std::string number;           ///< the printed number without closing punctuation
    std::string title;            ///< without the number
};

/// Makes `document.sections` of the headings, which stand in reading order, and sets the section of every block. A block that
/// is `apart` (one value for each block), and furniture, is in none. Kinds and levels of blocks stay as they are.
SHEAF_API void build_sections(Document& document, const std::vector<SectionHeading>& headings,
                              const std::vector<bool>& apart);

}  // namespace sheaf
