#include "ocr/runs.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace sheaf::pdf::ocr {
namespace {

/// Sizes this close are one: measured from pixels, they are good to a twentieth.
constexpr double same_size = 0.065;
/// Strokes of bold faces are at least this much wider than those of most of the letter's text.
constexpr float bold_weight = 1.22F;

/// The size of words that have none of their own is that of the nearest word on their baseline.
void lend_sizes(Reading& reading) {
    std::vector<Word>& words = reading.words;
    for (Word& word : words) {
        if (word.size > 0) continue;
        const Word* nearest = nullptr;
        int least = 0;
        for (const Word& other : words) {
            if (other.size <= 0 || other.weight <= 0) continue;
            const int middle = (word.box.top + word.box.bottom) / 2;
            if (middle < other.baseline - other.size || middle > other.baseline + 0.25 * other.size) continue;
            const int apart = std::max({other.box.left - word.box.right, word.box.left - other.box.right, 0});
            if (!nearest || apart < least) {
                nearest = &other;
                least = apart;
            }
        }
        if (nearest) {
            word.size = nearest->size;
            word.baseline = nearest->baseline;
        } else {
            word.size = std::max(word.box.height(), 1);
        }
    }
}

float usual_weight(const std::vector<ReadPage>& pages) {
    std::vector<float> weights;  // once for each character
    for (const ReadPage& page : pages)
        for (const Word& word : page.reading.words)
            if (word.weight > 0) weights.insert(weights.end(), word.symbols.size(), word.weight);
    if (weights.empty()) return 0;
    const auto middle = weights.begin() + static_cast<std::ptrdiff_t>(weights.size() / 2);
    std::nth_element(weights.begin(), middle, weights.end());
    return *middle;
}

/// Which words are bold: a line whose letters mostly are is bold as a whole, since single short words cannot be
/// measured well.
std::vector<bool> bold_words(const Reading& reading, float usual) {
    std::vector<bool> bold(reading.words.size(), false);
    for (std::size_t first = 0; first < reading.words.size();) {
        std::size_t end = first;
        double heavy = 0, all = 0;
        for (; end < reading.words.size() && reading.words[end].line == reading.words[first].line; ++end) {
            const Word& word = reading.words[end];
            const auto letters = static_cast<double>(word.symbols.size());
            bold[end] = word.weight > bold_weight * usual;
            all += letters;
            if (bold[end]) heavy += letters;
        }
        const bool line_bold = heavy > 0.7 * all, line_plain = heavy < 0.15 * all;
        for (std::size_t i = first; i < end; ++i) bold[i] = line_bold || (!line_plain && bold[i]);
        first = end;
    }
    return bold;
}

void add_word(PageContent& page, const Word& word, double point, std::uint32_t font) {
    Run run;
    run.first = static_cast<std::uint32_t>(page.glyphs.size());
    run.font = font;
    run.size = static_cast<float>(word.size * point);
    run.left = static_cast<float>(word.box.left * point);
    run.right = static_cast<float>(word.box.right * point);
    run.baseline = static_cast<float>(word.baseline * point);
    run.top = run.baseline - 0.75F * run.size;
    run.bottom = run.baseline + 0.25F * run.size;
    run.confidence = word.confidence;
    for (std::size_t i = 0; i < word.symbols.size(); ++i) {
        const Symbol& symbol = word.symbols[i];
        // Letters meet halfway: what stands between them is no space.
        const auto edge = [&](std::size_t at) {
            if (at == 0) return static_cast<double>(word.box.left);
            if (at == word.symbols.size()) return static_cast<double>(word.box.right);
            return std::clamp((word.symbols[at - 1].right + word.symbols[at].left) / 2.0,
                              static_cast<double>(word.box.left), static_cast<double>(word.box.right));
        };
        Glyph glyph;
        glyph.text = static_cast<std::uint32_t>(page.text.size());
        glyph.length = static_cast<std::uint8_t>(std::min<std::size_t>(symbol.text.size(), 255));
        glyph.left = static_cast<float>(edge(i) * point);
        glyph.right = static_cast<float>(edge(i + 1) * point);
        page.text.append(symbol.text, 0, glyph.length);
        page.glyphs.push_back(glyph);
    }
    run.count = static_cast<std::uint32_t>(page.glyphs.size()) - run.first;
    page.runs.push_back(run);
}

}  // namespace

void settle_sizes(std::vector<ReadPage>& pages) {
    // Tenths of a point, and how many characters have them.
    std::map<int, std::size_t> sizes;
    const auto tenths = [](const ReadPage& page, const Word& word) {
        return static_cast<int>(std::lround(word.size * page.point * 10));
    };
    for (ReadPage& page : pages) {
        lend_sizes(page.reading);
        for (const Word& word : page.reading.words) sizes[tenths(page, word)] += word.symbols.size();
    }
    std::map<int, int> settled;
    while (settled.size() < sizes.size()) {
        // The commonest that is left draws its neighbours.
        int common = 0;
        std::size_t count = 0;
        for (const auto& [size, characters] : sizes)
            if (!settled.count(size) && characters > count) {
                common = size;
                count = characters;
            }
        for (const auto& [size, characters] : sizes)
            if (!settled.count(size) && std::abs(size - common) <= same_size * common) settled[size] = common;
        settled[common] = common;
    }
    for (ReadPage& page : pages)
        for (Word& word : page.reading.words) word.size = settled[tenths(page, word)] / 10.0 / page.point;
}

void add_runs(Content& content, const std::vector<ReadPage>& pages) {
    const auto plain = static_cast<std::uint32_t>(content.fonts.size());
    for (const bool bold : {false, true}) {
        Font font;
        font.name = bold ? "OCR bold" : "OCR";
        font.bold = bold;
        content.fonts.push_back(std::move(font));
    }
    const float usual = usual_weight(pages);
    for (const ReadPage& read : pages) {
        PageContent& page = content.pages[read.page];
        const std::size_t own = read.keeps_text ? page.runs.size() : 0;
        if (!read.keeps_text) {
            for (Run& run : page.runs) run.replaced = true;
            // What the page was drawn with besides was a part of the picture.
            page.rules.clear();
            page.links.clear();
        }
        const auto is_own = [&](const Word& word) {
            const double x = (word.box.left + word.box.right) * read.point / 2,
                         y = (word.box.top + word.box.bottom) * read.point / 2;
            return std::any_of(
                page.runs.begin(), page.runs.begin() + static_cast<std::ptrdiff_t>(own), [&](const Run& run) {
                    return x > static_cast<double>(run.left) && x < static_cast<double>(run.right) &&
                           y > static_cast<double>(run.top) && y < static_cast<double>(run.bottom);
                });
        };
        const std::vector<bool> bold = bold_words(read.reading, usual);
        for (std::size_t i = 0; i < read.reading.words.size(); ++i)
            if (!is_own(read.reading.words[i]))
                add_word(page, read.reading.words[i], read.point, plain + (bold[i] ? 1 : 0));
        for (const PixelBox& rule : read.reading.rules)
            page.rules.push_back({{rule.left * read.point, rule.top * read.point, rule.right * read.point,
                                   rule.bottom * read.point},
                                  true,
                                  0});
    }
}

}  // namespace sheaf::pdf::ocr
