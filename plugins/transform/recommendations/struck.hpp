// Words that are struck out: shown, but no longer said.
#pragma once

#include <vector>

#include "sheaf/document.hpp"

namespace sheaf::recommendations {

/// The parts of the anchors that are not struck out. An anchor in which only white space and punctuation stays is left
/// out.
std::vector<Anchor> without_struck(const Document& document, const std::vector<Anchor>& anchors);

}  // namespace sheaf::recommendations
