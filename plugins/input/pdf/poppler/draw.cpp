#include "poppler/draw.hpp"

#include <PDFDoc.h>
#include <Page.h>
#include <SplashOutputDev.h>
#include <splash/SplashBitmap.h>

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {
namespace {

constexpr double most_pixels = 24e6;  // A4 at 500 dots an inch, A3 at 350
constexpr int most_operators = 2'000'000;

}  // namespace

std::optional<ocr::Bitmap> draw(PDFDoc& document, int number, double dpi) {
    ::Page* page = document.getPage(number);
    if (!page || !page->isOk()) return std::nullopt;
    const double width = page->getCropWidth() / 72, height = page->getCropHeight() / 72;
    if (!(width > 0 && height > 0)) return std::nullopt;
    dpi = std::min(dpi, std::sqrt(most_pixels / (width * height)));
    SplashColor white = {255, 255, 255, 255};
    SplashOutputDev device(splashModeMono8, 1, false, white);
    device.startDoc(&document);
    int operators = 0;
    document.displayPage(
        &device, number, dpi, dpi, 0, false, true, false,
        [](void* count) { return ++*static_cast<int*>(count) > most_operators; }, &operators);
    const SplashBitmap* drawn = device.getBitmap();
    if (!drawn || operators > most_operators) return std::nullopt;
    ocr::Bitmap out;
    out.width = drawn->getWidth();
    out.height = drawn->getHeight();
    out.dpi = dpi;
    out.gray.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    const std::uint8_t* data = const_cast<SplashBitmap*>(drawn)->getDataPtr();
    for (int y = 0; y < out.height; ++y)
        std::copy_n(data + static_cast<std::ptrdiff_t>(y) * drawn->getRowSize(), out.width,
                    out.gray.begin() + static_cast<std::ptrdiff_t>(y) * out.width);
    return out;
}

}  // namespace sheaf::pdf
