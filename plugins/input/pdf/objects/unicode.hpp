// From what fonts and strings of a PDF hold to UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::pdf {

/// Whether only a font gives the code point a meaning.
constexpr bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

/// Appends what a glyph shows: ligatures (U+FB00 to U+FB06) as their letters, tabs and line ends as a space;
/// control characters, surrogates and non-characters are dropped. Private-use code points are kept.
void append_glyph(std::string& text, char32_t c);

/// A text string of a PDF (ISO 32000-2, 7.9.2.2): UTF-16BE or UTF-8 with a byte order mark, else
/// PDFDocEncoding. Language escapes are removed, what glyphs cannot show is dropped.
std::string text_string(std::string_view bytes);

/// Bytes that ought to be UTF-8 or ASCII: others are read as Latin-1.
std::string to_utf8_lossy(std::string_view bytes);

}  // namespace sheaf::pdf
