#include "ocr/layer.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>

#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

constexpr double look_dpi = 200;
/// Of the picture, darker than this is ink.
constexpr int dark = 140;
/// Words stand on ink, most words of a sample are read alike: what is below is no layer of this picture.
constexpr double least_on_ink = 0.7, least_alike = 0.6;
constexpr std::size_t samples = 3, sample_words = 6;

bool is_invisible(const Run& run) {
    return (run.render_mode == 3 || run.render_mode == 7) && run.direction == 0 && !run.clipped &&
           !run.optional_hidden;
}

/// Words of at least two letters or digits, as they are compared.
void add_words(std::string_view text, std::vector<std::string>& words) {
    const std::string folded = text::fold(text);
    std::string word;
    const auto end = [&] {
        if (word.size() > 1) words.push_back(word);
        word.clear();
    };
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t start = at;
        const char32_t c = text::next(folded, at);
        if (text::is_letter(c) || text::is_digit(c))
            word.append(folded, start, at - start);
        else
            end();
    }
    end();
}

/// The share of the words of `a` that are among those of `b`; 1 when there are none.
double share_in(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.empty()) return 1;
    std::multiset<std::string> left(b.begin(), b.end());
    std::size_t found = 0;
    for (const std::string& word : a)
        if (const auto at = left.find(word); at != left.end()) {
            left.erase(at);
            ++found;
        }
    return static_cast<double>(found) / static_cast<double>(a.size());
}

PixelBox pixels(const Bitmap& bitmap, const Run& run) {
    const double scale = bitmap.dpi / 72;
    const auto at = [&](float v, int most) {
        return std::clamp(static_cast<int>(std::lround(static_cast<double>(v) * scale)), 0, most);
    };
    return {at(run.left, bitmap.width), at(run.top, bitmap.height), at(run.right, bitmap.width),
            at(run.bottom, bitmap.height)};
}

bool has_ink(const Bitmap& bitmap, const PixelBox& box) {
    int ink = 0;
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x)
            ink += bitmap.gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width) +
                               static_cast<std::size_t>(x)] < dark;
    return 50 * ink > box.width() * box.height();
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

/// A few words on one line of the layer.
struct Sample {
    PixelBox box;
    std::string text;
};

/// Samples spread over the page.
std::vector<Sample> samples_of(const PageContent& page, const Bitmap& bitmap) {
    std::vector<Sample> all;
    const Run* before = nullptr;
    std::size_t words = 0;
    for (const Run& run : page.runs) {
        if (!is_invisible(run)) continue;
        const std::string text(page.text_of(run));
        if (text::count_visible(text) == 0) continue;
        const PixelBox box = pixels(bitmap, run);
        if (box.width() < 2 || box.height() < 2) continue;
        const bool goes_on = before && words < sample_words && run.left > before->left &&
                             std::abs(run.baseline - before->baseline) < 0.3F * run.size &&
                             run.left - before->right < 2 * run.size;
        if (goes_on) {
            Sample& last = all.back();
            last.text += ' ' + text;
            last.box = {std::min(last.box.left, box.left), std::min(last.box.top, box.top),
                        std::max(last.box.right, box.right), std::max(last.box.bottom, box.bottom)};
            ++words;
        } else {
            all.push_back({box, text});
            words = 1;
        }
        before = &run;
    }
    std::erase_if(all, [](const Sample& s) { return text::count_visible(s.text) < 8; });
    if (all.size() <= samples) return all;
    std::vector<Sample> out;
    for (std::size_t i = 0; i < samples; ++i) out.push_back(all[(2 * i + 1) * all.size() / (2 * samples)]);
    return out;
}

double share_on_ink(const PageContent& page, const Bitmap& bitmap) {
    std::size_t words = 0, on_ink = 0;
    for (const Run& run : page.runs) {
        if (!is_invisible(run) || text::count_visible(page.text_of(run)) == 0) continue;
        ++words;
        on_ink += has_ink(bitmap, pixels(bitmap, run));
    }
    return words ? static_cast<double>(on_ink) / static_cast<double>(words) : 1;
}

/// The share of words that layer and picture have in common, the worse of both ways.
double share_of_page(const PageContent& page, const Bitmap& bitmap, Engine& engine) {
    std::vector<std::string> seen, said;
    for (const Word& word : engine.read(bitmap).words) {
        std::string text;
        for (const Symbol& symbol : word.symbols) text += symbol.text;
        if (word.confidence > 0.8F) add_words(text, seen);
    }
    std::string all;
    for (const Run& run : page.runs) {
        all += page.text_of(run);
        all += ' ';
    }
    add_words(all, said);
    if (seen.size() < sample_words) return 1;
    return std::min(share_in(seen, said), share_in(said, seen));
}

}  // namespace

bool has_text_layer(const PageContent& page) {
    double covered = 0;
    for (const Image& image : page.images) {
        const double width = std::min(image.box.right, page.width) - std::max(image.box.left, 0.0);
        const double height = std::min(image.box.bottom, page.height) - std::max(image.box.top, 0.0);
        if (width > 0 && height > 0) covered += width * height;
    }
    return covered > 0.6 * page.width * page.height &&
           std::any_of(page.runs.begin(), page.runs.end(), is_invisible);
}

std::vector<Unfit> find_unfit_layers(const Content& content, const std::vector<std::size_t>& pages,
                                     const Draw& draw, Engine* engine) {
    std::vector<Unfit> out;
    for (const std::size_t p : pages) {
        const PageContent& page = content.pages[p];
        const std::optional<Bitmap> bitmap = draw(page.number, look_dpi);
        if (!bitmap) continue;
        if (share_on_ink(page, *bitmap) < least_on_ink) {
            out.push_back({page.number, "it has words where the picture is empty"});
            continue;
        }
        if (!engine) continue;
        std::vector<std::string> seen, said;
        for (const Sample& sample : samples_of(page, *bitmap)) {
            add_words(sample.text, said);
            add_words(engine->read_line(cut(*bitmap, sample.box, sample.box.height() / 5)), seen);
        }
        const bool alike = share_in(said, seen) >= least_alike;
        if (!alike)
            out.push_back({page.number, "its words are not those of the picture"});
        else if (p == pages.front() && share_of_page(page, *bitmap, *engine) < least_alike)
            out.push_back({page.number, "words of the picture are missing in it, or the other way round"});
    }
    return out;
}

}  // namespace sheaf::pdf::ocr
