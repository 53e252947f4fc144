// Dates as letters print them.
//
// Nothing is guessed: a day that does not exist and a range that ends before it begins are not found.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/export.hpp"
#include "sheaf/range.hpp"

namespace sheaf {

/// A calendar date of the Gregorian calendar; always valid.
struct Date {
    int year = 0;   ///< of the common era
    int month = 0;  ///< 1 to 12
    int day = 0;    ///< 1 to 31
    friend auto operator<=>(const Date&, const Date&) = default;
};

/// The date in ISO 8601 form: `2026-04-07`.
SHEAF_API std::string to_iso(const Date& date);
/// The date of an ISO 8601 form with nothing before or behind it; nothing when the text is none, or the day does not exist.
SHEAF_API std::optional<Date> date_from_iso(std::string_view text);

/// A date or a range of dates in running text. A single date has `first == last`.
struct DateMention {
    Date first;                ///< the date, or the first day of the range
    Date last;                 ///< the last day, itself included
    Range range;               ///< in the text that was searched
    bool year_printed = true;  ///< false: the year is the one that the letter's date gives
    bool weekday_fits = true;  ///< false: a weekday is printed with it that the day was not
};

/// Every date and date range: `7 April 2026`, `April 7, 2026`, `07/04/2026`, `13.03.2017`, `23 – 25 February 2026`,
/// `27 September to 8 October 2021`, `12 June – 7 July 2017`, `12 November 2018 to 23 November 2018`, with
/// weekday names and ordinal suffixes, English and Welsh month names; a year of two digits only in figures, behind an
/// apostrophe (`12 November '18`), or where it closes its clause (`by 12 November 18.`). A range whose end lies before its start
/// is no mention.
SHEAF_API std::vector<DateMention> find_dates(std::string_view text);

/// The same, and those without a year (`13 and 14 July`), which are of the last year in which they are not after the
/// letter's date.
SHEAF_API std::vector<DateMention> find_dates(std::string_view text, const Date& letter);

}  // namespace sheaf
