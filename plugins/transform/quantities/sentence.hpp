// The sentences that quantities are looked for in.
#pragma once

#include <string>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/text.hpp"

namespace sheaf::quantities {

/// A sentence of a block as patterns see it, with the way back to the printed words.
struct Sentence {
    BlockId block;
    Range range;  ///< in the block's text
    text::Plain plain;
    std::string label;  ///< of the numbered paragraph that it stands in; empty when there is none

    /// The printed words of a range of `plain.text`.
    Anchor anchor(Range at) const;
    std::string printed(const Document& document, Range at) const;
    /// The whole sentence, white space squeezed.
    std::string printed(const Document& document) const;
};

void add_sentences(const Document& document, BlockId block, const std::string& label,
                   std::vector<Sentence>& sentences);

/// A word that begins or ends at `at` goes on beyond it: a letter, a digit, or a hyphen beside a letter.
bool inside_word(std::string_view text, std::size_t at);

}  // namespace sheaf::quantities
