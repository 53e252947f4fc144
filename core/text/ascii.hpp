// Bytes that need no decoding.
#pragma once

#include <algorithm>
#include <string_view>

namespace sheaf::text {

constexpr unsigned char byte(char c) {
    return static_cast<unsigned char>(c);
}

/// ASCII that is neither white space nor a control character: normal forms keep it, but for its case.
constexpr bool is_graphic(char c) {
    return c > 0x20 && c < 0x7F;
}

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
constexpr bool is_ascii_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}
constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
/// What `\w` is in regular expressions.
constexpr bool is_word_byte(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
}

inline bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return byte(c) >= 0x80; });
}

}  // namespace sheaf::text
