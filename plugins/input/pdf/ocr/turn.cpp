#include "ocr/turn.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace sheaf::pdf::ocr {
namespace {

constexpr double degree = 3.14159265358979323846 / 180;

/// A point of the page as turned, on the page as it is shown. Both pictures are turned about their middles.
std::pair<double, double> shown_at(double x, double y, const Turned& turned) {
    const bool aside = turned.quarters % 2 != 0;
    const double width = aside ? turned.height : turned.width, height = aside ? turned.width : turned.height;
    double dx = x - width / 2, dy = y - height / 2;
    // Against the turn that made lines level; y points down.
    const double c = std::cos(turned.angle * degree), s = std::sin(turned.angle * degree);
    std::tie(dx, dy) = std::pair(dx * c + dy * s, -dx * s + dy * c);
    for (int i = 0; i < turned.quarters; ++i) std::tie(dx, dy) = std::pair(dy, -dx);
    return {dx + turned.width / 2, dy + turned.height / 2};
}

Box put_back(const Box& box, const Turned& turned) {
    Box out{1e9, 1e9, -1e9, -1e9};
    for (const double x : {box.left, box.right})
        for (const double y : {box.top, box.bottom}) {
            const auto [at_x, at_y] = shown_at(x, y, turned);
            out.left = std::min(out.left, at_x);
            out.top = std::min(out.top, at_y);
            out.right = std::max(out.right, at_x);
            out.bottom = std::max(out.bottom, at_y);
        }
    const auto within = [](double v, double most) {
        return std::clamp(std::round(v * 100) / 100, 0.0, most);
    };
    return {within(out.left, turned.width), within(out.top, turned.height), within(out.right, turned.width),
            within(out.bottom, turned.height)};
}

}  // namespace

PixelBox upright(const PixelBox& box, const Reading& reading, const Bitmap& shown) {
    if (reading.quarters == 0 && reading.angle == 0) return box;
    const double c = std::cos(reading.angle * degree), s = std::sin(reading.angle * degree);
    PixelBox out{1 << 30, 1 << 30, -(1 << 30), -(1 << 30)};
    for (const int x : {box.left, box.right})
        for (const int y : {box.top, box.bottom}) {
            double dx = x - shown.width / 2.0, dy = y - shown.height / 2.0;
            for (int i = 0; i < reading.quarters; ++i) std::tie(dx, dy) = std::pair(-dy, dx);
            std::tie(dx, dy) = std::pair(dx * c - dy * s, dx * s + dy * c);
            const int at_x = static_cast<int>(std::lround(dx + reading.width / 2.0)),
                      at_y = static_cast<int>(std::lround(dy + reading.height / 2.0));
            out = {std::min(out.left, at_x), std::min(out.top, at_y), std::max(out.right, at_x),
                   std::max(out.bottom, at_y)};
        }
    return out;
}

void put_back(Document& document, const std::vector<Turned>& turned) {
    if (turned.empty()) return;
    const auto of = [&](int page) -> const Turned* {
        const auto at = std::lower_bound(turned.begin(), turned.end(), page,
                                         [](const Turned& t, int number) { return t.page < number; });
        return at != turned.end() && at->page == page ? &*at : nullptr;
    };
    for (Page& page : document.pages)
        if (const Turned* t = of(page.number)) {
            page.width = t->width;
            page.height = t->height;
        }
    for (Block& block : document.blocks)
        for (Region& region : block.regions)
            if (const Turned* t = of(region.page)) region.box = put_back(region.box, *t);
    for (Diagnostic& diagnostic : document.diagnostics)
        if (const Turned* t = of(diagnostic.place.page); t && diagnostic.place.box)
            diagnostic.place.box = put_back(*diagnostic.place.box, *t);
}

}  // namespace sheaf::pdf::ocr
