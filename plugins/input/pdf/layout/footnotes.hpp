// Footnotes and the marks that lead to them.
#pragma once

#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// Recognises footnotes that are not tagged as such: small text at the foot of a page that begins with a raised
/// or lone mark. Splits their labels off.
void find_footnotes(Work& work, std::vector<Item>& items);

/// Takes raised marks out of the text wherever a footnote of that label exists.
void take_marks(Work& work, std::vector<Item>& items);

}  // namespace sheaf::pdf
