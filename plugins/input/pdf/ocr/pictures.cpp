#include "ocr/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "layout/parts.hpp"
#include "ocr/layer.hpp"
#include "ocr/look.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

/// Points: what is smaller holds no line of words that says anything.
constexpr double least_width = 90, least_height = 9;
/// Strips into which a picture was cut touch.
constexpr double touching = 2;
constexpr std::size_t most_images = 400;
/// Letters of a line of text in a square of that many points; and letters that say something.
constexpr double cell_size = 36;
constexpr std::size_t least_in_cell = 9, least_shapes = 60;

bool is_large(const PageContent& page, const Box& box) {
    return (box.right - box.left) * (box.bottom - box.top) > 0.6 * page.width * page.height;
}

/// The same picture on another page, or one at the same place, as a letterhead is.
bool repeats(const Content& content, const PageContent& page, const Image& image) {
    return std::any_of(content.pages.begin(), content.pages.end(), [&](const PageContent& other) {
        return &other != &page &&
               std::any_of(other.images.begin(), other.images.end(), [&](const Image& one) {
                   if (image.object != 0 && one.object == image.object) return true;
                   return !is_large(page, image.box) && std::abs(one.box.left - image.box.left) < 3 &&
                          std::abs(one.box.top - image.box.top) < 3 &&
                          std::abs(one.box.right - image.box.right) < 3;
               });
    });
}

std::string alternative(const Content& content, const PageContent& page, const Image& image) {
    const ContentRef* ref = image.mcid >= 0 ? content.structure.find({page.number, 0, image.mcid}) : nullptr;
    return ref && ref->node >= 0 ? content.structure.nodes[static_cast<std::size_t>(ref->node)].alt
                                 : std::string();
}

/// The page's images, those that touch as one.
std::vector<Picture> images_of(const Content& content, const PageContent& page) {
    std::vector<Picture> out;
    for (const Image& image : page.images) {
        if (out.size() >= most_images) break;
        Picture one{{std::max(image.box.left, 0.0), std::max(image.box.top, 0.0),
                     std::min(image.box.right, page.width), std::min(image.box.bottom, page.height)},
                    {}};
        if (one.box.right <= one.box.left || one.box.bottom <= one.box.top || repeats(content, page, image))
            continue;
        one.alt = alternative(content, page, image);
        for (std::size_t i = 0; i < out.size();) {
            const Box& box = out[i].box;
            if (box.left > one.box.right + touching || box.right < one.box.left - touching ||
                box.top > one.box.bottom + touching || box.bottom < one.box.top - touching) {
                ++i;
                continue;
            }
            one.box = united(one.box, box);
            one.alt += " " + out[i].alt;
            out.erase(out.begin() + static_cast<std::ptrdiff_t>(i));
            i = 0;
        }
        out.push_back(std::move(one));
    }
    return out;
}

/// Where shapes as large as letters stand as close as letters do, many of them.
std::vector<Picture> drawn_words(const PageContent& page) {
    if (page.shapes.size() < least_shapes) return {};
    struct Cell {
        std::size_t count = 0;
        Box box;
    };
    std::map<std::pair<int, int>, Cell> cells;  // by row and column
    for (const Box& shape : page.shapes) {
        const std::pair at{static_cast<int>(shape.top / cell_size), static_cast<int>(shape.left / cell_size)};
        const auto [found, is_new] = cells.try_emplace(at, Cell{0, shape});
        ++found->second.count;
        found->second.box = united(found->second.box, shape);
    }
    std::erase_if(cells, [](const auto& one) { return one.second.count < least_in_cell; });
    std::vector<Picture> out;
    while (!cells.empty()) {
        std::vector<std::pair<int, int>> open{cells.begin()->first};
        Cell region = cells.begin()->second;
        cells.erase(cells.begin());
        while (!open.empty()) {
            const auto [row, column] = open.back();
            open.pop_back();
            for (const auto& next : {std::pair(row - 1, column), std::pair(row + 1, column),
                                     std::pair(row, column - 1), std::pair(row, column + 1)}) {
                const auto found = cells.find(next);
                if (found == cells.end()) continue;
                region.count += found->second.count;
                region.box = united(region.box, found->second.box);
                open.push_back(next);
                cells.erase(found);
            }
        }
        if (region.count >= least_shapes) out.push_back({region.box, {}});
    }
    return out;
}

/// Takes the words out of a picture of the page that are text.
void wipe_text(const PageContent& page, Bitmap& bitmap) {
    for (const Run& run : page.runs) {
        if (!is_seen(run)) continue;
        const PixelBox box = pixels(bitmap, box_of(run));
        for (int y = box.top; y < box.bottom; ++y) {
            const auto row = bitmap.gray.begin() + static_cast<std::ptrdiff_t>(y) * bitmap.width;
            std::fill(row + box.left, row + box.right, static_cast<std::uint8_t>(255));
        }
    }
}

/// The words of the picture, line by line; of lines that are long enough to say something.
std::vector<std::string> words_in(const PageContent& page, const Bitmap& bitmap, const Box& box,
                                  Engine& engine) {
    constexpr std::size_t words_of_line = 4;
    const PixelBox at = pixels(bitmap, box);
    std::map<int, std::vector<std::string>> lines;
    for (const Word& word : engine.read(cut(bitmap, at, 0)).words) {
        if (word.confidence < sure_reading) continue;
        const double x = (at.left + (word.box.left + word.box.right) / 2.0) * 72 / bitmap.dpi,
                     y = (at.top + (word.box.top + word.box.bottom) / 2.0) * 72 / bitmap.dpi;
        const bool own = std::any_of(page.runs.begin(), page.runs.end(), [&](const Run& run) {
            const Box of = box_of(run);
            return is_seen(run) && x > of.left && x < of.right && y > of.top && y < of.bottom;
        });
        if (!own) lines[word.line].push_back(text_of(word));
    }
    std::vector<std::string> words;
    for (auto& [line, of] : lines)
        if (of.size() >= words_of_line) std::move(of.begin(), of.end(), std::back_inserter(words));
    return words;
}

/// The tags say most of the words.
bool are_said(const std::vector<std::string>& words, std::string_view alt) {
    const std::string said = text::fold(alt);
    const auto count = std::count_if(words.begin(), words.end(), [&](const std::string& word) {
        return said.find(text::fold(word)) != std::string::npos;
    });
    return 10 * static_cast<std::size_t>(count) >= 8 * words.size();
}

/// The text of the letter has the same words in a row, as it has the name that a logo shows.
bool has_words(const Content& content, const std::vector<std::string>& words) {
    std::vector<std::string> text, wanted;
    for (const PageContent& page : content.pages)
        for (const Run& run : page.runs)
            if (is_seen(run)) add_words(page.text_of(run), text);
    for (const std::string& word : words) add_words(word, wanted);
    return std::search(text.begin(), text.end(), wanted.begin(), wanted.end()) != text.end();
}

}  // namespace

std::vector<PicturedPage> find_pictures(const Content& content, const std::vector<std::size_t>& pages,
                                        const Draw& draw) {
    std::vector<PicturedPage> out;
    for (const std::size_t p : pages) {
        const PageContent& page = content.pages[p];
        std::vector<Picture> pictures = images_of(content, page);
        std::vector<Picture> drawn = drawn_words(page);
        std::move(drawn.begin(), drawn.end(), std::back_inserter(pictures));
        const bool layered = has_text_layer(page);
        std::erase_if(pictures, [&](const Picture& one) {
            return one.box.right - one.box.left < least_width ||
                   one.box.bottom - one.box.top < least_height || (layered && is_large(page, one.box));
        });
        if (pictures.empty()) continue;
        std::optional<Bitmap> bitmap = draw(page.number, look_dpi);
        if (!bitmap) continue;
        wipe_text(page, *bitmap);
        std::erase_if(pictures,
                      [&](const Picture& one) { return !is_print(*bitmap, pixels(*bitmap, one.box)); });
        if (!pictures.empty()) out.push_back({p, std::move(pictures)});
    }
    return out;
}

void report_pictures(Content& content, const std::vector<PicturedPage>& pages, const Draw& draw,
                     Engine& engine) {
    constexpr std::size_t least_words = 8, longest_shown = 60;
    for (const PicturedPage& one : pages) {
        const PageContent& page = content.pages[one.page];
        const std::optional<Bitmap> bitmap = draw(page.number, read_dpi);
        if (!bitmap) continue;
        for (const Picture& picture : one.pictures) {
            const std::vector<std::string> words = words_in(page, *bitmap, picture.box, engine);
            if (words.size() < least_words || are_said(words, picture.alt) || has_words(content, words))
                continue;
            std::string begin;
            for (const std::string& word : words)
                if (begin.size() < longest_shown) begin += (begin.empty() ? "" : " ") + word;
            say(content.diagnostics, Severity::doubtful, "pdf-picture-words",
                "a picture holds about " + std::to_string(words.size()) +
                    " words that are in no block: " + begin + " ...",
                page.number, picture.box,
                "read the words of the picture, or the letter with the option ocr = \"always\"");
        }
    }
}

}  // namespace sheaf::pdf::ocr
