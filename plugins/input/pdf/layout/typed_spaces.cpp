#include "layout/typed_spaces.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "layout/lines.hpp"
#include "layout/word_lists.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// So many letters must stand alone, one after the other: fewer may be names of things, as in `A, B or C`.
constexpr std::size_t fewest = 5;

/// A letter that stands alone between spaces, or at the end of the line with a colon or the like behind it.
struct Lone {
    std::size_t at = 0;       ///< byte of the line's text
    std::size_t visible = 0;  ///< how many characters stand before it that are no spaces
    char32_t letter = 0;
};

/// Signs at the end of a word, which are spaced as its letters are.
bool is_sign(char32_t c) {
    return c == ':' || c == ',' || c == '.' || c == ';' || c == '?' || c == '!';
}

/// The letters from `begin` on that stand alone, one after the other, and the signs behind them.
std::vector<Lone> lone_letters(std::string_view text, std::size_t begin, std::size_t visible) {
    std::vector<Lone> found;
    std::size_t at = begin;
    while (at < text.size()) {
        const std::size_t start = at;
        const char32_t c = text::next(text, at);
        if (!text::is_letter(c) && (found.empty() || !is_sign(c))) break;
        const std::string_view rest = text.substr(at);
        const bool last = rest.empty() || rest == ":" || rest == ".";
        if (!last && rest[0] != ' ') break;
        found.push_back({start, visible++, c});
        if (last) break;
        ++at;
    }
    return found;
}

/// Left and right edges of the characters that the line shows, or nothing when they are not one to a glyph.
std::optional<std::vector<std::pair<float, float>>> edges_of(const Work& work, const Line& line) {
    const PageContent& page = work.content.pages[static_cast<std::size_t>(line.page - 1)];
    std::vector<std::pair<float, float>> edges;
    for (const Piece& piece : line.pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
            const std::string_view shows = page.text_of(g, 1);
            const std::uint64_t count = text::count_visible(shows);
            if (count > 1) return std::nullopt;
            if (count == 1) edges.emplace_back(page.glyphs[g].left, page.glyphs[g].right);
        }
    if (edges.size() != text::count_visible(line.text)) return std::nullopt;
    return edges;
}

/// The letters could be a word, and no list of names, as of months or grades: small ones behind the first, not in the order
/// of the alphabet; or, all in capitals, a word that is known.
bool is_word(Work& work, std::span<const Lone> letters) {
    while (!letters.empty() && is_sign(letters.back().letter)) letters = letters.first(letters.size() - 1);
    if (letters.size() < 2) return true;  // `A` in a heading of several words
    const auto is_small = [](const Lone& one) { return text::is_lower(one.letter); };
    if (std::all_of(letters.begin() + 1, letters.end(), is_small))
        return letters.size() < 4 ||
               std::adjacent_find(letters.begin() + 1, letters.end(), [](const Lone& a, const Lone& b) {
                   return b.letter != a.letter + 1;
               }) != letters.end();
    std::string word;
    for (const Lone& one : letters) text::append(word, one.letter);
    return work.words && work.words->has(word);
}

}  // namespace

void close_typed_spaces(Work& work, Line& line) {
    std::size_t at = 0, visible = 0;
    std::vector<Lone> letters;
    // Behind a number or other words, perhaps.
    for (;;) {
        letters = lone_letters(line.text, at, visible);
        if (letters.size() >= fewest) break;
        const std::size_t space = line.text.find(' ', at);
        if (space == std::string::npos) return;
        visible += text::count_visible(std::string_view(line.text).substr(at, space - at));
        at = space + 1;
    }
    const auto edges = edges_of(work, line);
    if (!edges) return;
    std::vector<float> gaps;
    for (std::size_t i = 1; i < letters.size(); ++i)
        gaps.push_back((*edges)[letters[i].visible].first - (*edges)[letters[i - 1].visible].second);
    std::vector<float> sorted = gaps;
    std::sort(sorted.begin(), sorted.end());
    // Most gaps are those between letters; two spaces or more part words.
    const float widest = 1.6F * sorted[(sorted.size() - 1) / 4];
    std::vector<std::size_t> ends;  // of words
    for (std::size_t i = 0; i < gaps.size(); ++i)
        if (gaps[i] > widest) ends.push_back(i + 1);
    ends.push_back(letters.size());
    if (letters.size() < 3 * ends.size()) return;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        if (!is_word(work, std::span(letters).subspan(begin, end - begin))) return;
        begin = end;
    }
    for (std::size_t i = gaps.size(); i-- > 0;)
        if (gaps[i] <= widest) close_gap(line, letters[i + 1].at - 1);
}

}  // namespace sheaf::pdf
