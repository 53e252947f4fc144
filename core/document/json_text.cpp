#include "json_text.hpp"

#include <cstring>

namespace sheaf {

namespace {

/// How many bytes of a valid code point (RFC 3629: shortest form, no surrogates) the text begins with, or 0.
std::size_t code_point_size(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool shortest = first != 0xE0 || byte(1) >= 0xA0;
        const bool surrogate = first == 0xED && byte(1) >= 0xA0;
        return shortest && !surrogate && follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool shortest = first != 0xF0 || byte(1) >= 0x90;
        const bool unicode = first != 0xF4 || byte(1) <= 0x8F;
        return shortest && unicode && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

/// Whether the byte stands for itself in a JSON string, without a further look.
bool is_plain(char c) {
    return c >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

/// The same of eight bytes at once: the highest bit of a byte is set, or a subtraction sets it, where one is none.
bool are_plain(const char* bytes) {
    constexpr std::uint64_t each = 0x0101010101010101;
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    const std::uint64_t others =
        eight | (eight - each * 0x20) | ((eight ^ each * '"') - each) | ((eight ^ each * '\\') - each);
    return (others & each * 0x80) == 0;
}

/// Where the bytes that stand for themselves end, from `at` on.
std::size_t end_of_plain(std::string_view text, std::size_t at) {
    while (at + 8 <= text.size() && are_plain(text.data() + at)) at += 8;
    while (at < text.size() && is_plain(text[at])) ++at;
    return at;
}

void append_escape(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    constexpr char digits[] = "0123456789abcdef";
    out += "\\u00";
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[c & 15];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0, at = 0;
    while ((at = end_of_plain(text, at)) < text.size()) {
        const std::size_t size = code_point_size(text.substr(at));
        if (size > 1) {
            at += size;
            continue;
        }
        out.append(text, from, at - from);
        if (size == 1)
            append_escape(out, text[at]);
        else
            out += "\xEF\xBF\xBD";
        from = ++at;
    }
    out.append(text, from, at - from);
    out += '"';
}

}  // namespace sheaf
