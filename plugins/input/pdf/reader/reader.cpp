#include "reader.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "accents.hpp"
#include "annotations.hpp"
#include "attachments.hpp"
#include "file.hpp"
#include "fonts.hpp"
#include "interpreter.hpp"
#include "labels.hpp"
#include "links.hpp"
#include "objects/unicode.hpp"
#include "resources.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"
#include "sight.hpp"
#include "structure.hpp"
#include "ticks.hpp"
#include "watermarks.hpp"

namespace sheaf::pdf {
namespace {

/// `D:20200102030405+01'00'` (ISO 32000-1, 7.9.4) as `2020-01-02T03:04:05+01:00`; empty when it is no date.
std::string iso_date(std::string_view date) {
    if (date.starts_with("D:")) date.remove_prefix(2);
    std::size_t digits = 0;
    while (digits < date.size() && date[digits] >= '0' && date[digits] <= '9') ++digits;
    if (digits < 8) return {};
    const auto part = [&](std::size_t at) { return std::string(date.substr(at, 2)); };
    std::string iso = part(0) + part(2) + "-" + part(4) + "-" + part(6);
    if (digits < 14) return iso;
    iso += "T" + part(8) + ":" + part(10) + ":" + part(12);
    const auto has_part = [&](std::size_t at) {
        return date.size() >= at + 2 && date.find_first_not_of("0123456789", at) >= at + 2;
    };
    if (!has_part(15) || (date[14] != '+' && date[14] != '-'))
        return iso + (date.substr(14, 1) == "Z" ? "Z" : "");
    return iso + date[14] + part(15) + ":" + (has_part(18) && date[17] == '\'' ? part(18) : "00");
}

Matrix page_matrix(const PageFacts& page) {
    switch (page.rotation) {
        case 90:
            return {0, 1, 1, 0, -page.bottom, -page.left};
        case 180:
            return {-1, 0, 0, 1, page.right, -page.bottom};
        case 270:
            return {0, -1, -1, 0, page.top, page.right};
        default:
            return {1, 0, 0, -1, -page.left, page.top};
    }
}

class LetterReading {
  public:
    LetterReading(File& file, const Limits& limits, Content& content)
        : file_(file), limits_(limits), content_(content), fonts_(file, content.fonts) {
        objects_.file = &file_;
        objects_.fonts = &fonts_;
        objects_.known = &known_;
    }

    void run() {
        find_pages();
        read_catalog();
        for (int number = 1; number <= count_; ++number) {
            if (usage_.operators_exceeded || usage_.glyphs_exceeded || file_.is_exhausted()) break;
            read_page(number);
        }
        report();
    }

  private:
    void find_pages() {
        count_ = file_.pages();
        matrices_.resize(static_cast<std::size_t>(count_) + 1);
        for (int number = 1; number <= count_; ++number)
            if (const int object = file_.page_object(number)) numbers_.emplace(object, number);
    }

    const Matrix* matrix_of(int number) {
        if (number < 1 || number > count_) return nullptr;
        auto& kept = matrices_[static_cast<std::size_t>(number)];
        if (!kept) {
            const auto page = file_.page(number);
            if (!page) return nullptr;
            kept = page_matrix(*page);
        }
        return &*kept;
    }

    void read_catalog() {
        const Value catalog = file_.catalog();
        labels_ = page_labels(catalog["PageLabels"], count_);
        content_.language = text_string(catalog["Lang"].string());
        need_appearances_ = catalog["AcroForm"]["NeedAppearances"].is_true();
        if (const Value root = catalog["StructTreeRoot"]; root.is_dictionary()) {
            StructureReading reading = read_structure(file_, root, numbers_, limits_);
            content_.structure = std::move(reading.structure);
            content_.tagged = !content_.structure.nodes.empty();
            if (reading.too_deep)
                note(Severity::doubtful, "pdf-limit",
                     "the structure tree is deeper than " + std::to_string(limits_.structure_depth) +
                         " levels; what lies deeper is read without tags");
            if (reading.too_large)
                note(Severity::doubtful, "pdf-limit",
                     "the structure tree has more than " + std::to_string(limits_.structure_nodes) +
                         " elements; the rest is read without tags",
                     0, "raise max_structure_elements if the letter is honest");
            if (reading.repeated > 0)
                note(Severity::note, "pdf-structure",
                     "the structure tree holds elements in more than one place: " +
                         std::to_string(reading.repeated) + "; the first place counts");
        }
        const Value information = file_.information();
        const auto entry = [&](const char* key) { return text_string(information[key].string()); };
        content_.producer = entry("Producer");
        constexpr std::pair<const char*, const char*> known[] = {
            {"Title", "title"},       {"Author", "author"},        {"Subject", "subject"},
            {"Keywords", "keywords"}, {"CreationDate", "created"}, {"ModDate", "modified"}};
        for (const auto& [key, name] : known) {
            std::string value = text::squeeze(entry(key));
            if (std::string_view(key).ends_with("Date")) value = iso_date(value);
            if (!value.empty()) content_.properties.emplace(name, std::move(value));
        }
    }

    /// The page's content streams into the buffer; whether all of them fit the limit.
    bool read_content(const Value& page, int number) {
        buffer_.clear();
        const std::uint64_t errors_before = file_.errors();
        const Value named_contents = page.entry("Contents"), contents = named_contents.resolved();
        // Content that is named and not there is missing; a page without content is empty.
        bool complete = true,
             missing = !contents.is_stream() && !contents.is_array() && !named_contents.is_null();
        if (contents.is_stream()) complete = contents.decode(buffer_);
        for (const Value& item : contents.items()) {
            if (!complete) break;
            const Value part = item.resolved();
            missing = missing || !part.is_stream();
            complete = part.decode(buffer_);
            buffer_.push_back('\n');
        }
        if (missing || file_.errors() > errors_before)
            note(Severity::doubtful, "pdf-page-lost",
                 missing ? "content of the page is missing from the file"
                         : "the content of the page is damaged; what can be had of it was read",
                 number);
        return complete;
    }

    /// What of the letter is not read, since it takes too much.
    void report_limits(int number, bool complete) {
        if (!complete)
            note(Severity::doubtful, "pdf-limit",
                 "the content streams of the letter unpack to more than " + std::to_string(limits_.inflated) +
                     " bytes; the reading ends on this page",
                 number, "raise max_inflated_mb if the letter is honest");
        if (usage_.operators_exceeded)
            note(Severity::doubtful, "pdf-limit",
                 "the letter has more than " + std::to_string(limits_.operators) +
                     " content operators; the reading ends on this page",
                 number, "raise max_operators if the letter is honest");
        if (usage_.glyphs_exceeded)
            note(Severity::doubtful, "pdf-limit",
                 "the letter has more than " + std::to_string(limits_.glyphs) +
                     " glyphs; the reading ends on this page",
                 number, "raise max_glyphs if the letter is honest");
    }

    void read_page(int number) {
        PageContent& out = content_.pages.emplace_back();
        out.number = number;
        const auto page = file_.page(number);
        if (!page) {
            note(Severity::doubtful, "pdf-page-lost", "the page cannot be read", number);
            return;
        }
        const Matrix to_page = page_matrix(*page);
        matrices_[static_cast<std::size_t>(number)] = to_page;
        out.rotation = page->rotation;
        const bool turned = out.rotation == 90 || out.rotation == 270;
        const double across = page->right - page->left, down = page->top - page->bottom;
        out.width = place(turned ? down : across);
        out.height = place(turned ? across : down);
        if (!labels_.empty()) out.label = labels_[static_cast<std::size_t>(number - 1)];
        std::vector<Value> annotations = page->dictionary["Annots"].items(max_annotations + 1);
        const bool too_many = annotations.size() > max_annotations;
        if (too_many) annotations.pop_back();
        const std::vector<Value> no_links = read_links(
            file_, annotations, numbers_, [this](int of) { return matrix_of(of); }, out);

        for (const Value& annotation : no_links)
            if (annotation["Subtype"].is_name("FileAttachment"))
                attached_.push_back(file_name(annotation["FS"]));

        const bool complete = read_content(page->dictionary, number);
        const Resources named(objects_, page->resources, nullptr);
        Painted painted;
        Interpreter interpreter(out, painted, to_page, limits_, usage_);
        interpreter.run(buffer_.view(), named, 0);
        run_appearances(no_links, objects_, named, to_page, need_appearances_, out, painted, interpreter);
        for (Run& run : out.runs)
            if (run.outlined) run.font = fonts_.outlined(run.font);
        compose_accents(out);
        Sight sight = settle_sight(out, painted, [&](const std::vector<GlyphPlace>& glyphs) {
            return file_.find_seen(number, glyphs);
        });
        report_redactions(out, std::move(sight.redactions));
        if (sight.unsettled) {
            note(Severity::doubtful, "pdf-limit",
                 "whether words of the page are hidden is not known: it takes too much to be drawn", number);
            content_.diagnostics.back().place.box = sight.unsettled;
        }
        find_watermarks(out);
        report_ticks(out);
        if (painted.is_full())
            note(Severity::doubtful, "pdf-limit",
                 "the page has more painted areas than are kept; whether they hide words is not known",
                 number);
        if (too_many)
            note(Severity::doubtful, "pdf-limit",
                 "the page has more annotations than are read; the rest of them are left out", number);
        join_links(out);
        report_limits(number, complete);
    }

    /// Whether the page is of one colour there that is not the paper's, as a box is and no photograph or drawing.
    bool is_box(int number, const Box& box) {
        const auto drawn = file_.draw(number, 72);
        if (!drawn) return true;
        const double scale = drawn->dpi / 72;
        std::array<std::size_t, 8> shades{};
        std::size_t all = 0;
        for (int y = std::max(static_cast<int>(box.top * scale), 0);
             y < std::min(static_cast<int>(box.bottom * scale), drawn->height); ++y)
            for (int x = std::max(static_cast<int>(box.left * scale), 0);
                 x < std::min(static_cast<int>(box.right * scale), drawn->width); ++x, ++all)
                ++shades[drawn->gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(drawn->width) +
                                     static_cast<std::size_t>(x)] /
                         32];
        const auto most = std::max_element(shades.begin(), shades.end());
        return *most * 10 >= all * 9 && most != shades.end() - 1;
    }

    void report_redactions(PageContent& page, std::vector<Redaction> redactions) {
        constexpr std::size_t most = 20;  // of a page
        // Words under a picture that shows something are hidden, as under anything else, and nobody meant to
        // take them out.
        std::erase_if(redactions, [&](const Redaction& one) {
            if (!one.picture || is_box(page.number, one.box)) return false;
            for (Run& run : page.runs)
                if (run.hidden == Hidden::redacted && run.left >= static_cast<float>(one.box.left) - 1 &&
                    run.right <= static_cast<float>(one.box.right) + 1 &&
                    run.top >= static_cast<float>(one.box.top) - 1 &&
                    run.bottom <= static_cast<float>(one.box.bottom) + 1)
                    run.hidden = Hidden::covered;
            return true;
        });
        for (std::size_t i = 0; i < std::min(redactions.size(), most); ++i) {
            const Redaction& one = redactions[i];
            if (one.characters == 0) continue;
            note(Severity::doubtful, "pdf-redaction",
                 std::to_string(one.characters) +
                     (one.marked
                          ? " characters are marked to be redacted, and the redaction was never applied"
                          : " characters are hidden under what was painted over them, as a redaction is") +
                     "; they are left out here, and can still be copied out of the file",
                 page.number, "whoever published the letter should remove the words from the file");
            content_.diagnostics.back().place.box = one.box;
        }
        if (redactions.size() > most)
            note(Severity::doubtful, "pdf-redaction",
                 std::to_string(redactions.size() - most) + " further places of the page are redacted so",
                 page.number);
    }

    /// Each stamp is named once, where it is met first.
    void report_stamps() {
        std::set<std::string> named;
        for (const PageContent& page : content_.pages)
            for (const Stamp& stamp : page.stamps) {
                if (!named.insert(text::fold(stamp.words)).second) continue;
                note(Severity::note, "pdf-stamp",
                     std::string(stamp.is_annotation ? "a stamp" : "a watermark") + " says: " + stamp.words,
                     page.number);
                content_.diagnostics.back().place.box = stamp.box;
            }
    }

    void report_ticks(const PageContent& page) {
        const std::vector<Box> ticks = drawn_ticks(page);
        if (ticks.empty()) return;
        note(Severity::doubtful, "pdf-tick",
             ticks.size() == 1
                 ? std::string("a box is ticked by what is drawn in it, which is no text")
                 : std::to_string(ticks.size()) +
                       " boxes are ticked by what is drawn in them, which is no text; the first",
             page.number, "read on the page which box it is");
        content_.diagnostics.back().place.box = ticks.front();
    }

    void report_comments() {
        constexpr std::size_t most = 20, longest = 120;
        std::size_t count = 0;
        for (const PageContent& page : content_.pages)
            for (const Comment& comment : page.comments) {
                if (++count > most) continue;
                note(Severity::note, "pdf-comment",
                     "a comment on the page is no part of the letter: " +
                         comment.words.substr(0, text::boundary(comment.words, longest)) +
                         (comment.words.size() > longest ? " ..." : ""),
                     page.number);
                content_.diagnostics.back().place.box = comment.box;
            }
        if (count > most)
            note(Severity::note, "pdf-comment",
                 std::to_string(count - most) + " further comments stand on the pages");
    }

    /// Fonts that contradict themselves.
    void report_fonts() {
        const auto codes = [](int count) {
            return std::to_string(count) + (count == 1 ? " code" : " codes");
        };
        for (const auto& [font, contradicted] : fonts_.contradictions()) {
            const std::string& name = content_.fonts[font].name;
            if (contradicted.corrected > 0)
                note(Severity::note, "pdf-glyph-corrected",
                     "the font " + name + " and its glyphs disagree: of " + codes(contradicted.corrected) +
                         " its table of characters says nothing, or something else than the glyphs; the "
                         "glyphs count");
            if (contradicted.disputed > 0)
                note(Severity::doubtful, "pdf-glyph-disputed",
                     "of " + codes(contradicted.disputed) + " the font " + name +
                         " says two things: its table of characters one, its program another",
                     0, "compare the words with the page");
        }
    }

    void report() {
        report_fonts();
        find_repeated_watermarks(content_.pages);
        report_stamps();
        report_comments();
        report_attachments(file_.catalog(), attached_, content_.diagnostics);
        settle_references(content_);
        if (usage_.forms_too_deep)
            note(Severity::doubtful, "pdf-limit",
                 "form XObjects are nested deeper than " + std::to_string(limits_.form_depth) +
                     "; the inner ones are not read");
        if (usage_.form_cycle)
            note(Severity::repaired, "pdf-form-cycle", "a form XObject shows itself; it is read once");
        if (usage_.shown_without_font > 0)
            note(Severity::doubtful, "pdf-font-missing",
                 "strings that are shown in a font which the file does not have: " +
                     std::to_string(usage_.shown_without_font));
    }

    void note(Severity severity, const char* code, std::string message, int page = 0, const char* hint = "") {
        say(content_.diagnostics, severity, code, std::move(message), page, {}, hint);
    }

    File& file_;
    const Limits& limits_;
    Content& content_;
    FontCache fonts_;
    KnownObjects known_;
    Objects objects_;
    Usage usage_;
    PageNumbers numbers_;
    std::vector<std::optional<Matrix>> matrices_;  ///< by page number
    int count_ = 0;
    std::vector<std::string> labels_;    ///< of the pages; empty where the file gives none
    bool need_appearances_ = false;      ///< of form fields, whatever the file holds of them
    std::vector<std::string> attached_;  ///< names of files that annotations hold
    Bytes buffer_;                       ///< a page's content, kept for its memory
};

/// Letters that nothing says what they are.
void report_unknown(Content& content) {
    constexpr std::string_view unknown = "\uFFFD";
    constexpr int most = 20;
    int places = 0;
    for (const PageContent& page : content.pages) {
        if (page.text.find(unknown) == std::string::npos) continue;
        std::uint64_t count = 0;
        const Run* first = nullptr;
        for (const Run& run : page.runs) {
            // What replaces the run may say it.
            if (run.actual_text >= 0 || run.replaced || run.clipped || run.optional_hidden ||
                run.render_mode == 3)
                continue;
            const std::string_view text = page.text_of(run);
            for (std::size_t at = text.find(unknown); at != std::string_view::npos;
                 at = text.find(unknown, at + 3)) {
                ++count;
                if (!first) first = &run;
            }
        }
        if (count == 0 || ++places > most) continue;
        say(content.diagnostics, Severity::doubtful, "pdf-glyph-unknown",
            std::to_string(count) + (count == 1 ? " letter of the page has" : " letters of the page have") +
                " no character in the file, the first in the font " + content.fonts[first->font].name +
                "; U+FFFD stands for them",
            page.number, Box{first->left, first->top, first->right, first->bottom},
            "compare the words with the page, or read the letter with the option ocr = \"always\"");
    }
}

}  // namespace

Content read_file(File& file, const Limits& limits, const std::function<void(Content&, const Draw&)>& then) {
    Content content;
    if (file.pages() < 1)
        throw StageError("pdf-damaged", "the file has no pages",
                         "get the file again from where it came from, or print it anew to PDF");
    LetterReading(file, limits, content).run();
    if (then) then(content, [&](int page, double dpi) { return file.draw(page, dpi); });
    report_unknown(content);
    if (file.is_repaired()) {
        Diagnostic out;
        out.severity = Severity::repaired;
        out.code = "pdf-repaired";
        out.message = "the file's table of objects is damaged; it was made anew from the objects found";
        content.diagnostics.insert(content.diagnostics.begin(), std::move(out));
    }
    if (file.pages_by_order())
        say(content.diagnostics, Severity::doubtful, "pdf-page-order",
            "the list of pages is lost; the pages that were found stand in the order of the file");
    file.report(content.diagnostics);
    return content;
}

Content read_content(std::string_view bytes, std::string_view password, const Limits& limits,
                     const std::function<void(Content&, const Draw&)>& then) {
    return read_file(*open_file(bytes, password, limits.inflated), limits, then);
}

}  // namespace sheaf::pdf
