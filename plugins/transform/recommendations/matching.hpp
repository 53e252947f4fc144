// Items that are known by their words: blocks that match a pattern, and what belongs to them.
#pragma once

#include "items.hpp"
#include "language.hpp"
#include "passage.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

/// The blocks of this unit that the rule's `item` takes, each with the bullets and the indented paragraphs below it, and
/// with the responses to it. A paragraph that goes on in the next block is one.
Items find_matching(const Document& document, const Scope& scope, Unit unit, const Language& language);

/// Where a pattern's named groups stand in the printed words of a passage.
class Groups {
  public:
    Groups(const Document& document, const Passage& passage, const text::Plain& plain, const Pattern& pattern,
           const Match& match)
        : document_(document), passage_(passage), plain_(plain), pattern_(pattern), match_(match) {}

    /// The group's range in the plain text; nothing when the pattern has no such group, or it took no part.
    std::optional<Range> in_plain(std::string_view name) const;
    /// The words that it stands for; empty as above.
    Words words(std::string_view name) const;

  private:
    const Document& document_;
    const Passage& passage_;
    const text::Plain& plain_;
    const Pattern& pattern_;
    const Match& match_;
};

/// What an item's pattern says of it: its text where the group `text` limits it, its label, body, modality, deadline.
void read_groups(const Groups& groups, Item& item);

/// The paragraph is set further in than the item above it, and so belongs to it. Formats without pages do not say.
bool is_indented(const Block& item, const Block& block);

}  // namespace sheaf::recommendations
