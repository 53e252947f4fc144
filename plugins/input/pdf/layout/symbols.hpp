// What the glyphs of symbol fonts show.
#pragma once

#include <string_view>

#include "content.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {

/// What the codes of a font show. `pictures`: they stand in the place of letters.
struct Symbols {
    text::SymbolFont font = text::SymbolFont::none;
    bool pictures = false;
};

Symbols symbols_of(const Font& font);

/// Word sets an `o` of Courier New for a round bullet: nothing else of the line stands in such a font.
bool is_typed_bullet(const Font& font, std::string_view text);

/// The character that a glyph shows.
char32_t shown(char32_t c, const Symbols& symbols);

}  // namespace sheaf::pdf
