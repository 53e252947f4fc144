// Finds the terms that a letter defines.
#pragma once

#include <vector>

#include "rules.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::definitions {

struct Definition {
    std::string term, meaning, list;
    std::vector<Anchor> term_anchors, meaning_anchors;
    bool in_table = true;    ///< both stand in one row of a table
    bool continued = false;  ///< the row goes on over a page break
};

/// The definitions by the profile's rules, in reading order. Reports terms without a meaning and lists that are
/// expected and absent.
std::vector<Definition> find(const Document& document, const std::vector<ListRule>& rules, Context& context);

}  // namespace sheaf::definitions
