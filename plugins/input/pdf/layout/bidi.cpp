#include "layout/bidi.hpp"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include <algorithm>
#include <memory>
#include <string>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

bool is_right_to_left(char32_t c) {
    if (c < 0x590) return false;
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c));
    return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

/// One character of a line, with where it began.
struct Character {
    char32_t c = 0;
    std::uint32_t at = 0;  ///< byte of the line's text
};

/// Every character as one unit of UTF-16, which is all that UAX 9 asks of it: those beyond the first plane stand for
/// one of their kind.
char16_t unit_of(char32_t c) {
    if (c < 0x10000) return static_cast<char16_t>(c);
    return is_right_to_left(c) ? u'\u05D0' : u'\uFFFC';
}

/// By place in reading order: the place on the page, and whether the character runs from right to left. Empty when that
/// cannot be found out.
struct Order {
    std::vector<std::int32_t> from;
    std::vector<bool> turned;
};

Order order_of(const std::u16string& shown, bool right_to_left) {
    const std::unique_ptr<UBiDi, decltype(&ubidi_close)> bidi(ubidi_open(), &ubidi_close);
    UErrorCode error = U_ZERO_ERROR;
    const auto length = static_cast<std::int32_t>(shown.size());
    Order order;
    if (!bidi) return order;
    ubidi_setReorderingMode(bidi.get(), UBIDI_REORDER_INVERSE_LIKE_DIRECT);
    ubidi_setPara(bidi.get(), shown.data(), length, right_to_left ? UBiDiLevel{1} : UBiDiLevel{0}, nullptr,
                  &error);
    std::vector<std::int32_t> from(shown.size());
    ubidi_getVisualMap(bidi.get(), from.data(), &error);
    const UBiDiLevel* levels = ubidi_getLevels(bidi.get(), &error);
    if (U_FAILURE(error) || !levels) return order;
    for (const std::int32_t at : from) order.turned.push_back((levels[at] & 1) != 0);
    order.from = std::move(from);
    return order;
}

/// A letter in one of its forms (U+FB1D to U+FDFF, U+FE70 to U+FEFF) as the letters that it is of.
void append_plain(char32_t c, std::u32string& out) {
    if (!(c >= 0xFB1D && c <= 0xFDFF) && !(c >= 0xFE70 && c <= 0xFEFF)) return out.push_back(c);
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* const forms = unorm2_getNFKCInstance(&error);
    const auto unit = static_cast<char16_t>(c);
    char16_t letters[32];
    const std::int32_t count = U_SUCCESS(error) ? unorm2_normalize(forms, &unit, 1, letters, 32, &error) : 0;
    if (U_FAILURE(error)) return out.push_back(c);
    for (std::int32_t i = 0; i < count; ++i) out.push_back(letters[i]);
}

}  // namespace

bool runs_left(std::string_view text) {
    // The first such letter is U+0590, whose first byte is 0xD6.
    if (std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xD6; }))
        return false;
    for (std::size_t at = 0; at < text.size();)
        if (is_right_to_left(text::next(text, at))) return true;
    return false;
}

std::string as_shown(std::string_view glyph) {
    std::u32string characters;
    for (std::size_t at = 0; at < glyph.size();) append_plain(text::next(glyph, at), characters);
    if (runs_left(glyph)) std::reverse(characters.begin(), characters.end());
    std::string shown;
    for (const char32_t c : characters) text::append(shown, c);
    return shown;
}

std::vector<Piece> single_glyphs(const PageContent& page, const std::vector<Piece>& pieces) {
    std::vector<Piece> result;
    for (const Piece& piece : pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g)
            result.push_back({piece.run, g, 1, std::min(page.glyphs[g].left, page.glyphs[g].right),
                              std::max(page.glyphs[g].left, page.glyphs[g].right)});
    return result;
}

void to_logical_order(Line& line) {
    std::vector<Character> characters;
    std::u16string shown;
    std::ptrdiff_t left = 0;  // how many more letters run from right to left than the other way
    for (std::size_t at = 0; at < line.text.size();) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t c = text::next(line.text, at);
        if (text::is_letter(c)) left += is_right_to_left(c) ? 1 : -1;
        characters.push_back({c, begin});
        shown.push_back(unit_of(c));
    }
    const Order order = order_of(shown, left > 0);
    if (order.from.empty()) return;
    std::string text;
    std::vector<Stretch> stretches;
    std::vector<Gap> gaps;
    for (std::size_t i = 0; i < order.from.size(); ++i) {
        const Character& one = characters[static_cast<std::size_t>(order.from[i])];
        const auto at = static_cast<std::uint32_t>(text.size());
        const auto covers = std::upper_bound(line.stretches.begin(), line.stretches.end(), one.at,
                                             [](std::uint32_t v, const Stretch& s) { return v < s.start; });
        const std::uint32_t style = covers == line.stretches.begin() ? 0 : covers[-1].style;
        if (stretches.empty() || stretches.back().style != style) stretches.push_back({at, style});
        // Room counts before what follows it, as one reads.
        if (!order.turned[i])
            for (const Gap& gap : line.gaps)
                if (gap.at == one.at) gaps.push_back({at, gap.left, gap.right});
        text::append(
            text, order.turned[i] ? static_cast<char32_t>(u_charMirror(static_cast<UChar32>(one.c))) : one.c);
    }
    line.text = std::move(text);
    line.stretches = std::move(stretches);
    line.gaps = std::move(gaps);
}

}  // namespace sheaf::pdf
