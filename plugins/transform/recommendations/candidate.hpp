// An item on its way to a record.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "items.hpp"
#include "sheaf/rules.hpp"

namespace sheaf::recommendations {

struct Candidate {
    Item item;
    const Rule* rule = nullptr;
    SectionId root;  ///< the section that the rule names
    Confidence confidence;
};

/// What a rule found in the whole letter.
struct Tally {
    std::size_t items = 0;
    bool none = false;             ///< the letter says that there are none
    bool reported = false;         ///< that a section has none was said
    std::optional<BlockId> place;  ///< the heading of the section that should hold items
};
using Tallies = std::map<std::string, Tally>;  ///< by the rule's name

/// The title of a section for messages; the letter where there is none.
std::string title_of(const Document& document, SectionId section);
/// The first words of a text for messages.
std::string beginning(std::string_view text);

}  // namespace sheaf::recommendations
