// How Word prints a number (ECMA-376 part 1, 17.18.59, ST_NumberFormat).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sheaf::docx {

enum class NumberFormat : std::uint8_t {
    decimal,
    decimal_zero,  ///< 01, 02; two digits at least
    three_digits,  ///< 001; Word's custom formats
    four_digits,
    five_digits,
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
    unknown,       ///< prints as a decimal number, which may be wrong
    first_script,  ///< and all behind it: letters, digits and words of other scripts, in the order of a table
};

/// By the name in `w:numFmt`, and for the name `custom` by its pattern in `w:format` (`001, 002, 003, ...`).
NumberFormat number_format(std::string_view name, std::string_view pattern = {});
/// By Word 2003's number in `w:nfc`.
NumberFormat number_format(int nfc);

/// Whether it is known here how numbers are printed in that format and language.
bool is_known(NumberFormat format, std::string_view language);

/// The number as printed, words in the language (BCP 47; English when empty). Numbers that a format cannot show (roman
/// above 3,999, letters of more than 30 repeats, text above 9,999) print as decimal numbers, so that no label grows
/// without bound.
std::string print_number(int value, NumberFormat format, std::string_view language = {});

}  // namespace sheaf::docx
