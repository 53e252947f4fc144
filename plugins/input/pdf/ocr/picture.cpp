#include "ocr/picture.hpp"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sheaf::pdf::ocr {
namespace {

/// Leptonica makes the paper 200 bright all over; it is made white from here, and its noise with it.
constexpr int white = 185;
/// Ink is what is darker: grey text down to a third of the contrast of black.
constexpr int ink_threshold = 180;
/// Angles under this (degrees) do no harm; beyond the range a page was not laid on the glass by hand.
constexpr double least_angle = 0.05, widest_angle = 7;

Picture own(Pix* pix) {
    return Picture(pix);
}

/// Height of most letters: the median of components that may be letters at that resolution (3 to 40 points high).
int height_of_letters(const std::vector<PixelBox>& boxes, double dpi) {
    std::vector<int> heights;
    for (const PixelBox& box : boxes)
        if (box.height() >= 3 * dpi / 72 && box.height() <= 40 * dpi / 72 && box.width() <= 80 * dpi / 72)
            heights.push_back(box.height());
    if (heights.empty()) return 0;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    return *middle;
}

void paint(Pix* pix, const PixelBox& box, bool set) {
    BOX* area = boxCreate(box.left, box.top, box.width(), box.height());
    if (!area) return;
    if (set)
        pixSetInRect(pix, area);
    else
        pixClearInRect(pix, area);
    boxDestroy(&area);
}

PixelBox grown(const PixelBox& box, int x, int y) {
    return {box.left - x, box.top - y, box.right + x, box.bottom + y};
}

bool is_speck(const PixelBox& box, int letter) {
    return 10 * std::max(box.width(), box.height()) <= 3 * letter;
}

/// Specks: tiny marks away from all letters. Dots of letters and full stops stand beside letters.
void remove_specks(CleanPage& page) {
    if (page.letter_height < 6) return;
    const std::vector<PixelBox> boxes = components(page.ink.get());
    const Picture near = own(pixCreateTemplate(page.ink.get()));
    if (!near) return;
    for (const PixelBox& box : boxes)
        if (!is_speck(box, page.letter_height))
            paint(near.get(), grown(box, page.letter_height / 2, page.letter_height * 2 / 5), true);
    for (const PixelBox& box : boxes) {
        if (!is_speck(box, page.letter_height)) continue;
        l_uint32 beside = 0;
        pixGetPixel(near.get(), (box.left + box.right) / 2, (box.top + box.bottom) / 2, &beside);
        if (beside) continue;
        paint(page.ink.get(), box, false);
        paint(page.gray.get(), grown(box, 2, 2), true);
    }
}

/// Ruled lines are read off and taken away: Tesseract reads letters of them.
void take_rules(CleanPage& page, double dpi) {
    const int longest = static_cast<int>(dpi / 2);
    for (const bool level : {true, false}) {
        const int length = level ? longest : longest * 3 / 4;
        const Picture lines =
            own(pixOpenBrick(nullptr, page.ink.get(), level ? length : 1, level ? 1 : length));
        if (!lines) continue;
        for (const PixelBox& box : components(lines.get())) {
            const int thickness = level ? box.height() : box.width();
            if (thickness > dpi / 15) continue;
            page.rules.push_back(box);
            const PixelBox area = grown(box, level ? 0 : 1, level ? 1 : 0);
            paint(page.ink.get(), area, false);
            paint(page.gray.get(), area, true);
        }
    }
}

/// Dark edges that the scanner made around the paper.
void remove_edges(CleanPage& page) {
    const Picture inner = own(pixRemoveBorderConnComps(page.ink.get(), 8));
    if (!inner) return;
    const Picture edges = own(pixXor(nullptr, page.ink.get(), inner.get()));
    const Picture wide = own(pixDilateBrick(nullptr, edges.get(), 5, 5));
    if (wide) pixSetMasked(page.gray.get(), wide.get(), 255);
    page.ink.reset(pixClone(inner.get()));
}

/// How much neighbouring rows differ: much where lines of text are level.
float row_contrast(Pix* ink) {
    float sum = 0;
    return pixFindDifferentialSquareSum(ink, &sum) ? 0 : sum;
}

/// Quarter turns clockwise that make the text upright.
int quarters_to_upright(Pix* ink, double dpi) {
    // Leptonica's masks for ascenders and descenders are made for 150 to 300 dots an inch.
    Picture small = own(dpi > 220 ? pixReduceRankBinary2(ink, 2, nullptr) : pixClone(ink));
    if (!small) return 0;
    int quarters = 0;
    Picture aside = own(pixRotateOrth(small.get(), 1));
    if (aside && row_contrast(aside.get()) > 2 * row_contrast(small.get())) {
        quarters = 1;
        small = std::move(aside);
    }
    float up = 0;
    if (!pixUpDownDetect(small.get(), &up, 0, 0, 0) && up < 0) quarters += 2;
    return quarters;
}

Picture ink_of(Pix* gray) {
    return own(pixThresholdToBinary(gray, ink_threshold));
}

}  // namespace

std::vector<PixelBox> components(Pix* ink) {
    std::vector<PixelBox> boxes;
    BOXA* found = pixConnCompBB(ink, 8);
    if (!found) return boxes;
    const int count = boxaGetCount(found);
    boxes.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        int x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(found, i, &x, &y, &w, &h);
        boxes.push_back({x, y, x + w, y + h});
    }
    boxaDestroy(&found);
    return boxes;
}

void PixDelete::operator()(Pix* pix) const {
    pixDestroy(&pix);
}

Picture picture_of(const Bitmap& bitmap) {
    Picture pix = own(pixCreate(bitmap.width, bitmap.height, 8));
    if (!pix) return pix;
    const int stride = pixGetWpl(pix.get());
    l_uint32* data = pixGetData(pix.get());
    for (int y = 0; y < bitmap.height; ++y) {
        const std::uint8_t* row =
            bitmap.gray.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width);
        l_uint32* line = data + static_cast<std::size_t>(y) * static_cast<std::size_t>(stride);
        for (int x = 0; x < bitmap.width; ++x) SET_DATA_BYTE(line, x, row[x]);
    }
    pixSetResolution(pix.get(), static_cast<l_int32>(std::lround(bitmap.dpi)),
                     static_cast<l_int32>(std::lround(bitmap.dpi)));
    return pix;
}

CleanPage clean(const Bitmap& bitmap) {
    CleanPage page;
    page.gray = picture_of(bitmap);
    if (!page.gray) return page;
    if (Pix* even = pixBackgroundNormSimple(page.gray.get(), nullptr, nullptr)) {
        page.gray.reset(even);
        pixGammaTRC(even, even, 1.0F, 0, white);
    }
    page.ink = ink_of(page.gray.get());
    if (!page.ink) return page;
    page.quarters = quarters_to_upright(page.ink.get(), bitmap.dpi);
    if (page.quarters) {
        page.gray = own(pixRotateOrth(page.gray.get(), page.quarters));
        page.ink = own(pixRotateOrth(page.ink.get(), page.quarters));
    }
    float angle = 0, sure = 0;
    if (!pixFindSkewSweepAndSearch(page.ink.get(), &angle, &sure, 4, 2, static_cast<float>(widest_angle),
                                   1.0F, 0.01F) &&
        sure > 2 && std::abs(angle) > least_angle) {
        page.angle = static_cast<double>(angle);
        const double radians = page.angle * 3.14159265358979323846 / 180;
        page.gray = own(pixRotate(page.gray.get(), static_cast<float>(radians), L_ROTATE_AREA_MAP,
                                  L_BRING_IN_WHITE, 0, 0));
        page.ink = ink_of(page.gray.get());
    }
    if (!page.gray || !page.ink) return page;
    remove_edges(page);
    take_rules(page, bitmap.dpi);
    page.letter_height = height_of_letters(components(page.ink.get()), bitmap.dpi);
    remove_specks(page);
    return page;
}

void turn_over(CleanPage& page) {
    const int width = pixGetWidth(page.gray.get()), height = pixGetHeight(page.gray.get());
    page.gray = own(pixRotate180(nullptr, page.gray.get()));
    page.ink = own(pixRotate180(nullptr, page.ink.get()));
    page.quarters = (page.quarters + 2) % 4;
    for (PixelBox& box : page.rules)
        box = {width - box.right, height - box.bottom, width - box.left, height - box.top};
}

}  // namespace sheaf::pdf::ocr
