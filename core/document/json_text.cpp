#include "json_text.hpp"

#include <array>
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

/// Bytes that stand for themselves in a JSON string, without a further look.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0x20; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
    return table;
}();

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
    while (at < text.size()) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (plain[c]) {
            ++at;
            continue;
        }
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
