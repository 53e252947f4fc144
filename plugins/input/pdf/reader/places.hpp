// Where glyphs are, and when colours are alike: what those ask who look at what is seen.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "content.hpp"

namespace sheaf::pdf {

/// A part of a colour 0xRRGGBB: 16 shifts to red, 8 to green, 0 to blue.
inline int channel(std::uint32_t rgb, int shift) {
    return static_cast<int>(rgb >> shift & 0xFF);
}

/// Nobody sees a difference between the colours.
inline bool alike(std::uint32_t a, std::uint32_t b) {
    constexpr int most = 16;  // of 255, by which channels may differ
    const auto near = [&](int shift) { return std::abs(channel(a, shift) - channel(b, shift)) <= most; };
    return near(16) && near(8) && near(0);
}

/// Where a glyph is: the middle of its box, and half of what is looked at along the line and across it.
struct GlyphMiddle {
    double x = 0, y = 0, half_x = 0, half_y = 0;
};

inline GlyphMiddle middle_of(const Run& run, const Glyph& glyph) {
    const double middle = (static_cast<double>(glyph.left) + static_cast<double>(glyph.right)) / 2,
                 half = 0.35 * std::abs(static_cast<double>(glyph.right) - static_cast<double>(glyph.left)),
                 across = 0.17 * static_cast<double>(run.size);
    if (run.direction % 180 == 0)
        return {middle, (static_cast<double>(run.top) + static_cast<double>(run.bottom)) / 2, half, across};
    return {(static_cast<double>(run.left) + static_cast<double>(run.right)) / 2, middle, across, half};
}

inline bool holds(const Box& box, const GlyphMiddle& at) {
    return at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
}

/// On the page, in lines from left to right.
inline bool is_level(const Run& run) {
    return run.direction == 0 && !run.oblique && !run.clipped && !run.optional_hidden;
}

inline bool is_space(const PageContent& page, const Glyph& glyph) {
    return glyph.length == 0 || (glyph.length == 1 && page.text[glyph.text] == ' ') ||
           (glyph.length == 2 && page.text.compare(glyph.text, 2, "\xC2\xA0") == 0);
}

/// The box of a run of which only some glyphs are left.
inline void narrow(const PageContent& page, Run& part) {
    if (part.oblique) return;
    const auto [low, high] =
        std::minmax(page.glyphs[part.first].left, page.glyphs[part.first + part.count - 1].right);
    (part.direction % 180 == 0 ? part.left : part.top) = low;
    (part.direction % 180 == 0 ? part.right : part.bottom) = high;
}

/// Divides the runs where neighbouring glyphs (numbers in the page's) are not alike; `change` gets each part.
template <class Alike, class Change>
void divide_runs(PageContent& page, const Alike& are_alike, const Change& change) {
    std::vector<Run> runs;
    for (const Run& run : page.runs) {
        const std::uint32_t end = run.first + run.count;
        for (std::uint32_t first = run.first, g = first; g < end; first = g) {
            while (g < end && are_alike(g, first)) ++g;
            Run part = run;
            part.first = first;
            part.count = g - first;
            change(part);
            if (part.count < run.count) narrow(page, part);
            runs.push_back(part);
        }
        if (run.count == 0) runs.push_back(run);
    }
    page.runs = std::move(runs);
}

}  // namespace sheaf::pdf
