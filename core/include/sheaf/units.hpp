// What the patterns of profiles are matched against: blocks and table rows as plain text, with the way back
// to the printed words.
//
//     for (const auto& unit : sheaf::text::units(document, wanted))
//         if (const auto match = pattern.find(unit.text))
//             record.anchors = unit.anchors(match->whole);   // the words on the page that matched
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"
#include "sheaf/text.hpp"

namespace sheaf::text {

/// A block, or a table's row with its cells joined by tabs, as plain text. Blocks of one cell are joined by
/// line breaks; a block's label comes before its text. Words that are struck out, or that are a field which is computed
/// anew, are blanks: they say nothing.
struct SHEAF_API Unit {
    /// A stretch of `text` that one block's label or text gave.
    struct Piece {
        Range range;             ///< in `text`
        BlockId block;           ///< where it comes from
        bool label = false;      ///< it is the block's label
        std::uint32_t size = 0;  ///< of the block's text
    };
    std::string text;           ///< UTF-8, plain
    Origins origin;             ///< the offset in its block of each byte of a piece that is not a label
    std::vector<Piece> pieces;  ///< in order, without gaps but for separators

    /// Appends another unit, after the separator.
    void join(const Unit& other, char separator);
    /// The words of the document that a range of `text` was made from.
    std::vector<Anchor> anchors(Range range) const;
    /// Those words as printed, white space squeezed.
    std::string printed(const Document& document, Range range) const;
    /// The page on which it begins, 1-based; 0 when unknown.
    int page(const Document& document) const {
        return pieces.empty() ? 0 : document[pieces.front().block].page();
    }
};

/// Whether the block is a paragraph, a heading or a list item, and not all of it is struck out.
SHEAF_API bool is_text(const Block& block);

/// The innermost row that contains the block; none when the block is not in a table.
SHEAF_API BlockId row_of(const Document& document, BlockId block);

/// The units of the blocks that `wanted` takes, in reading order.
SHEAF_API std::vector<Unit> units(const Document& document,
                                  const std::function<bool(BlockId, const Block&)>& wanted);

/// Whether the first letter of the text is lower case, so that the text continues a sentence. False when a digit comes
/// before it.
SHEAF_API bool begins_small(std::string_view text);

/// One line of a block: up to a line break that the author made.
struct Line {
    BlockId block;      ///< the block that contains it
    Range range;        ///< in the block's text
    std::string plain;  ///< the block's label first where the line is the block's first
};
/// The lines of a block with text, in order, without those that are struck out.
SHEAF_API std::vector<Line> lines_of(const Document& document, BlockId block);

}  // namespace sheaf::text
