// Lines of one block to paragraphs: where a tag holds more than one, and where the author broke lines.
#pragma once

#include <string_view>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// The right edge to which wrapped lines of these items run, in points; 0 when none is wrapped.
float text_edge(const std::vector<Item>& items);

/// Whether `word` points more would have fitted behind the line, a space between, within `edge`.
bool would_fit(const Line& line, float word, float edge);

/// Splits items of a flow where typography says that there is more than one paragraph (a heading line of its
/// own style, extra spacing, a list label at the line's start), and marks the lines that the author ended.
void split_paragraphs(std::vector<Item>& items, float edge);

}  // namespace sheaf::pdf
