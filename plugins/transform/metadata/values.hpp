// What becomes of a rule's words: names and authorities without what is printed around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules.hpp"
#include "sheaf/date.hpp"
#include "sheaf/document.hpp"

namespace sheaf::metadata_stage {

/// The person's name that a plain text begins with, as a range of it: what follows a name by the profile's
/// rules, post-nominals and roles, is left off. Nothing when what is left is no name.
std::optional<Range> name_in(std::string_view plain, const Rules& rules);

/// The text is nothing but letters that follow a name, such as `CBE` or `OBE QPM`.
bool is_post_nominal(std::string_view plain, const Rules& rules);

/// Whether the text reads like the names of two people side by side, which no mark parts.
bool may_be_two_names(std::string_view plain, const Rules& rules);
/// The text begins with a title that people have: `Lord Quay of Boats`.
bool begins_with_courtesy(std::string_view plain, const Rules& rules);

/// The authority's short form in a plain text: everything that the profile strips is left off at both ends.
std::optional<Range> authority_in(std::string_view plain, const Rules& rules);

/// What of the authority's name may be part of it or not (`City of`), at its beginning; empty when there is nothing.
Range part_of_authority(std::string_view plain, Range authority, const Rules& rules);

/// The first date that shares words with the range. The whole text is read, since the words before the range may say
/// what its dates are: `between 3 and 7 May`. With the letter's date a date may lack its year.
std::optional<DateMention> date_in(std::string_view plain, Range range, const std::optional<Date>& letter);

/// One visit or several.
struct Visits {
    DateMention days;     ///< from the first day to the last
    bool others = false;  ///< the text has dates that may be of visits, too
};

/// The visits that are named one behind the other, the first of them by the first date that shares words with the range.
std::optional<Visits> visits_in(std::string_view plain, Range range, const std::optional<Date>& letter);

/// The text without a date at its end, and without the punctuation that led to it.
std::string_view without_trailing_date(std::string_view text);

}  // namespace sheaf::metadata_stage
