#include "ocr/layer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "ocr/look.hpp"
#include "ocr/turn.hpp"
#include "reader/places.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

constexpr double look_at_dpi = 200;
/// Of the picture, darker than this is ink.
constexpr int dark = 140;
/// Words stand on ink, most words are read alike: what is below is no layer of this picture.
constexpr double least_on_ink = 0.7, least_alike = 0.6;
constexpr std::size_t least_words = 6;
bool is_invisible(const Run& run) {
    return (run.render_mode == 3 || run.render_mode == 7 || run.hidden == Hidden::under_picture) &&
           !run.clipped && !run.optional_hidden;
}

/// Letters that look the same in many typefaces are the same to who reads a picture.
std::string as_seen(std::string_view text) {
    std::string seen(text);
    for (char& c : seen) {
        if (c == 'I' || c == '1' || c == '|') c = 'l';
        if (c == '0') c = 'O';
    }
    return seen;
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

bool has_ink(const Bitmap& bitmap, const PixelBox& box) {
    int ink = 0;
    for (int y = box.top; y < box.bottom; ++y)
        for (int x = box.left; x < box.right; ++x)
            ink += bitmap.gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width) +
                               static_cast<std::size_t>(x)] < dark;
    return 50 * ink > box.width() * box.height();
}

double share_on_ink(const PageContent& page, const Bitmap& bitmap) {
    std::size_t words = 0, on_ink = 0;
    for (const Run& run : page.runs) {
        if (!is_invisible(run) || text::count_visible(page.text_of(run)) == 0) continue;
        ++words;
        on_ink += has_ink(bitmap, pixels(bitmap, box_of(run)));
    }
    return words ? static_cast<double>(on_ink) / static_cast<double>(words) : 1;
}

/// The share of words that layer and picture have in common, the worse of both ways.
double share_of_page(const PageContent& page, const Reading& reading) {
    std::vector<std::string> seen, said;
    for (const Word& word : reading.words)
        if (word.confidence >= sure_reading) add_words(text_of(word), seen);
    std::string all;
    for (const Run& run : page.runs) {
        all += page.text_of(run);
        all += ' ';
    }
    add_words(all, said);
    if (seen.size() < least_words) return 1;
    return std::min(share_in(seen, said), share_in(said, seen));
}

/// A word of the layer, or of another text of the page, where it stands on the upright picture.
struct LayerWord {
    std::size_t run = 0;
    std::uint32_t first = 0, count = 0;  ///< its glyphs
    PixelBox box;
    std::vector<std::string> words;  ///< as they are compared
};

std::vector<LayerWord> words_of(const PageContent& page, const Bitmap& bitmap, const Reading& reading) {
    std::vector<LayerWord> out;
    for (std::size_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (run.clipped || run.optional_hidden) continue;
        std::uint32_t first = run.first;
        const std::uint32_t end = run.first + run.count;
        for (std::uint32_t g = first; g <= end; ++g) {
            if (g < end && !text::squeeze(page.text_of(g, 1)).empty()) continue;
            LayerWord word{r, first, g - first, {}, {}};
            first = g + 1;
            if (word.count == 0) continue;
            add_words(page.text_of(word.first, word.count), word.words);
            if (word.words.empty()) continue;
            Box box = box_of(run);
            const auto [low, high] =
                std::minmax(page.glyphs[word.first].left, page.glyphs[word.first + word.count - 1].right);
            (run.direction % 180 == 0 ? box.left : box.top) = static_cast<double>(low);
            (run.direction % 180 == 0 ? box.right : box.bottom) = static_cast<double>(high);
            word.box = upright(pixels(bitmap, box), reading, bitmap);
            out.push_back(std::move(word));
        }
    }
    return out;
}

/// A line of the picture, and what the layer has there.
struct Line {
    PixelBox box{1 << 30, 1 << 30, 0, 0};
    std::vector<const Word*> seen;
    std::vector<const LayerWord*> said;

    bool is_sure() const {
        return std::all_of(seen.begin(), seen.end(),
                           [](const Word* word) { return word->confidence >= sure_reading; });
    }
    std::vector<std::string> words_seen() const {
        std::vector<std::string> out;
        for (const Word* word : seen) add_words(text_of(*word), out);
        return out;
    }
    std::vector<std::string> words_said() const {
        std::vector<std::string> out;
        for (const LayerWord* word : said) out.insert(out.end(), word->words.begin(), word->words.end());
        return out;
    }
};

/// The lines of the picture with the layer's words beside them; words that stand on none go to `lost`.
std::map<int, Line> lines_of(const Reading& reading, const std::vector<LayerWord>& layer,
                             std::vector<const LayerWord*>& lost) {
    std::map<int, Line> lines;
    for (const Word& word : reading.words) {
        Line& line = lines[word.line];
        line.box = {std::min(line.box.left, word.box.left), std::min(line.box.top, word.box.top),
                    std::max(line.box.right, word.box.right), std::max(line.box.bottom, word.box.bottom)};
        line.seen.push_back(&word);
    }
    for (const LayerWord& word : layer) {
        const int middle_y = (word.box.top + word.box.bottom) / 2,
                  middle_x = (word.box.left + word.box.right) / 2;
        Line* nearest = nullptr;
        int least = 1 << 30;
        for (auto& [number, line] : lines) {
            const int off = std::abs(2 * middle_y - line.box.top - line.box.bottom);
            const int slack = line.box.height();
            if (off > line.box.height() || middle_x < line.box.left - slack ||
                middle_x > line.box.right + slack || off >= least)
                continue;
            nearest = &line;
            least = off;
        }
        if (nearest)
            nearest->said.push_back(&word);
        else
            lost.push_back(&word);
    }
    return lines;
}

/// The words of `a` that are not in `b`, however the letters are parted into words there.
std::vector<std::string> missing_in(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::multiset<std::string> left(b.begin(), b.end());
    std::string joined;
    for (const std::string& word : b) joined += word;
    std::vector<std::string> out;
    for (const std::string& word : a) {
        if (const auto at = left.find(word); at != left.end())
            left.erase(at);
        else if (word.size() < 4 || joined.find(word) == std::string::npos)
            out.push_back(word);
    }
    return out;
}

/// How surely the picture was read where a word of the layer stands; nothing where it was not read at all.
std::optional<float> confidence_at(const Line& line, const PixelBox& box) {
    std::optional<float> least;
    for (const Word* word : line.seen)
        if (word->box.left < box.right && box.left < word->box.right)
            least = std::min(least.value_or(1), word->confidence);
    return least;
}

/// Holds the layer of a page against its picture, and lowers the confidence in words that the picture does not confirm.
class Comparison {
  public:
    Comparison(PageContent& page, const Bitmap& bitmap, const Reading& reading)
        : page_(page), bitmap_(bitmap), layer_(words_of(page, bitmap, reading)) {
        std::vector<const LayerWord*> lost;
        for (const auto& [number, line] : lines_of(reading, layer_, lost)) look_at(line);
        constexpr std::size_t few = 3;
        for (const LayerWord* word : lost) doubt(*word, 0);
        if (lost.size() >= few) add(*lost.front(), {}, lost.front()->words.front());
        lower();
    }

    std::vector<Unlike> unlike;

  private:
    void look_at(const Line& line) {
        if (line.seen.empty()) return;
        const std::vector<std::string> seen = line.words_seen();
        std::vector<std::string> unseen = missing_in(line.words_said(), seen), unsaid;
        if (line.is_sure()) unsaid = missing_in(seen, line.words_said());
        const LayerWord* first = nullptr;
        std::string said;
        for (const LayerWord* word : line.said) {
            const auto is_unseen = [&](const std::string& one) {
                return std::find(unseen.begin(), unseen.end(), one) != unseen.end();
            };
            const auto found = std::find_if(word->words.begin(), word->words.end(), is_unseen);
            if (found == word->words.end()) continue;
            const std::optional<float> sure = confidence_at(line, word->box);
            const bool differs = line.is_sure() || (sure && *sure >= sure_reading);
            doubt(*word, differs ? 0 : sure.value_or(0));
            if (!differs || first) continue;
            first = word;
            said = *found;
        }
        if (first)
            add(*first, unsaid.empty() ? std::string() : unsaid.front(), said);
        else if (!unsaid.empty())
            line.said.empty() ? add_line(line, unsaid.front()) : add(*line.said.front(), unsaid.front(), {});
    }

    /// The difference is told with the place of the layer's line.
    void add(const LayerWord& word, std::string seen, std::string said) {
        unlike.push_back({page_.number, box_of(page_.runs[word.run]), std::move(seen), std::move(said)});
    }
    void add_line(const Line& line, std::string seen) {
        const double point = 72 / bitmap_.dpi;
        unlike.push_back(
            {page_.number,
             {line.box.left * point, line.box.top * point, line.box.right * point, line.box.bottom * point},
             std::move(seen),
             {}});
    }

    void doubt(const LayerWord& word, float confidence) {
        for (std::uint32_t g = word.first; g < word.first + word.count; ++g) doubted_[g] = confidence;
    }

    /// Parts the runs of which some words are less certain than others.
    void lower() {
        if (doubted_.empty()) return;
        const auto confidence = [&](std::uint32_t g) {
            const auto at = doubted_.find(g);
            return at == doubted_.end() ? 1.0F : at->second;
        };
        divide_runs(
            page_, [&](std::uint32_t a, std::uint32_t b) { return confidence(a) == confidence(b); },
            [&](Run& part) { part.confidence = std::min(part.confidence, confidence(part.first)); });
    }

    PageContent& page_;
    const Bitmap& bitmap_;
    const std::vector<LayerWord> layer_;
    std::map<std::uint32_t, float> doubted_;  ///< by glyph
};

}  // namespace

void add_words(std::string_view text, std::vector<std::string>& words) {
    const std::string folded = text::fold(as_seen(text));
    std::string word;
    const auto end = [&] {
        // Single letters are bullets and dirt as often as words; a figure may be a grade, a time or a
        // paragraph's number.
        if (word.size() > 1 || (word.size() == 1 && text::is_ascii_digit(word[0]))) words.push_back(word);
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

bool is_picture(const PageContent& page) {
    double covered = 0;
    for (const Image& image : page.images) {
        const double width = std::min(image.box.right, page.width) - std::max(image.box.left, 0.0);
        const double height = std::min(image.box.bottom, page.height) - std::max(image.box.top, 0.0);
        if (width > 0 && height > 0) covered += width * height;
    }
    return covered > 0.6 * page.width * page.height;
}

bool has_text_layer(const PageContent& page) {
    return is_picture(page) && std::any_of(page.runs.begin(), page.runs.end(), is_invisible);
}

Layers look_at_layers(Content& content, const std::vector<std::size_t>& pages, const Draw& draw,
                      Engine* engine) {
    Layers out;
    for (const std::size_t p : pages) {
        PageContent& page = content.pages[p];
        const std::optional<Bitmap> bitmap = draw(page.number, look_at_dpi);
        if (!bitmap) continue;
        if (share_on_ink(page, *bitmap) < least_on_ink) {
            out.unfit.push_back({page.number, "it has words where the picture is empty"});
            continue;
        }
        if (!engine) continue;
        const Reading reading = engine->read(*bitmap);
        if (share_of_page(page, reading) < least_alike) {
            out.unfit.push_back({page.number, "its words are not those of the picture"});
            continue;
        }
        Comparison compared(page, *bitmap, reading);
        std::move(compared.unlike.begin(), compared.unlike.end(), std::back_inserter(out.unlike));
    }
    return out;
}

}  // namespace sheaf::pdf::ocr
