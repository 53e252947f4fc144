#include "reader.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "annotations.hpp"
#include "file.hpp"
#include "fonts.hpp"
#include "interpreter.hpp"
#include "labels.hpp"
#include "links.hpp"
#include "resources.hpp"
#include "sheaf/text.hpp"
#include "structure.hpp"
#include "unicode.hpp"

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
    if (date.size() < 17 || (date[14] != '+' && date[14] != '-'))
        return iso + (date.substr(14, 1) == "Z" ? "Z" : "");
    return iso + date[14] + part(15) + ":" + (date.size() >= 20 && date[17] == '\'' ? part(18) : "00");
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

class Reading {
  public:
    Reading(File& file, const Limits& limits, Content& content)
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

        buffer_.clear();
        const std::uint64_t errors_before = file_.errors();
        const Value named_contents = page->dictionary.entry("Contents"), contents = named_contents.resolved();
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
        const Resources named(objects_, page->resources, nullptr);
        Interpreter interpreter(out, to_page, limits_, usage_);
        interpreter.run(buffer_.view(), named, 0);
        run_appearances(no_links, objects_, named, to_page, need_appearances_, out, interpreter);
        if (too_many)
            note(Severity::doubtful, "pdf-limit",
                 "the page has more annotations than are read; the rest of them are left out", number);
        join_links(out);
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

    void report() {
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
        Diagnostic out;
        out.severity = severity;
        out.code = code;
        out.message = std::move(message);
        out.place.page = page;
        out.hint = hint;
        content_.diagnostics.push_back(std::move(out));
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
    std::vector<std::string> labels_;  ///< of the pages; empty where the file gives none
    bool need_appearances_ = false;    ///< of form fields, whatever the file holds of them
    Bytes buffer_;                     ///< a page's content, kept for its memory
};

}  // namespace

Content read_file(File& file, const Limits& limits, const std::function<void(Content&, const Draw&)>& then) {
    Content content;
    if (file.pages() < 1)
        throw StageError("pdf-damaged", "the file has no pages",
                         "get the file again from where it came from, or print it anew to PDF");
    Reading(file, limits, content).run();
    if (then) then(content, [&](int page, double dpi) { return file.draw(page, dpi); });
    if (file.is_repaired()) {
        Diagnostic out;
        out.severity = Severity::repaired;
        out.code = "pdf-repaired";
        out.message = "the file's table of objects is damaged; it was made anew from the objects found";
        content.diagnostics.insert(content.diagnostics.begin(), std::move(out));
    }
    if (file.pages_by_order()) {
        Diagnostic out;
        out.severity = Severity::doubtful;
        out.code = "pdf-page-order";
        out.message = "the list of pages is lost; the pages that were found stand in the order of the file";
        content.diagnostics.push_back(std::move(out));
    }
    file.report(content.diagnostics);
    return content;
}

Content read_content(std::string_view bytes, std::string_view password, const Limits& limits,
                     const std::function<void(Content&, const Draw&)>& then) {
    try {
        return read_file(*open_plain(bytes, limits.inflated), limits, then);
    } catch (const NotPlain&) {
        return read_file(*open_with_poppler(bytes, password, limits.inflated), limits, then);
    }
}

}  // namespace sheaf::pdf
