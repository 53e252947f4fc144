// Accents that are glyphs of their own, printed over a letter.
#pragma once

#include "content.hpp"

namespace sheaf::pdf {

/// Makes combining characters of accents that stand over the letter before them or behind them, and puts them behind it:
/// `w` with a circumflex over it is one character.
void compose_accents(PageContent& page);

}  // namespace sheaf::pdf
