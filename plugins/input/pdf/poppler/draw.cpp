#include "poppler/draw.hpp"

#include <PDFDoc.h>
#include <Page.h>
#include <SplashOutputDev.h>
#include <TextOutputDev.h>
#include <splash/SplashBitmap.h>
#include <splash/SplashErrorCodes.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "reader/matrix.hpp"

namespace sheaf::pdf {
namespace {

constexpr double most_pixels = 24e6;  // A4 at 500 dots an inch, A3 at 350
constexpr int most_operators = 2'000'000;

/// Draws a page on white, each point of the picture in one grey or in red, green, blue.
class Device : public SplashOutputDev {
  public:
    explicit Device(SplashColorMode mode)
        : SplashOutputDev(mode, mode == splashModeMono8 ? 1 : 4, false, white()) {}

  private:
    static SplashColorPtr white() {
        static SplashColor colour = {255, 255, 255, 255};
        return colour;
    }
};

/// Draws a page with all its glyphs, or without some of them.
class WatchingDevice : public Device {
  public:
    WatchingDevice(const std::vector<GlyphPlace>& watched, bool leave_out, const double& dpi)
        : Device(splashModeRGB8), watched_(watched), met_(watched.size()), leave_out_(leave_out), dpi_(dpi) {}

    /// The glyph was met, in a font that can be drawn.
    bool has_drawn(std::size_t glyph) const { return met_[glyph] == Met::drawn; }

    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x, double origin_y,
                  CharCode code, int bytes, const Unicode* unicode, int count) override {
        Point at;
        state->transform(x, y, &at.x, &at.y);
        Met* const met = find(at);
        if (met && leave_out_) return;
        SplashOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, unicode, count);
        if (met && !getCurrentFont()) *met = Met::fontless;
    }
    bool beginType3Char(GfxState* state, double x, double y, double dx, double dy, CharCode code,
                        const Unicode* unicode, int count) override {
        Point at;
        state->transform(0, 0, &at.x, &at.y);
        if (find(at) && leave_out_) return true;
        return SplashOutputDev::beginType3Char(state, x, y, dx, dy, code, unicode, count);
    }
    // A group is drawn in a picture of its own, whose origin is elsewhere on the page.
    void beginTransparencyGroup(GfxState* state, const double* box, GfxColorSpace* space, bool isolated,
                                bool knockout, bool mask) override {
        const Point before{state->getCTM()[4], state->getCTM()[5]};
        SplashOutputDev::beginTransparencyGroup(state, box, space, isolated, knockout, mask);
        shifts_.push_back({before.x - state->getCTM()[4], before.y - state->getCTM()[5]});
    }
    void endTransparencyGroup(GfxState* state) override {
        SplashOutputDev::endTransparencyGroup(state);
        if (!shifts_.empty()) shifts_.pop_back();
    }

  private:
    enum class Met : std::uint8_t { no, drawn, fontless };

    /// The watched glyph whose origin is there; null where there is none. Of glyphs at one place the first is the one
    /// that others may have been printed over.
    Met* find(Point at) {
        for (const Point& shift : shifts_) at.x += shift.x, at.y += shift.y;
        at.x *= 72 / dpi_, at.y *= 72 / dpi_;
        for (std::size_t i = 0; i < watched_.size(); ++i) {
            const Box& box = watched_[i].origin;
            if (met_[i] != Met::no || at.x < box.left || at.x > box.right || at.y < box.top ||
                at.y > box.bottom)
                continue;
            met_[i] = Met::drawn;
            return &met_[i];
        }
        return nullptr;
    }

    const std::vector<GlyphPlace>& watched_;
    std::vector<Met> met_;
    const bool leave_out_;
    const double& dpi_;
    std::vector<Point> shifts_;
};

/// The page as the device draws it; null where it cannot be drawn. The resolution is that of the picture.
std::unique_ptr<SplashBitmap> drawn(PDFDoc& document, int number, Device& device, double& dpi) {
    ::Page* page = document.getPage(number);
    if (!page || !page->isOk()) return nullptr;
    const double width = page->getCropWidth() / 72, height = page->getCropHeight() / 72;
    if (!(width > 0 && height > 0)) return nullptr;
    dpi = std::min(dpi, std::sqrt(most_pixels / (width * height)));
    device.startDoc(&document);
    int operators = 0;
    document.displayPage(
        &device, number, dpi, dpi, 0, false, true, false,
        [](void* count) { return ++*static_cast<int*>(count) > most_operators; }, &operators);
    if (operators > most_operators) return nullptr;
    return std::unique_ptr<SplashBitmap>(device.takeBitmap());
}

/// Empty when it cannot be written.
std::string png_of(SplashBitmap& picture, double dpi) {
    char* bytes = nullptr;
    std::size_t size = 0;
    std::FILE* const memory = ::open_memstream(&bytes, &size);
    if (!memory) return {};
    const bool written = picture.writeImgFile(splashFormatPng, memory, dpi, dpi) == splashOk;
    std::fclose(memory);
    const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
    return written ? std::string(bytes, size) : std::string();
}

/// In points of the page as it is shown.
std::vector<PrintedWord> words_on(PDFDoc& document, int number) {
    TextOutputDev device(nullptr, false, 0, true, false);
    int operators = 0;
    document.displayPage(
        &device, number, 72, 72, 0, false, true, false,
        [](void* count) { return ++*static_cast<int*>(count) > most_operators; }, &operators);
    std::vector<PrintedWord> words;
    const auto list = device.makeWordList();
    for (int i = 0; i < list->getLength(); ++i) {
        PrintedWord word;
        const std::unique_ptr<GooString> text(list->get(i)->getText());
        word.text = text->toStr();
        list->get(i)->getBBox(&word.box.left, &word.box.top, &word.box.right, &word.box.bottom);
        words.push_back(std::move(word));
    }
    return words;
}

/// Two pictures of one size differ somewhere in that box, in points, by more than nobody would see.
bool differ(SplashBitmap& a, SplashBitmap& b, const Box& box, double dpi) {
    constexpr int least = 16;  // of 255
    const auto pixel = [&](double v, int most) {
        return std::clamp(static_cast<int>(v * dpi / 72), 0, most);
    };
    const int left = 3 * pixel(box.left, a.getWidth() - 1),
              right = 3 * pixel(box.right, a.getWidth() - 1) + 3;
    const int bottom = pixel(box.bottom, a.getHeight() - 1);
    for (int y = pixel(box.top, a.getHeight() - 1); y <= bottom; ++y) {
        const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y) * a.getRowSize();
        for (std::ptrdiff_t at = row + left; at < row + right; ++at)
            if (std::abs(a.getDataPtr()[at] - b.getDataPtr()[at]) > least) return true;
    }
    return false;
}

}  // namespace

std::optional<std::vector<bool>> find_seen(PDFDoc& document, int number,
                                           const std::vector<GlyphPlace>& glyphs) {
    double dpi = 144;
    WatchingDevice all(glyphs, false, dpi), others(glyphs, true, dpi);
    const auto whole = drawn(document, number, all, dpi);
    const auto without = whole ? drawn(document, number, others, dpi) : nullptr;
    if (!without) return std::nullopt;
    std::vector<bool> seen;
    seen.reserve(glyphs.size());
    for (std::size_t i = 0; i < glyphs.size(); ++i)
        // Of what is not drawn here, other programs may show something.
        seen.push_back(!all.has_drawn(i) || differ(*whole, *without, glyphs[i].inked, dpi));
    return seen;
}

std::optional<Bitmap> draw(PDFDoc& document, int number, double dpi) {
    Device device(splashModeMono8);
    const auto picture = drawn(document, number, device, dpi);
    if (!picture) return std::nullopt;
    Bitmap out;
    out.width = picture->getWidth();
    out.height = picture->getHeight();
    out.dpi = dpi;
    out.gray.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    const std::uint8_t* data = picture->getDataPtr();
    for (int y = 0; y < out.height; ++y)
        std::copy_n(data + static_cast<std::ptrdiff_t>(y) * picture->getRowSize(), out.width,
                    out.gray.begin() + static_cast<std::ptrdiff_t>(y) * out.width);
    return out;
}

std::optional<DrawnPage> draw_page(PDFDoc& document, int number, double dpi) {
    Device device(splashModeRGB8);
    const auto picture = drawn(document, number, device, dpi);
    if (!picture) return std::nullopt;
    DrawnPage page;
    page.png = png_of(*picture, dpi);
    if (page.png.empty()) return std::nullopt;
    page.words = words_on(document, number);
    return page;
}

}  // namespace sheaf::pdf
