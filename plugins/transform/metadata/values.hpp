// What becomes of a rule's words: names and authorities without what is printed around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::metadata_stage {

/// The person's name that a plain text begins with, as a range of it: what follows a name by the profile's
/// rules, post-nominals and roles, is left off. Nothing when what is left is no name.
std::optional<Range> name_in(std::string_view plain, const Rules& rules);

/// Whether the text reads like the names of two people side by side, which no mark parts.
bool may_be_two_names(std::string_view plain, const Rules& rules);

/// The authority's short form in a plain text: everything that the profile strips is left off at both ends.
std::optional<Range> authority_in(std::string_view plain, const Rules& rules);

/// The text without a date at its end, and without the punctuation that led to it.
std::string_view without_trailing_date(std::string_view text);

}  // namespace sheaf::metadata_stage
