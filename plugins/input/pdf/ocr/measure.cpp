#include "ocr/measure.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace sheaf::pdf::ocr {
namespace {

/// Heights of a sans serif's letters in em; what other faces make of it is the same for all sizes of a letter.
constexpr double capital_em = 0.72, small_em = 0.53;

double middle(std::vector<double>& values) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

bool is_small(std::string_view c) {
    return c.size() == 1 && std::string_view("acemnorsuvwxz").find(c[0]) != std::string_view::npos;
}
bool is_tall(std::string_view c) {
    return c.size() == 1 &&
           ((c[0] >= 'A' && c[0] <= 'Z' && c[0] != 'Q' && c[0] != 'J') || (c[0] >= '0' && c[0] <= '9') ||
            std::string_view("bdhkl").find(c[0]) != std::string_view::npos);
}

class Ink {
  public:
    explicit Ink(Pix* pix)
        : data_(pixGetData(pix)),
          stride_(pixGetWpl(pix)),
          width_(pixGetWidth(pix)),
          height_(pixGetHeight(pix)) {}

    bool at(int x, int y) const {
        return GET_DATA_BIT(data_ + static_cast<std::ptrdiff_t>(y) * stride_, x) != 0;
    }
    PixelBox inside(const PixelBox& box) const {
        return {std::clamp(box.left, 0, width_), std::clamp(box.top, 0, height_),
                std::clamp(box.right, 0, width_), std::clamp(box.bottom, 0, height_)};
    }
    /// First and last row with ink, exclusive; equal when there is none.
    std::pair<int, int> rows(const PixelBox& given) const {
        const PixelBox box = inside(given);
        int top = -1, bottom = -1;
        for (int y = box.top; y < box.bottom; ++y)
            for (int x = box.left; x < box.right; ++x)
                if (at(x, y)) {
                    if (top < 0) top = y;
                    bottom = y + 1;
                    break;
                }
        return {top, bottom};
    }
    std::pair<int, int> columns(const PixelBox& given) const {
        const PixelBox box = inside(given);
        int left = -1, right = -1;
        for (int x = box.left; x < box.right; ++x)
            for (int y = box.top; y < box.bottom; ++y)
                if (at(x, y)) {
                    if (left < 0) left = x;
                    right = x + 1;
                    break;
                }
        return {left, right};
    }
    std::uint64_t count(const PixelBox& given) const {
        const PixelBox box = inside(given);
        std::uint64_t count = 0;
        for (int y = box.top; y < box.bottom; ++y)
            for (int x = box.left; x < box.right; ++x) count += at(x, y);
        return count;
    }

  private:
    l_uint32* data_;
    std::ptrdiff_t stride_;
    int width_, height_;
};

/// A solid round or square mark, lower than a letter: no letter is that full.
bool is_bullet(const Ink& ink, const PixelBox& box, int letter) {
    const auto [left, right] = ink.columns(box);
    const auto [top, bottom] = ink.rows(box);
    const int width = right - left, height = bottom - top;
    if (left < 0 || 4 * height < letter || 10 * height > 12 * letter) return false;
    if (10 * width < 7 * height || 10 * height < 7 * width) return false;
    return static_cast<double>(ink.count({left, top, right, bottom})) > 0.68 * width * height;
}

void make_bullet(Word& word) {
    word.symbols = {{"\xE2\x80\xA2", word.box.left, word.box.right}};
    word.size = 0;  // it takes the line's
    word.weight = 0;
    word.confidence = 1;
}

/// Bullets before lines of text, where Tesseract saw nothing.
void find_bullets(const CleanPage& page, const Ink& ink, Reading& reading) {
    if (page.letter_height == 0) return;
    std::vector<Word> found;
    int line = reading.words.back().line;
    for (const Word& word : reading.words) line = std::max(line, word.line);
    for (const PixelBox& box : components(page.ink.get())) {
        if (!is_bullet(ink, box, page.letter_height)) continue;
        const int middle = (box.top + box.bottom) / 2;
        const Word* next = nullptr;  // the nearest word of the line to its right
        bool taken = false;
        for (const Word& word : reading.words) {
            const bool beside = middle > word.box.top - page.letter_height / 4 &&
                                middle < word.box.bottom + page.letter_height / 4;
            if (!beside) continue;
            // A part of a word, or a mark between words.
            if (box.right > word.box.left && box.left < word.box.right + 3 * page.letter_height) taken = true;
            if (word.box.left >= box.right && (!next || word.box.left < next->box.left)) next = &word;
        }
        if (taken || !next || next->box.left - box.right > 5 * page.letter_height) continue;
        Word bullet;
        bullet.box = box;
        bullet.baseline = next->baseline;
        bullet.line = ++line;
        make_bullet(bullet);
        found.push_back(std::move(bullet));
    }
    reading.words.insert(reading.words.end(), found.begin(), found.end());
}

struct LineSize {
    std::vector<double> capitals, smalls, baselines;
};

}  // namespace

void measure(const CleanPage& page, Reading& reading) {
    if (reading.words.empty()) return;
    const Ink ink(page.ink.get());
    const Picture thin(pixThinConnected(page.ink.get(), L_THIN_FG, 8, 0));
    const Ink lines(thin ? thin.get() : page.ink.get());
    int count = 0;
    for (const Word& word : reading.words) count = std::max(count, word.line + 1);
    std::vector<LineSize> sizes(static_cast<std::size_t>(count));
    for (const Word& word : reading.words) {
        LineSize& of = sizes[static_cast<std::size_t>(word.line)];
        for (const Symbol& symbol : word.symbols) {
            const bool tall = is_tall(symbol.text), small = is_small(symbol.text);
            if (!tall && !small) continue;
            const auto [top, bottom] = ink.rows({symbol.left, word.box.top, symbol.right, word.box.bottom});
            if (top < 0) continue;
            (tall ? of.capitals : of.smalls).push_back(bottom - top);
            of.baselines.push_back(bottom);
        }
    }
    for (Word& word : reading.words) {
        LineSize& of = sizes[static_cast<std::size_t>(word.line)];
        if (of.capitals.size() >= 3 || (of.smalls.empty() && !of.capitals.empty()))
            word.size = middle(of.capitals) / capital_em;
        else if (!of.smalls.empty())
            word.size = middle(of.smalls) / small_em;
        word.baseline = of.baselines.empty() ? word.box.bottom : middle(of.baselines);
        const auto area = static_cast<double>(ink.count(word.box)),
                   length = static_cast<double>(lines.count(word.box));
        if (length > 0 && word.size > 0) word.weight = static_cast<float>(area / length / word.size);
        if (word.symbols.size() == 1 && is_bullet(ink, word.box, page.letter_height)) make_bullet(word);
    }
    find_bullets(page, ink, reading);
}

}  // namespace sheaf::pdf::ocr
