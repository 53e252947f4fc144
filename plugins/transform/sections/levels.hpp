// The visible rank of headings.
#pragma once

#include <vector>

#include "headings.hpp"

namespace sheaf::sections {

/// Sets the level of every heading that has none yet. Where the profile fixes levels, the others follow from
/// the headings that look like them; where it does not, from the looks of all headings in the letter.
void decide_levels(std::vector<Heading>& headings);

}  // namespace sheaf::sections
