#include "ocr/pages.hpp"

#include <algorithm>
#include <cmath>

#include "ocr/layer.hpp"
#include "ocr/loader.hpp"
#include "ocr/runs.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

constexpr double dpi = 300;
/// Words of less confidence are looked at by a person; so is a page whose words have less on average.
constexpr float sure_word = 0.5F, sure_page = 0.8F;
constexpr int most_unsure = 20;
/// A line of less confidence than this is no print: handwriting, a stamp, a part of a photograph.
constexpr double print = 0.45;

void say(Content& content, Severity severity, const char* code, std::string message, int page = 0,
         std::optional<Box> box = {}, std::string hint = {}) {
    Diagnostic out;
    out.severity = severity;
    out.code = code;
    out.message = std::move(message);
    out.place.page = page;
    out.place.box = box;
    out.hint = std::move(hint);
    content.diagnostics.push_back(std::move(out));
}

/// `1, 2, 5 to 9`
std::string list_of(const std::vector<int>& pages) {
    std::string out;
    for (std::size_t i = 0; i < pages.size();) {
        std::size_t end = i + 1;
        while (end < pages.size() && pages[end] == pages[end - 1] + 1) ++end;
        out += (out.empty() ? "" : ", ") + std::to_string(pages[i]);
        if (end - i > 1) out += (end - i > 2 ? " to " : ", ") + std::to_string(pages[end - 1]);
        i = end;
    }
    return (pages.size() == 1 ? "page " : "pages ") + out;
}

/// Characters that can be read, and glyphs that stand for none.
struct TextCount {
    std::size_t readable = 0, dead = 0;
};

TextCount count_text(const PageContent& page, const std::vector<Font>& fonts) {
    TextCount count;
    for (const Run& run : page.runs) {
        if (run.optional_hidden || run.clipped) continue;
        for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
            const Glyph& glyph = page.glyphs[g];
            if (glyph.length == 0) {
                ++count.dead;
                continue;
            }
            std::size_t at = glyph.text;
            const char32_t c = text::next(page.text, at);
            if (text::is_space(c)) continue;
            const bool private_use = c >= 0xE000 && c <= 0xF8FF && !fonts[run.font].symbolic;
            ++(c == 0xFFFD || c < 0x20 || private_use ? count.dead : count.readable);
        }
    }
    return count;
}

bool has_picture(const PageContent& page) {
    return !page.images.empty() || !page.rules.empty();
}

/// Pages whose text cannot be used: there is none, or most glyphs stand for no character.
std::vector<std::size_t> pages_to_read(const Content& content, When when) {
    std::vector<std::size_t> pages;
    for (std::size_t p = 0; p < content.pages.size(); ++p) {
        const PageContent& page = content.pages[p];
        const TextCount count = count_text(page, content.fonts);
        const bool unreadable = count.dead > count.readable && count.dead >= 20;
        if (when == When::always || unreadable || (count.readable == 0 && has_picture(page)))
            pages.push_back(p);
    }
    return pages;
}

/// Takes out lines that cannot be read, and gives the boxes of what was taken.
std::vector<PixelBox> remove_scrawl(std::vector<Word>& words) {
    std::vector<PixelBox> removed;
    std::vector<Word> kept;
    for (std::size_t first = 0; first < words.size();) {
        std::size_t end = first;
        double sum = 0, letters = 0;
        PixelBox box = words[first].box;
        for (; end < words.size() && words[end].line == words[first].line; ++end) {
            const auto count = static_cast<double>(words[end].symbols.size());
            sum += count * static_cast<double>(words[end].confidence);
            letters += count;
            const PixelBox& other = words[end].box;
            box = {std::min(box.left, other.left), std::min(box.top, other.top),
                   std::max(box.right, other.right), std::max(box.bottom, other.bottom)};
        }
        if (sum < print * letters)
            removed.push_back(box);
        else
            std::move(words.begin() + static_cast<std::ptrdiff_t>(first),
                      words.begin() + static_cast<std::ptrdiff_t>(end), std::back_inserter(kept));
        first = end;
    }
    words = std::move(kept);
    return removed;
}

Box box_of(const PixelBox& box, double point) {
    return {box.left * point, box.top * point, box.right * point, box.bottom * point};
}

std::string text_of(const Word& word) {
    std::string out;
    for (const Symbol& symbol : word.symbols) out += symbol.text;
    return out;
}

void report_confidence(Content& content, const std::vector<ReadPage>& pages) {
    int unsure = 0;
    std::vector<int> doubtful;
    for (const ReadPage& read : pages) {
        double sum = 0, letters = 0;
        for (const Word& word : read.reading.words) {
            const auto weight = static_cast<double>(word.symbols.size());
            sum += weight * static_cast<double>(word.confidence);
            letters += weight;
            if (word.confidence >= sure_word || ++unsure > most_unsure) continue;
            say(content, Severity::note, "pdf-ocr-unsure",
                "`" + text_of(word) + "` was read with a confidence of " +
                    std::to_string(static_cast<int>(word.confidence * 100)) + " %",
                content.pages[read.page].number, box_of(word.box, read.point));
        }
        if (letters > 0 && sum / letters < static_cast<double>(sure_page))
            doubtful.push_back(content.pages[read.page].number);
    }
    if (unsure > most_unsure)
        say(content, Severity::note, "pdf-ocr-unsure",
            std::to_string(unsure - most_unsure) + " more words were read with little confidence");
    if (!doubtful.empty())
        say(content, Severity::doubtful, "pdf-ocr-poor",
            list_of(doubtful) + " could be read only with little confidence: words may be wrong or missing",
            doubtful.front(), {}, "compare the letter with its pages, or scan it again at 300 dots an inch");
}

}  // namespace

Outcome read_pages(Content& content, const Settings& settings, const Draw& draw) {
    Outcome outcome;
    if (settings.when == When::never) return outcome;
    std::vector<std::size_t> wanted = pages_to_read(content, settings.when);
    std::vector<std::size_t> layered;
    for (std::size_t p = 0; p < content.pages.size(); ++p)
        if (has_text_layer(content.pages[p]) && !std::binary_search(wanted.begin(), wanted.end(), p))
            layered.push_back(p);
    if (wanted.empty() && layered.empty()) return outcome;
    const auto most = static_cast<std::size_t>(settings.most_pages);
    if (wanted.size() > most || layered.size() > most) {
        say(content, Severity::doubtful, "pdf-limit",
            "more than " + std::to_string(most) + " pages are pictures; the rest are not looked at by OCR", 0,
            {}, "raise `ocr_max_pages`");
        wanted.resize(std::min(wanted.size(), most));
        layered.resize(std::min(layered.size(), most));
    }
    const Loaded& loaded = load(settings.languages);
    for (const Unfit& unfit : find_unfit_layers(content, layered, draw, loaded.engine))
        say(content, Severity::doubtful, "pdf-text-layer",
            std::string("the text layer of the page does not fit its picture: ") + unfit.reason, unfit.page,
            {}, "read the letter with the option ocr = \"always\"");
    if (wanted.empty()) return outcome;
    if (!loaded.engine) {
        say(content, Severity::doubtful, "pdf-ocr-missing",
            loaded.problem.empty() ? "pages want OCR, and no language data of Tesseract are installed"
                                   : "pages want OCR, and it cannot be loaded: " + loaded.problem,
            content.pages[wanted.front()].number, {},
            "install the packages tesseract-ocr-eng and tesseract-ocr-cym");
        return outcome;
    }
    std::vector<ReadPage> read;
    std::vector<int> numbers;
    for (const std::size_t p : wanted) {
        PageContent& page = content.pages[p];
        const std::optional<Bitmap> bitmap = draw(page.number, dpi);
        if (!bitmap) {
            say(content, Severity::doubtful, "pdf-limit",
                "the page is too large to be drawn; it is not read by OCR", page.number);
            continue;
        }
        page.looked_at = true;
        ReadPage done{p, loaded.engine->read(*bitmap), 72 / bitmap->dpi};
        const std::vector<PixelBox> scrawl = remove_scrawl(done.reading.words);
        for (std::size_t i = 0; i < std::min<std::size_t>(scrawl.size(), 5); ++i)
            say(content, Severity::note, "pdf-ocr-scrawl",
                "something like writing cannot be read and is left out", page.number,
                box_of(scrawl[i], done.point));
        if (done.reading.words.empty()) continue;
        numbers.push_back(page.number);
        const Reading& reading = done.reading;
        if (reading.quarters != 0 || reading.angle != 0)
            outcome.turned.push_back({page.number, reading.quarters, reading.angle, page.width, page.height});
        if (reading.quarters % 2) std::swap(page.width, page.height);
        read.push_back(std::move(done));
    }
    if (read.empty()) return outcome;
    outcome.read = true;
    settle_sizes(read);
    add_runs(content, read);
    std::string languages;
    for (const std::string& name : settings.languages)
        if (std::find(loaded.missing.begin(), loaded.missing.end(), name) == loaded.missing.end())
            languages += (languages.empty() ? "" : ", ") + name;
    say(content, Severity::note, "pdf-ocr",
        list_of(numbers) + (numbers.size() == 1 ? " was" : " were") + " read by OCR (" + languages + ")",
        numbers.front());
    report_confidence(content, read);
    return outcome;
}

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
