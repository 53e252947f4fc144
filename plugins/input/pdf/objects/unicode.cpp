#include "unicode.hpp"

#include <array>
#include <cstdint>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

// PDFDocEncoding where it is not Latin-1 (ISO 32000-1, annex D.2).
constexpr std::array<char16_t, 8> doc_0x18 = {0x02D8, 0x02C7, 0x02C6, 0x02D9, 0x02DD, 0x02DB, 0x02DA, 0x02DC};
constexpr std::array<char16_t, 33> doc_0x80 = {
    0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203A, 0x2212,
    0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141,
    0x0152, 0x0160, 0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E, 0x0000, 0x20AC};

char32_t of_doc_encoding(unsigned char c) {
    if (c >= 0x18 && c <= 0x1F) return doc_0x18[c - 0x18];
    if (c >= 0x80 && c <= 0xA0) return doc_0x80[c - 0x80];
    return c;
}

}  // namespace

void append_glyph(std::string& text, char32_t c) {
    if (c == 9 || c == 10 || c == 13) {
        text += ' ';
        return;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return;
    if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) return;
    if ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE) return;
    switch (c) {
        case 0xFB00:
            text += "ff";
            return;
        case 0xFB01:
            text += "fi";
            return;
        case 0xFB02:
            text += "fl";
            return;
        case 0xFB03:
            text += "ffi";
            return;
        case 0xFB04:
            text += "ffl";
            return;
        case 0xFB05:
        case 0xFB06:
            text += "st";
            return;
        default:
            text::append(text, c);
    }
}

std::string text_string(std::string_view bytes) {
    std::string out;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() >= 2 && ((byte(0) == 0xFE && byte(1) == 0xFF) || (byte(0) == 0xFF && byte(1) == 0xFE))) {
        const bool big = byte(0) == 0xFE;
        bool in_language = false;
        for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
            const auto unit = [&](std::size_t at) {
                return static_cast<char32_t>(big ? byte(at) << 8 | byte(at + 1)
                                                 : byte(at + 1) << 8 | byte(at));
            };
            char32_t c = unit(i);
            if (c == 0x1B) {  // begins and ends a language code
                in_language = !in_language;
                continue;
            }
            if (in_language) continue;
            if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
                const char32_t low = unit(i + 2);
                if (low >= 0xDC00 && low < 0xE000) {
                    c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                    i += 2;
                }
            }
            append_glyph(out, c);
        }
        return out;
    }
    if (bytes.size() >= 3 && bytes.substr(0, 3) == "\xEF\xBB\xBF") {
        bytes.remove_prefix(3);
        if (text::is_valid_utf8(bytes)) {
            for (std::size_t at = 0; at < bytes.size();) append_glyph(out, text::next(bytes, at));
            return out;
        }
    }
    for (const char c : bytes) append_glyph(out, of_doc_encoding(static_cast<unsigned char>(c)));
    return out;
}

std::string to_utf8_lossy(std::string_view bytes) {
    if (text::is_valid_utf8(bytes)) return std::string(bytes);
    std::string out;
    for (const char c : bytes) append_glyph(out, static_cast<unsigned char>(c));
    return out;
}

}  // namespace sheaf::pdf
