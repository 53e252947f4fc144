#include "number_format.hpp"

#include <array>
#include <utility>

#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
}

std::string ordinal(int value) {
    const int tens = value % 100, ones = value % 10;
    const char* suffix = tens >= 11 && tens <= 13 ? "th"
                         : ones == 1              ? "st"
                         : ones == 2              ? "nd"
                         : ones == 3              ? "rd"
                                                  : "th";
    return std::to_string(value) + suffix;
}

constexpr std::array small = {"zero",    "one",     "two",       "three",    "four",
                              "five",    "six",     "seven",     "eight",    "nine",
                              "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                              "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array tens_words = {"",      "",      "twenty",  "thirty", "forty",
                                   "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array small_ordinals = {"zeroth",    "first",     "second",      "third",      "fourth",
                                       "fifth",     "sixth",     "seventh",     "eighth",     "ninth",
                                       "tenth",     "eleventh",  "twelfth",     "thirteenth", "fourteenth",
                                       "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"};

std::string words(int value, bool as_ordinal) {
    std::string text;
    if (value >= 1000) {
        text = words(value / 1000, false) + " thousand";
        value %= 1000;
        if (value == 0) return text + (as_ordinal ? "th" : "");
        text += ' ';
    }
    if (value >= 100) {
        text += std::string(small[static_cast<std::size_t>(value / 100)]) + " hundred";
        value %= 100;
        if (value == 0) return text + (as_ordinal ? "th" : "");
        text += ' ';
    }
    if (value < 20) return text + (as_ordinal ? small_ordinals : small)[static_cast<std::size_t>(value)];
    std::string ten = tens_words[static_cast<std::size_t>(value / 10)];
    if (value % 10 != 0)
        return text + ten + "-" + (as_ordinal ? small_ordinals : small)[static_cast<std::size_t>(value % 10)];
    if (as_ordinal) {
        ten.pop_back();
        ten += "ieth";
    }
    return text + ten;
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = upper(text.substr(0, 1))[0];
    return text;
}

std::string offset(int value, char32_t first) {
    std::string text;
    text::append(text, first + static_cast<char32_t>(value - 1));
    return text;
}

}  // namespace

NumberFormat number_format(std::string_view name) {
    static constexpr std::pair<std::string_view, NumberFormat> names[] = {
        {"decimal", NumberFormat::decimal},
        {"decimalZero", NumberFormat::decimal_zero},
        {"upperRoman", NumberFormat::upper_roman},
        {"lowerRoman", NumberFormat::lower_roman},
        {"upperLetter", NumberFormat::upper_letter},
        {"lowerLetter", NumberFormat::lower_letter},
        {"ordinal", NumberFormat::ordinal},
        {"cardinalText", NumberFormat::cardinal_text},
        {"ordinalText", NumberFormat::ordinal_text},
        {"hex", NumberFormat::hex},
        {"chicago", NumberFormat::chicago},
        {"decimalEnclosedCircle", NumberFormat::circled},
        {"decimalEnclosedCircleChinese", NumberFormat::circled},
        {"decimalEnclosedParen", NumberFormat::parenthesised},
        {"decimalEnclosedFullstop", NumberFormat::full_stop},
        {"decimalFullWidth", NumberFormat::full_width},
        {"numberInDash", NumberFormat::in_dashes},
        {"bullet", NumberFormat::bullet},
        {"none", NumberFormat::none},
    };
    for (const auto& [known, format] : names)
        if (known == name) return format;
    return NumberFormat::decimal;
}

NumberFormat number_format(int nfc) {
    switch (nfc) {
        case 1:
            return NumberFormat::upper_roman;
        case 2:
            return NumberFormat::lower_roman;
        case 3:
            return NumberFormat::upper_letter;
        case 4:
            return NumberFormat::lower_letter;
        case 5:
            return NumberFormat::ordinal;
        case 6:
            return NumberFormat::cardinal_text;
        case 7:
            return NumberFormat::ordinal_text;
        case 8:
            return NumberFormat::hex;
        case 9:
            return NumberFormat::chicago;
        case 22:
            return NumberFormat::decimal_zero;
        case 23:
            return NumberFormat::bullet;
        case 255:
            return NumberFormat::none;
        default:
            return NumberFormat::decimal;
    }
}

std::string print_number(int value, NumberFormat format) {
    std::string decimal = std::to_string(value);
    switch (format) {
        case NumberFormat::bullet:
        case NumberFormat::none:
            return {};
        case NumberFormat::decimal:
            return decimal;
        case NumberFormat::decimal_zero:
            return value >= 0 && value < 10 ? "0" + decimal : decimal;
        case NumberFormat::upper_roman:
            return value < 1 || value > 3999 ? decimal : upper(text::roman(value));
        case NumberFormat::lower_roman:
            return value < 1 || value > 3999 ? decimal : text::roman(value);
        case NumberFormat::upper_letter:
            return value < 1 || value > 780 ? decimal : upper(text::letters(value));
        case NumberFormat::lower_letter:
            return value < 1 || value > 780 ? decimal : text::letters(value);
        case NumberFormat::ordinal:
            return value < 0 ? decimal : ordinal(value);
        case NumberFormat::cardinal_text:
            return value < 0 || value > 9999 ? decimal : capitalised(words(value, false));
        case NumberFormat::ordinal_text:
            return value < 0 || value > 9999 ? decimal : capitalised(words(value, true));
        case NumberFormat::hex: {
            if (value < 0) return decimal;
            std::string text;
            for (auto rest = static_cast<unsigned>(value); rest || text.empty(); rest /= 16)
                text.insert(text.begin(), "0123456789ABCDEF"[rest % 16]);
            return text;
        }
        case NumberFormat::chicago: {
            static constexpr const char* marks[] = {"*", "†", "‡", "§"};
            if (value < 1 || value > 40) return decimal;
            std::string text;
            for (int k = 0; k <= (value - 1) / 4; ++k) text += marks[(value - 1) % 4];
            return text;
        }
        case NumberFormat::circled:
            return value >= 1 && value <= 20 ? offset(value, 0x2460) : decimal;
        case NumberFormat::parenthesised:
            return value >= 1 && value <= 20 ? offset(value, 0x2474) : decimal;
        case NumberFormat::full_stop:
            return value >= 1 && value <= 20 ? offset(value, 0x2488) : decimal;
        case NumberFormat::in_dashes:
            return "- " + decimal + " -";
        case NumberFormat::full_width: {
            std::string text;
            for (char c : decimal)
                text::append(text, c >= '0' && c <= '9' ? 0xFF10 + static_cast<char32_t>(c - '0') : U'-');
            return text;
        }
    }
    return decimal;
}

}  // namespace sheaf::docx
