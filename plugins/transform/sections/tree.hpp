// The section tree, built from headings and their levels.
#pragma once

#include <vector>

#include "headings.hpp"

namespace sheaf::sections {

/// Fills `document.sections`; sets kind, level and basis of the headings, undoes the input's proposals that
/// were not followed, and sets the section of every block.
void build_tree(Document& document, const std::vector<Heading>& headings);

}  // namespace sheaf::sections
