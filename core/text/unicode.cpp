// Code points: decoding, properties, white space.
#include <utf8proc.h>

#include <algorithm>

#include "sheaf/ascii.hpp"
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

/// The well-formed sequence at the beginning of the text and how many bytes it has; 0 when there is none.
std::pair<char32_t, std::size_t> decoded(std::string_view text) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &c);
    return {static_cast<char32_t>(c), size > 0 ? static_cast<std::size_t>(size) : 0};
}

/// How many bytes of an ill-formed text stand for one U+FFFD: the longest beginning of a sequence that other bytes
/// would have made well-formed (Unicode 15, 3.9, Substitution of Maximal Subparts), at least 1.
std::size_t maximal_subpart(std::string_view text) {
    std::size_t size = 1;
    for (; size < std::min<std::size_t>(text.size(), 3); ++size) {
        std::string completed(text.substr(0, size + 1));
        completed.append(3, '\x80');
        if (decoded(completed).second == 0) break;
    }
    return size;
}

}  // namespace

char32_t next_beyond_ascii(std::string_view text, std::size_t& at) {
    const auto [c, size] = decoded(text.substr(at));
    at += size > 0 ? size : maximal_subpart(text.substr(at));
    return size > 0 ? c : 0xFFFD;
}

std::size_t boundary(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

void append(std::string& text, char32_t c) {
    if (c < 0x80) {
        text += static_cast<char>(c);
        return;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

bool is_letter(char32_t c) {
    if (c < 0x80) return is_ascii_letter(static_cast<char>(c));
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

bool has_letter(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (is_letter(next(text, at))) return true;
    return false;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const bool ascii = static_cast<unsigned char>(text[at]) < 0x80;
        const std::size_t size = ascii ? 1 : decoded(text.substr(at)).second;
        if (size == 0) return false;
        at += size;
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
    // A loop without a branch, which compilers make fast: all text of a letter is counted several times.
    if (is_ascii(text)) {
        std::uint32_t spaces = 0;
        for (const char c : text) spaces += c == ' ' || (c >= 0x09 && c <= 0x0D);
        return text.size() - spaces;
    }
    std::uint64_t count = 0;
    for (std::size_t at = 0; at < text.size();)
        if (!is_space(next(text, at))) ++count;
    return count;
}

}  // namespace sheaf::text
