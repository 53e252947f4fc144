// Marked letters, and where in them the marks stand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "learn/marks.hpp"
#include "sheaf/document.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::learn {

/// A letter as it is read without a profile, with what a person marked in it.
struct Example {
    std::string name;  ///< of the letter's file
    Document document;
    std::vector<Mark> marks;

    std::vector<const Mark*> of(std::string_view what) const;
};
/// The letters that something is learned from.
using Examples = std::vector<const Example*>;

/// What a mark is on the page.
enum class Shape { bullet, number, paragraph, row, sentence, heading };

/// Where a mark stands.
struct Located {
    const Mark* mark = nullptr;
    const Example* example = nullptr;
    Shape shape = Shape::paragraph;
    std::vector<BlockId> blocks;  ///< in order
    SectionId section;
    std::string text;  ///< of the first block, plain
    Range range;       ///< the mark's words in it; to its end when the mark goes on in other blocks
};

/// Where the words of the mark stand as a whole or as a part of a block's text; nothing when nowhere.
std::optional<Located> locate(const Example& example, const Mark& mark);

/// The words that a rule for that shape sees: the sentence, or the block.
std::string words_seen(const Located& located, Shape shape);

/// Whether the block is of that shape, sentences and paragraphs both being paragraphs.
bool has_shape(const Document& document, BlockId block, Shape shape);

/// Whether the folded text of a block matches.
bool has_line(const Example& example, const Pattern& pattern);

/// A heading's title, folded, without its number.
std::string title_of(const Document& document, SectionId section);

}  // namespace sheaf::learn
