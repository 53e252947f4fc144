// Labels of paragraphs: those that an author has typed, and what a number in front makes of a paragraph.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "sheaf/document.hpp"

namespace sheaf::drafts {

/// Takes a label that the text begins with (`4.11 `, `(a) `, `- `) off the text. What the words alone leave open decides
/// a tab behind the label: `tab_before` tells whether one stood before that byte of the text.
void split_typed_label(Block& block, const std::function<bool(std::size_t)>& tab_before);

/// Whether its number makes the block a numbered paragraph of the letter rather than an item of a list: a number on
/// several levels, or before a whole sentence.
bool is_numbered_paragraph(const Block& block);

/// A number as lists print it, by the letter that HTML and OpenDocument have for its form: `1`, `a`, `A`, `i`, `I`.
/// Numbers that the form cannot print are decimal.
std::string print_number(int value, char form);

}  // namespace sheaf::drafts
