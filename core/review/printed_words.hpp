// Which words of a letter's blocks stand where on a page.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/drawing.hpp"

namespace sheaf::review {

/// A word of a block's text on a page.
struct PlacedWord {
    BlockId block;
    Range range;  ///< bytes of the block's text
    Box box;      ///< on the page, in points
    friend bool operator==(const PlacedWord&, const PlacedWord&) = default;
};

/// The words of the page, in the order of blocks and their texts. A word that the page prints and that no block says at
/// that place is left out.
std::vector<PlacedWord> place_words(const Document& document, int page, std::span<const PrintedWord> printed);

}  // namespace sheaf::review
