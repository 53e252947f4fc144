// Code points: decoding, properties, white space.
#include <unicode/utf8.h>
#include <utf8proc.h>

#include "ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

utf8proc_category_t category(char32_t c) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

/// Behind the words of ASCII that begin at `at`, with single spaces between them.
std::size_t words_end(std::string_view text, std::size_t at) {
    for (const std::size_t start = at; at < text.size(); ++at) {
        const bool space = text[at] == ' ' && at > start && at + 1 < text.size() && is_graphic(text[at + 1]);
        if (!space && !is_graphic(text[at])) break;
    }
    return at;
}

}  // namespace

char32_t next_beyond_ascii(std::string_view text, std::size_t& at) {
    const auto length = static_cast<std::int64_t>(text.size());
    auto position = static_cast<std::int64_t>(at);
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), position, length, c);
    at = static_cast<std::size_t>(position);
    return static_cast<char32_t>(c);
}

std::size_t boundary(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && U8_IS_TRAIL(text[at])) --at;
    return at;
}

void append(std::string& text, char32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
        return;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    char bytes[4];
    int length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(c));
    text.append(bytes, static_cast<std::size_t>(length));
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    const auto kind = category(c);
    return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
}

bool is_upper(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    return category(c) == UTF8PROC_CATEGORY_LU;
}

bool is_lower(char32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return category(c) == UTF8PROC_CATEGORY_LL;
}

bool is_digit(char32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9';
    return category(c) == UTF8PROC_CATEGORY_ND;
}

bool is_valid_utf8(std::string_view text) {
    const auto length = static_cast<std::int64_t>(text.size());
    std::int64_t at = 0;
    while (at < length) {
        if (static_cast<unsigned char>(text[static_cast<std::size_t>(at)]) < 0x80) {
            ++at;
            continue;
        }
        UChar32 c;
        U8_NEXT(text.data(), at, length, c);
        if (c < 0) return false;
    }
    return true;
}

std::string squeeze(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        at = words_end(text, at);
        const char32_t c = at > start ? U'x' : next(text, at);
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (gap && !out.empty()) out += ' ';
        gap = false;
        if (c == 0xFFFD)
            append(out, c);  // ill-formed bytes leave as U+FFFD
        else
            out.append(text.substr(start, at - start));
    }
    return out;
}

std::uint64_t count_visible(std::string_view text) {
    std::uint64_t count = 0;
    for (std::size_t at = 0; at < text.size();)
        if (!is_space(next(text, at))) ++count;
    return count;
}

}  // namespace sheaf::text
