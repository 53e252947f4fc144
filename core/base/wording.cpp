#include "base/wording.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "sheaf/html.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

/// The length of the UTF-8 sequence that begins here, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    for (std::size_t length = 1; length <= 4 && at + length <= text.size(); ++length)
        if (text::is_valid_utf8(text.substr(at, length))) return length;
    return 0;
}

/// Characters that nobody sees and that change what is seen: controls, formats (with those that turn the direction of
/// writing around), separators of lines and paragraphs, and what has no meaning that all programs agree on.
bool steers(char32_t c) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CN:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string plural(std::size_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + (count == 1 ? noun : html::plural(noun));
}

std::string_view beginning(std::string_view text, std::size_t most) {
    return text.substr(0, text::boundary(text, most));
}

std::string shortened(std::string_view text, std::size_t most) {
    return std::string(beginning(text, most)) + (text.size() > most ? "…" : "");
}

std::string valid_utf8(std::string_view text, std::string_view instead) {
    if (text::is_valid_utf8(text)) return std::string(text);
    std::string valid;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text, at);
        valid += length > 0 ? text.substr(at, length) : instead;
        at += std::max<std::size_t>(1, length);
    }
    return valid;
}

std::string printable(std::string_view text) {
    constexpr auto plain = [](char c) { return c >= 0x20 && c < 0x7F; };
    if (std::all_of(text.begin(), text.end(), plain)) return std::string(text);
    const std::string valid = valid_utf8(text);
    std::string shown;
    for (std::size_t at = 0; at < valid.size();) {
        const std::size_t start = at;
        const char32_t c = text::next(valid, at);
        if (c < 0x20 || c == 0x7F) {
            shown += ' ';
        } else if (steers(c)) {
            std::array<char, 16> number{};
            std::snprintf(number.data(), number.size(), "\\u{%X}", static_cast<unsigned>(c));
            shown += number.data();
        } else {
            shown.append(valid, start, at - start);
        }
    }
    return shown;
}

std::string json_for_eyes(std::string_view json) {
    constexpr auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x7F; };
    if (std::all_of(json.begin(), json.end(), plain)) return std::string(json);
    const std::string valid = valid_utf8(json);
    std::string shown;
    const auto add_unit = [&](char32_t unit) {
        std::array<char, 16> number{};
        std::snprintf(number.data(), number.size(), "\\u%04X", static_cast<unsigned>(unit));
        shown += number.data();
    };
    for (std::size_t at = 0; at < valid.size();) {
        const std::size_t start = at;
        const char32_t c = text::next(valid, at);
        if (c < 0x20 || !steers(c)) {  // line feeds are layout: JSON has none in its strings
            shown.append(valid, start, at - start);
        } else if (c < 0x10000) {
            add_unit(c);
        } else {
            add_unit(0xD800 + ((c - 0x10000) >> 10));
            add_unit(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
    return shown;
}

std::string shell_word(const std::string& text) {
    if (text.find_first_of(" \t\n'\"\\$`&|;<>()*?[]{}#~!") == std::string::npos) return text;
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

}  // namespace sheaf
