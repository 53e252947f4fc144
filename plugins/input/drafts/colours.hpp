// Colours of text and of what is behind it, as far as inputs need them: whether anybody sees the text.
#pragma once

#include <cstdlib>
#include <string_view>

namespace sheaf::drafts {

/// A colour as 0xRRGGBB. `automatic` is the colour that nobody chose (of what is behind a text: none), `some_colour` one that is
/// not worked out, `no_ink` none at all: nothing is painted.
inline constexpr char32_t automatic = 0xFF000000, some_colour = 0xFE000000, no_ink = 0xFD000000;

/// Whether no eye tells the two apart.
inline bool same_colour(char32_t one, char32_t other) {
    if (one > 0xFFFFFF || other > 0xFFFFFF) return false;
    for (int channel = 0; channel < 24; channel += 8)
        if (std::abs(static_cast<int>(one >> channel & 0xFF) - static_cast<int>(other >> channel & 0xFF)) > 3)
            return false;
    return true;
}
inline bool is_white(char32_t colour) {
    return same_colour(colour, 0xFFFFFF);
}

/// Why nobody sees ink of that colour on that ground, where `automatic` is white paper; empty when it is seen.
inline std::string_view why_unseen(char32_t ink, char32_t ground) {
    if (ink == no_ink) return "transparent";
    if (ground == automatic) return is_white(ink) ? "white on white" : std::string_view();
    return same_colour(ink, ground) ? "in the colour behind it" : std::string_view();
}

/// Points; nobody reads what is smaller.
inline constexpr float least_size = 1;

}  // namespace sheaf::drafts
