// Markdown within a block: bold, italic, links, footnote marks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"

namespace markdown {

struct Inline {
    std::string text;
    std::vector<sheaf::Span> spans;
    std::uint64_t markup = 0;  ///< visible characters of the marks and addresses that are not in the text
};

/// The text without its marks. A mark that is not closed is text. The links of footnote marks are left empty.
Inline inline_of(std::string_view text);

}  // namespace markdown
