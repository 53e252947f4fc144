#include "json_text.hpp"

#include <cstring>

#include "sheaf/text.hpp"

namespace sheaf {

namespace {

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
        const std::size_t start = at;
        const char32_t c = text::next(text, at);
        if (c >= 0x80 && c != 0xFFFD) continue;
        out.append(text, from, start - from);
        if (c == 0xFFFD)
            out += "\xEF\xBF\xBD";
        else
            append_escape(out, text[start]);
        from = at;
    }
    out.append(text, from, at - from);
    out += '"';
}

}  // namespace sheaf
