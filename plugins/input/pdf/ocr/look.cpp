#include "ocr/look.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sheaf::pdf::ocr {

std::string text_of(const Word& word) {
    std::string out;
    for (const Symbol& symbol : word.symbols) out += symbol.text;
    return out;
}

PixelBox pixels(const Bitmap& bitmap, const Box& box) {
    const auto at = [&](double v, int most) {
        return std::clamp(static_cast<int>(std::lround(v * bitmap.dpi / 72)), 0, most);
    };
    return {at(box.left, bitmap.width), at(box.top, bitmap.height), at(box.right, bitmap.width),
            at(box.bottom, bitmap.height)};
}

Box box_of(const Run& run) {
    return {static_cast<double>(run.left), static_cast<double>(run.top), static_cast<double>(run.right),
            static_cast<double>(run.bottom)};
}

bool is_seen(const Run& run) {
    return !run.clipped && !run.optional_hidden && run.hidden == Hidden::no && run.render_mode != 3 &&
           run.render_mode != 7;
}

bool is_print(const Bitmap& bitmap, const PixelBox& box) {
    constexpr int near = 32, far = 65;
    std::array<std::size_t, 256> tones{};
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x)
            ++tones[bitmap.gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width) +
                                static_cast<std::size_t>(x)]];
    const auto ground = static_cast<int>(std::max_element(tones.begin(), tones.end()) - tones.begin());
    std::size_t paper = 0, ink = 0, all = 0;
    for (int tone = 0; tone < 256; ++tone) {
        const std::size_t count = tones[static_cast<std::size_t>(tone)];
        all += count;
        if (std::abs(tone - ground) <= near) paper += count;
        if (std::abs(tone - ground) > far) ink += count;
    }
    return 10 * paper > 6 * all && 100 * ink > all && 10 * ink < 3 * all;
}

Bitmap cut(const Bitmap& bitmap, PixelBox box, int margin) {
    box = {std::max(box.left - margin, 0), std::max(box.top - margin, 0),
           std::min(box.right + margin, bitmap.width), std::min(box.bottom + margin, bitmap.height)};
    Bitmap out;
    out.width = box.width();
    out.height = box.height();
    out.dpi = bitmap.dpi;
    for (int y = box.top; y < box.bottom; ++y) {
        const auto row = bitmap.gray.begin() + static_cast<std::ptrdiff_t>(y) * bitmap.width;
        out.gray.insert(out.gray.end(), row + box.left, row + box.right);
    }
    return out;
}

}  // namespace sheaf::pdf::ocr
