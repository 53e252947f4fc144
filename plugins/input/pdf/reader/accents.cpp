#include "accents.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// The combining mark of a spacing accent, or the mark itself; all have two bytes in UTF-8. Empty for what is none.
std::string_view combining(std::string_view accent) {
    if (accent >= "\u0300" && accent <= "\u036F") return accent;
    struct Pair {
        std::string_view spacing, combining;
    };
    constexpr Pair pairs[] = {{"\u00B4", "\u0301"}, {"\u02C6", "\u0302"}, {"\u02DC", "\u0303"},
                              {"\u00AF", "\u0304"}, {"\u02C9", "\u0304"}, {"\u02D8", "\u0306"},
                              {"\u02D9", "\u0307"}, {"\u00A8", "\u0308"}, {"\u02DA", "\u030A"},
                              {"\u02DD", "\u030B"}, {"\u02C7", "\u030C"}, {"\u00B8", "\u0327"},
                              {"\u02DB", "\u0328"}};
    for (const Pair& pair : pairs)
        if (pair.spacing == accent) return pair.combining;
    return {};
}

/// Accents that were painted by themselves, after their line: each one's text goes behind that of the letter below it.
class Detached {
  public:
    explicit Detached(PageContent& page) : page_(page) {}

    void place(const Run& accent, std::uint32_t g, std::string_view by) {
        constexpr std::size_t most = 100;  // of a page; each looks at all of it
        const Glyph& mark = page_.glyphs[g];
        // Combining marks without a width of their own stand in the order of the text.
        const bool in_order = page_.text_of(g, 1) == by && mark.right - mark.left < 0.1F * accent.size;
        if (accent.direction != 0 || in_order || ++asked_ > most) return;
        if (const auto base = letter_below(accent, mark)) move(g, *base, by);
    }

  private:
    std::optional<std::uint32_t> letter_below(const Run& accent, const Glyph& mark) const {
        const float middle = (mark.left + mark.right) / 2;
        std::optional<std::uint32_t> found;
        float nearest = 0;
        for (const Run& run : page_.runs) {
            if (run.direction != 0 || run.optional_hidden || middle < run.left || middle > run.right ||
                std::abs(accent.baseline - run.baseline) > 0.5F * run.size)
                continue;
            for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
                const Glyph& glyph = page_.glyphs[g];
                if (middle <= glyph.left || middle >= glyph.right || !is_letter(glyph)) continue;
                const float off = std::abs(middle - (glyph.left + glyph.right) / 2);
                if (!found || off < nearest) found = g, nearest = off;
            }
        }
        return found;
    }

    /// Some accents count as letters, too.
    bool is_letter(const Glyph& glyph) const {
        std::size_t at = glyph.text;
        return glyph.length > 0 && text::is_letter(text::next(page_.text, at)) &&
               combining(std::string_view(page_.text).substr(glyph.text, glyph.length)).empty();
    }

    /// Glyphs stand in the order of their text.
    void move(std::uint32_t from, std::uint32_t to, std::string_view by) {
        Glyph &mark = page_.glyphs[from], &base = page_.glyphs[to];
        page_.text.erase(mark.text, mark.length);
        const std::uint32_t length = std::exchange(mark.length, std::uint8_t{0});
        for (std::size_t g = from + 1; g < page_.glyphs.size(); ++g) page_.glyphs[g].text -= length;
        page_.text.insert(base.text + base.length, by);
        base.length = static_cast<std::uint8_t>(base.length + by.size());
        for (std::size_t g = to + 1; g < page_.glyphs.size(); ++g)
            page_.glyphs[g].text += static_cast<std::uint32_t>(by.size());
    }

    PageContent& page_;
    std::size_t asked_ = 0;
};

}  // namespace

void compose_accents(PageContent& page) {
    Detached detached(page);
    const auto run_of = [&](std::uint32_t glyph) -> Run* {
        const auto at = std::upper_bound(page.runs.begin(), page.runs.end(), glyph,
                                         [](std::uint32_t g, const Run& run) { return g < run.first; });
        return at == page.runs.begin() ? nullptr : &at[-1];
    };
    const auto letter_at = [&](std::uint32_t g) {
        std::size_t at = page.glyphs[g].text;
        return page.glyphs[g].length > 0 && text::is_letter(text::next(page.text, at));
    };
    /// The accent's middle is over the letter, and both are level.
    const auto over = [&](std::uint32_t accent, std::uint32_t letter) {
        const Run *a = run_of(accent), *b = run_of(letter);
        if (!a || !b || a->direction != 0 || b->direction != 0 ||
            std::abs(a->baseline - b->baseline) > 0.5F * b->size)
            return false;
        const Glyph &mark = page.glyphs[accent], &base = page.glyphs[letter];
        const float middle = (mark.left + mark.right) / 2;
        return middle > base.left && middle < base.right;
    };
    for (std::uint32_t g = 0; g < page.glyphs.size(); ++g) {
        Glyph& mark = page.glyphs[g];
        if (mark.length != 2) continue;
        const std::string_view by = combining(std::string_view(page.text).substr(mark.text, 2));
        if (by.empty()) continue;
        const bool before = g > 0 && letter_at(g - 1) && over(g, g - 1);
        const bool behind = !before && g + 1 < page.glyphs.size() && letter_at(g + 1) && over(g, g + 1);
        if (!before && !behind) {
            if (const Run* own = run_of(g)) detached.place(*own, g, by);
            continue;
        }
        page.text.replace(mark.text, 2, by);
        Glyph& base = page.glyphs[before ? g - 1 : g + 1];
        Run* const own = run_of(g);
        if (behind) {
            // The letter goes first.
            std::rotate(page.text.begin() + mark.text, page.text.begin() + base.text,
                        page.text.begin() + base.text + base.length);
            std::swap(mark.length, base.length);
            base.text = mark.text + mark.length;
            mark.left = base.left;
            mark.right = base.right;
            base.left = base.right;
            ++g;
        } else {
            // Between its letter and what follows, wherever the accent's own width ends.
            mark.left = (base.left + base.right) / 2;
            mark.right = base.right;
        }
        // It has no room of its own, and neither has a run that holds nothing else.
        if (own->count == 1) {
            own->left = mark.left;
            own->right = mark.right;
        }
    }
}

}  // namespace sheaf::pdf
