// Running text in which sentences are looked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scope.hpp"
#include "sheaf/document.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::recommendations {

/// The words of a range.
inline std::string_view part(std::string_view text, Range range) {
    return text.substr(range.start, range.end - range.start);
}

/// The ranges of a text between quotation marks; one that is not closed reaches to the text's end.
std::vector<Range> quotations(std::string_view text);

/// Whether the place is in one of the ranges.
bool within(const std::vector<Range>& ranges, std::uint32_t at);

/// The text ends as sentences do, with one of `marks`; closing brackets and quotation marks behind it are left out.
bool ends_sentence(std::string_view text, std::string_view marks = ".?!");

/// The text of a paragraph, or of several where a sentence that one leaves open goes on in the next.
struct Passage {
    struct Piece {
        std::uint32_t at;  ///< where the block's text begins
        BlockId block;
    };
    std::string text;
    std::vector<Piece> pieces;

    BlockId first() const { return pieces.front().block; }
    /// The words of the blocks that a range of the text stands for.
    std::vector<Anchor> anchors(const Document& document, Range range) const;
    bool in_quotation(std::uint32_t at) const { return within(quotations(text), at); }
};

/// The passages of the blocks, in reading order. `open_end` is found in a text that cannot end there.
std::vector<Passage> passages_of(const Document& document, const std::vector<std::uint32_t>& blocks,
                                 const Pattern& open_end);

}  // namespace sheaf::recommendations
