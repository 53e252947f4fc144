// Characters of symbol fonts as Unicode.
#pragma once

#include <string_view>

namespace sheaf::docx {

enum class SymbolFont : unsigned char { none, symbol, wingdings, other };

/// `other` stands for symbol fonts without a table here (Wingdings 2, Wingdings 3, Webdings, ...).
SymbolFont symbol_font(std::string_view name);

/// The Unicode character that the font shows for a code: 0x20 to 0xFF, or the same in the private use area
/// (0xF020 to 0xF0FF). The code itself when the table has nothing for it.
char32_t symbol(SymbolFont font, char32_t code);

}  // namespace sheaf::docx
