// Gaps between letters and gaps between words: judged against the run's own letter gaps.
#include <algorithm>
#include <array>

#include "layout/baselines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// A gap of this many em more than between the letters is a space. Words in justified text stand at least 0.2 em apart;
/// kerning moves letters by less than 0.12 em.
constexpr float space_em = 0.16F;

/// The gaps of a run between letters that follow each other, in em, and whether it has space glyphs.
struct Gaps {
    std::array<float, 96> of{};
    std::size_t count = 0;
    bool spaces = false;
};

Gaps gaps_of(const PageContent& page, const Run& run) {
    Gaps gaps;
    const Glyph* before = nullptr;
    const float sign = along(run, 1);
    for (std::uint32_t g = run.first; g < run.first + run.count && gaps.count < gaps.of.size(); ++g) {
        const Glyph& glyph = page.glyphs[g];
        if (glyph.length == 0) continue;
        std::size_t at = glyph.text;
        const char32_t c = text::next(page.text, at);
        if (text::is_space(c)) {
            gaps.spaces = gaps.spaces || before != nullptr;
            before = nullptr;
            continue;
        }
        if (before) gaps.of[gaps.count++] = sign * (glyph.left - before->right) / run.size;
        before = &glyph;
    }
    return gaps;
}

/// Without space glyphs, words may stand closer than usual: their gaps are parted from those between letters by a hole
/// in which no gap of the run lies. The middle of that hole, or 0 when there is none.
float narrow_gap(const float* gaps, std::size_t count, float letter) {
    constexpr float narrowest = 0.1F, hole = 0.07F;
    for (std::size_t i = 1; i < count; ++i)
        if (gaps[i] - letter > narrowest && gaps[i] - gaps[i - 1] > hole)
            return gaps[i] - letter < space_em + hole ? (gaps[i] + gaps[i - 1]) / 2 : 0;
    return 0;
}

}  // namespace

Spacing spacing_of(const PageContent& page, const Run& run) {
    const Spacing usual{space_em * run.size, wide_em * run.size};
    if (run.count < 4 || run.size <= 0) return usual;
    Gaps gaps = gaps_of(page, run);
    if (gaps.count < 3) return usual;
    float* const first = gaps.of.data();
    const auto quantile = [&](std::size_t quarters) { return first[(gaps.count - 1) * quarters / 4]; };
    std::sort(first, first + gaps.count);
    // Letters that are spaced are spaced alike. Few gaps, or wide ones, tell nothing: `1 2 3` is no word.
    const bool spaced = gaps.count >= 5 && quantile(2) > 0.05F && quantile(2) < 0.6F &&
                        quantile(2) - quantile(0) < 0.08F && quantile(2) - first[0] < 0.12F;
    const float letter = spaced ? quantile(2) : 0.0F;
    float word = letter + space_em;
    if (!gaps.spaces)
        if (const float narrow = narrow_gap(first, gaps.count, letter); narrow > 0) word = narrow;
    return {word * run.size, (wide_em + letter) * run.size};
}

}  // namespace sheaf::pdf
