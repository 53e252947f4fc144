// Markdown by lines: which block does each line belong to?
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"

namespace markdown {

/// A block as its lines say it: what marks it as a block has gone from them.
struct Part {
    sheaf::BlockKind kind = sheaf::BlockKind::paragraph;
    int level = 0;
    std::string label;
    std::string text;  ///< lines joined by spaces, or by `\n` where the author breaks the line
    std::vector<std::vector<std::string>> rows;  ///< of a table; the first is its header
};

struct Parts {
    std::vector<Part> parts;
    /// Visible characters of the marks that have gone: `#`, `|`, `>`, rules, backslashes at line ends.
    std::uint64_t markup = 0;
};

/// The blocks of a text: headings, paragraphs, nested lists, pipe tables, quotations, footnotes. Every text is Markdown,
/// so there is nothing to refuse.
Parts parts_of(std::string_view text);

}  // namespace markdown
