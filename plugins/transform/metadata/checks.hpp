// Values held against each other and against the rest of the letter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules.hpp"
#include "sheaf/date.hpp"
#include "sheaf/document.hpp"

namespace sheaf::metadata_stage {

/// The dates of a letter, as far as they were found.
struct LetterDates {
    std::optional<Date> letter, start, end;
};

/// What cannot be right about the dates, in words; empty when they are plausible.
std::string implausible(const LetterDates& dates);

/// How often the letter names the authority: alone, and with what may be part of its name before it (`City of`).
struct Mentions {
    int alone = 0, with_part = 0;
};

/// Counts in all text but headings, which repeat the title. `part` and `name` are plain text.
Mentions mentions_of(const Document& document, const std::string& part, const std::string& name);

/// What a field is called in messages: `inspection_start` is `the dates of the inspection`.
std::string_view called(std::string_view field);

/// The letter prints nothing of the field, by the profile's word for it.
bool is_not_printed(const Document& document, std::string_view field, const Rules& rules);

}  // namespace sheaf::metadata_stage
