// Lines of one block to paragraphs: where a tag holds more than one, and where the author broke lines.
#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// The right edges to which the wrapped lines of a flow run, in points: of each page, and of all.
class Edges {
  public:
    explicit Edges(const std::vector<Item>& items);
    /// For an item's lines on a page; 0 when nothing there is wrapped.
    float of(const Item& item, int page) const;

  private:
    std::map<int, std::pair<float, int>> pages_;  // edge and wrapped lines
    float all_ = 0;
};

/// A sentence that is not over at the line's end goes on: nobody breaks a line there on purpose.
bool begins_lower(const Line& line);

/// Whether `word` points more would have fitted behind the line, a space between, within `edge`.
bool would_fit(const Line& line, float word, float edge);

/// Splits items of a flow where typography says that there is more than one paragraph (a heading line of its
/// own style, extra spacing, a list label at the line's start), and marks the lines that the author ended.
void split_paragraphs(std::vector<Item>& items, const Edges& edges);

}  // namespace sheaf::pdf
