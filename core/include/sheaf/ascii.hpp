// Bytes that need no decoding.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::text {

/// ASCII that is neither white space nor a control character: normal forms keep it, but for its case.
constexpr bool is_graphic(char c) {
    return c > 0x20 && c < 0x7F;
}

/// A capital of ASCII in lower case; every other byte as it is.
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
/// The text with the capitals of ASCII in lower case. For keywords; for words of a language there is `fold`.
inline std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower(c);
    return out;
}

/// `a` to `z` in either case.
constexpr bool is_ascii_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}
/// `0` to `9`.
constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Whether every byte of the text is ASCII.
inline bool is_ascii(std::string_view text) {
    unsigned char all = 0;  // without a way out, which compilers make fast
    for (const char c : text) all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

}  // namespace sheaf::text
