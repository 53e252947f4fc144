#include "layout/symbols.hpp"

#include <string>
#include <string_view>

#include "objects/unicode.hpp"
#include "sheaf/ascii.hpp"

namespace sheaf::pdf {
namespace {

/// The symbol font of a name such as `Wingdings3` or `Wingdings-Regular`.
text::SymbolFont symbol_font(const Font& font) {
    std::string name;
    for (const char c : font.name) {
        if (text::is_ascii_digit(c) && !name.empty() && name.back() != ' ') name += ' ';
        if (text::is_ascii_digit(c) || text::is_ascii_letter(c)) name += text::lower(c);
    }
    for (const std::string_view ending : {"regular", "mt", "itc"})
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    return text::symbol_font(name);
}

}  // namespace

Symbols symbols_of(const Font& font) {
    if (!font.symbolic) return {};
    const text::SymbolFont symbols = symbol_font(font);
    // The encoding of Symbol has names, by which its letters are known.
    return {symbols, symbols != text::SymbolFont::none && symbols != text::SymbolFont::other &&
                         symbols != text::SymbolFont::symbol};
}

bool is_typed_bullet(const Font& font, std::string_view text) {
    return font.fixed_pitch && text::squeeze(text) == "o";
}

char32_t shown(char32_t c, const Symbols& symbols) {
    if (c == 0x2010 || c == 0x2011) return U'-';
    if (is_private(c) || (symbols.pictures && c > 0x20 && c < 0x100)) {
        const char32_t symbol = text::symbol(symbols.font, c);
        if (!is_private(symbol)) return symbol;
        return is_private(c) ? text::unicode_of_symbol(c) : c;
    }
    return c;
}

}  // namespace sheaf::pdf
