// The letter's text: sections with headings, paragraphs, lists, tables, figures, footnotes.
#pragma once

#include "inline.hpp"

namespace sheaf::html {

/// Adds all blocks but furniture, footnotes behind the text.
void add_text(const Element& parent, InlineContext& context);

}  // namespace sheaf::html
