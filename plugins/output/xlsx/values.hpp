// Numbers in cells, as their formats show them.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::xlsx {

enum class Shown { number, percent, date, time };

/// What a number format shows: a day or a year outside of quotation marks and brackets is a date, hours or seconds a time.
Shown shown_by(std::string_view format);
/// The same of a format that every workbook has, by its number (ECMA-376 part 1, 18.8.30).
Shown shown_by_number(int format);

/// The number in digits, with a percent sign, as an ISO date with its time if it has one, or as a time of day. `first_day` is
/// that of the workbook's days, in days since 1 January 1970. A text that is no number stays what it is.
std::string value_text(const std::string& number, Shown shown, int first_day);

}  // namespace sheaf::xlsx
