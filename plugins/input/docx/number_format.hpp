// How Word prints a number (ECMA-376 part 1, 17.18.59, ST_NumberFormat).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sheaf::docx {

enum class NumberFormat : std::uint8_t {
    decimal,
    decimal_zero,
    upper_roman,
    lower_roman,
    upper_letter,
    lower_letter,
    ordinal,
    cardinal_text,
    ordinal_text,
    hex,
    chicago,
    circled,
    parenthesised,
    full_stop,
    full_width,
    in_dashes,
    bullet,
    none,
};

/// By the name in `w:numFmt`; names that have no entry print as decimal numbers.
NumberFormat number_format(std::string_view name);
/// By Word 2003's number in `w:nfc`.
NumberFormat number_format(int nfc);

/// The number as printed. Numbers that a format cannot show (roman above 3,999, letters of more than 30 repeats, text above 9,999) print as
/// decimal numbers, so that no label grows without bound.
std::string print_number(int value, NumberFormat format);

}  // namespace sheaf::docx
