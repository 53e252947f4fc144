#include "ocr/pages.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "ocr/layer.hpp"
#include "ocr/loader.hpp"
#include "ocr/look.hpp"
#include "ocr/pictures.hpp"
#include "ocr/runs.hpp"
#include "ocr/unknown.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf::ocr {
namespace {

/// Words of less confidence are looked at by a person; so is a page whose words have less on average.
constexpr float sure_word = 0.5F, sure_page = 0.8F;
constexpr int most_unsure = 20;
/// A line of less confidence than this is no print: handwriting, a stamp, a part of a photograph.
constexpr double print = 0.45;

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
    const bool scan = is_picture(page);  // whose text layer is text
    for (const Run& run : page.runs) {
        if (run.optional_hidden || run.clipped || !(scan || is_seen(run))) continue;
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
    return !page.images.empty() || !page.rules.empty() || !page.shapes.empty();
}

/// A page that is a picture of print, on which a line or two of text stand: a stamp, a header that was added later.
bool is_scan_with_stamp(const PageContent& page, const TextCount& count, const Draw& draw) {
    constexpr std::size_t most = 250;  // characters
    if (count.readable == 0 || count.readable > most || !is_picture(page) || has_text_layer(page))
        return false;
    const std::optional<Bitmap> bitmap = draw(page.number, look_dpi);
    return bitmap && is_print(*bitmap, {0, 0, bitmap->width, bitmap->height});
}

struct Wanted {
    std::size_t page;
    bool keeps_text;
};

/// Pages whose text cannot be used: there is none, or most glyphs stand for no character, or it is a stamp on a scan.
std::vector<Wanted> pages_to_read(const Content& content, When when, const Draw& draw) {
    std::vector<Wanted> pages;
    for (std::size_t p = 0; p < content.pages.size(); ++p) {
        const PageContent& page = content.pages[p];
        const TextCount count = count_text(page, content.fonts);
        const bool unreadable = count.dead > count.readable && count.dead >= 20;
        if (when == When::always || unreadable || (count.readable == 0 && has_picture(page)))
            pages.push_back({p, false});
        else if (is_scan_with_stamp(page, count, draw))
            pages.push_back({p, true});
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

Box box_in_points(const PixelBox& box, double point) {
    return {box.left * point, box.top * point, box.right * point, box.bottom * point};
}

void report_layers(Content& content, const std::vector<std::size_t>& layered) {
    std::vector<int> numbers;
    numbers.reserve(layered.size());
    for (const std::size_t p : layered) numbers.push_back(content.pages[p].number);
    say(content.diagnostics, Severity::note, "pdf-layer-read",
        list_of(numbers) + (numbers.size() == 1 ? " is a scan" : " are scans") +
            "; the words are those of a text layer, which another program made by OCR",
        numbers.front());
}

void report_unfit(Content& content, const Layers& layers) {
    for (const Unfit& unfit : layers.unfit)
        say(content.diagnostics, Severity::doubtful, "pdf-text-layer",
            std::string("the text layer of the page does not fit its picture: ") + unfit.reason, unfit.page,
            {}, "read the letter with the option ocr = \"always\"");
    for (const Unlike& line : layers.unlike)
        say(content.diagnostics, Severity::doubtful, "pdf-layer-differs",
            (line.seen.empty()
                 ? "the text layer has a word that its picture does not show"
                 : "the picture shows `" + line.seen + "`, which its text layer does not have") +
                (line.said.empty() ? std::string() : ": `" + line.said + "`"),
            line.page, line.box, "read the line on the page; the letter's words are those of the layer");
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
            say(content.diagnostics, Severity::note, "pdf-ocr-unsure",
                "`" + text_of(word) + "` was read with a confidence of " +
                    std::to_string(static_cast<int>(word.confidence * 100)) + " %",
                content.pages[read.page].number, box_in_points(word.box, read.point));
        }
        if (letters > 0 && sum / letters < static_cast<double>(sure_page))
            doubtful.push_back(content.pages[read.page].number);
    }
    if (unsure > most_unsure)
        say(content.diagnostics, Severity::note, "pdf-ocr-unsure",
            std::to_string(unsure - most_unsure) + " more words were read with little confidence");
    if (!doubtful.empty())
        say(content.diagnostics, Severity::doubtful, "pdf-ocr-poor",
            list_of(doubtful) + " could be read only with little confidence: words may be wrong or missing",
            doubtful.front(), {}, "compare the letter with its pages, or scan it again at 300 dots an inch");
}

/// Reads those pages and adds what was read; the numbers of the pages on which there was something.
std::vector<int> read_wanted(Content& content, const std::vector<Wanted>& wanted, const Draw& draw,
                             Engine& engine, std::vector<Turned>& turned) {
    std::vector<ReadPage> read;
    std::vector<int> numbers;
    for (const auto& [p, keeps_text] : wanted) {
        PageContent& page = content.pages[p];
        const std::optional<Bitmap> bitmap = draw(page.number, read_dpi);
        if (!bitmap) {
            say(content.diagnostics, Severity::doubtful, "pdf-limit",
                "the page is too large to be drawn; it is not read by OCR", page.number);
            continue;
        }
        page.looked_at = true;
        ReadPage done{p, engine.read(*bitmap), 72 / bitmap->dpi};
        const std::vector<PixelBox> scrawl = remove_scrawl(done.reading.words);
        for (std::size_t i = 0; i < std::min<std::size_t>(scrawl.size(), 5); ++i)
            say(content.diagnostics, Severity::note, "pdf-ocr-scrawl",
                "something like writing cannot be read and is left out", page.number,
                box_in_points(scrawl[i], done.point));
        // Beside the page's own words only what is read well counts: drawings are full of what looks like
        // words.
        if (keeps_text)
            std::erase_if(done.reading.words, [](const Word& word) { return word.confidence < sure_word; });
        if (done.reading.words.empty()) continue;
        numbers.push_back(page.number);
        const Reading& reading = done.reading;
        if (reading.quarters != 0 || reading.angle != 0)
            turned.push_back({page.number, reading.quarters, reading.angle, page.width, page.height});
        if (reading.quarters % 2) std::swap(page.width, page.height);
        // Words of a page that was turned to be read stand elsewhere than its own.
        done.keeps_text = keeps_text && reading.quarters == 0 && reading.angle == 0;
        read.push_back(std::move(done));
    }
    if (read.empty()) return numbers;
    settle_sizes(read);
    add_runs(content, read);
    report_confidence(content, read);
    return numbers;
}

/// What OCR has to look at.
struct Work {
    std::vector<Wanted> wanted;        ///< is read
    std::vector<std::size_t> layered;  ///< has words of another program's OCR
    std::vector<std::size_t> unknown;  ///< has letters that the file does not name
    std::vector<PicturedPage> pictured;

    bool is_empty() const { return wanted.empty() && layered.empty() && unknown.empty() && pictured.empty(); }
};

Work find_work(Content& content, const Settings& settings, const Draw& draw) {
    Work work;
    work.wanted = pages_to_read(content, settings.when, draw);
    std::vector<std::size_t> others;
    for (std::size_t p = 0; p < content.pages.size(); ++p) {
        if (std::any_of(work.wanted.begin(), work.wanted.end(),
                        [&](const Wanted& one) { return one.page == p; }))
            continue;
        others.push_back(p);
        if (has_text_layer(content.pages[p])) work.layered.push_back(p);
        if (has_unknown(content.pages[p])) work.unknown.push_back(p);
    }
    const auto most = static_cast<std::size_t>(settings.most_pages);
    if (work.wanted.size() > most || work.layered.size() > most) {
        say(content.diagnostics, Severity::doubtful, "pdf-limit",
            "more than " + std::to_string(most) + " pages are pictures; the rest are not looked at by OCR", 0,
            {}, "raise `ocr_max_pages`");
        work.wanted.resize(std::min(work.wanted.size(), most));
        work.layered.resize(std::min(work.layered.size(), most));
    }
    work.pictured = find_pictures(content, others, draw);
    return work;
}

/// The page on which OCR is missed first.
int first_page(const Content& content, const Work& work) {
    std::size_t first = content.pages.size();
    for (const Wanted& one : work.wanted) first = std::min(first, one.page);
    for (const PicturedPage& one : work.pictured) first = std::min(first, one.page);
    for (const std::size_t p : work.layered) first = std::min(first, p);
    for (const std::size_t p : work.unknown) first = std::min(first, p);
    return content.pages[first].number;
}

std::string languages_of(const Settings& settings, const Loaded& loaded) {
    std::string languages;
    for (const std::string& name : settings.languages)
        if (std::find(loaded.missing.begin(), loaded.missing.end(), name) == loaded.missing.end())
            languages += (languages.empty() ? "" : ", ") + name;
    return languages;
}

}  // namespace

Outcome read_pages(Content& content, const Settings& settings, const Draw& draw) {
    Outcome outcome;
    if (settings.when == When::never) return outcome;
    const Work work = find_work(content, settings, draw);
    if (work.is_empty()) return outcome;
    const Loaded& loaded = load(settings.languages);
    if (!work.layered.empty()) {
        outcome.ocr = Ocr::layer;
        report_layers(content, work.layered);
    }
    report_unfit(content, look_at_layers(content, work.layered, draw, loaded.engine));
    if (!loaded.engine) {
        say(content.diagnostics, Severity::doubtful, "pdf-ocr-missing",
            loaded.problem.empty() ? "pages want OCR, and no language data of Tesseract are installed"
                                   : "pages want OCR, and it cannot be loaded: " + loaded.problem,
            first_page(content, work), {}, "install the packages tesseract-ocr-eng and tesseract-ocr-cym");
        return outcome;
    }
    report_pictures(content, work.pictured, draw, *loaded.engine);
    read_unknown(content, work.unknown, draw, *loaded.engine);
    const std::vector<int> numbers = read_wanted(content, work.wanted, draw, *loaded.engine, outcome.turned);
    if (numbers.empty()) return outcome;
    outcome.ocr = Ocr::read;
    say(content.diagnostics, Severity::note, "pdf-ocr",
        list_of(numbers) + (numbers.size() == 1 ? " was" : " were") + " read by OCR (" +
            languages_of(settings, loaded) + ")",
        numbers.front());
    return outcome;
}

}  // namespace sheaf::pdf::ocr
