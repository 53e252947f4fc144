// The text of one block: styles, links, footnote marks, page changes, and the words of records.
#pragma once

#include <vector>

#include "references.hpp"
#include "sheaf/document.hpp"
#include "sheaf/html.hpp"

namespace sheaf::html {

struct InlineContext {
    const Document& document;
    const References& references;
    /// By block: the ids of the marks that lead to this footnote, in order. Filled while the text is written.
    std::vector<std::vector<std::string>> footnote_marks;
    /// Subjects that headings lead back to; the caller of `add_inline` writes the links behind the heading.
    std::vector<std::size_t> ways_back = {};
    std::vector<bool> begun = {};  ///< by page number: its beginning is marked in the text
    bool marks_pages = true;       ///< whether page changes are marked at all
};

/// Adds the block's text. In headings weight and slant say nothing more, and are left out.
void add_inline(const Element& parent, std::uint32_t block, InlineContext& context, bool heading = false);

/// Marks the beginning of the page, unless that is done.
void add_page_change(const Element& parent, int page, InlineContext& context);

/// Adds a link from the words to the table that they were taken into.
void add_way_back(const Element& parent, const Subject& subject);

/// Whether a link may be followed from a page that is read in a browser: http, https or mailto.
bool is_safe_link(std::string_view link);

/// The block that a link within the document leads to, or none.
BlockId linked_block(const Document& document, std::string_view link);

}  // namespace sheaf::html
