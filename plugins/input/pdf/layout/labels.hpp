// Printed numbers and bullets: told from text, and split off.
#pragma once

#include <string_view>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// The line begins with a list bullet (no hyphen or dash).
bool begins_with_bullet(std::string_view text);

/// The line begins with a label of any kind; `room`: with more room behind it than between words.
bool begins_with_label(const Line& line, bool& room);

/// The text is nothing but a label.
bool is_label(std::string_view line);

/// Marks lines before which a small filled shape stands: bullets that are drawn. One alone is no list.
void find_drawn_bullets(const Work& work, std::vector<Item>& items);

/// Joins a label that is a block of its own to the block beside it.
void join_lone_labels(std::vector<Item>& items);

/// Splits the label off every item of a flow that begins with one.
void split_labels(Work& work, std::vector<Item>& items);

/// After everything is joined: list item or numbered paragraph, and the nesting of lists by indent.
void decide_lists(std::vector<Item>& items);

}  // namespace sheaf::pdf
