#include "reader.hpp"

#include <Catalog.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Stream.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "annotations.hpp"
#include "fonts.hpp"
#include "interpreter.hpp"
#include "links.hpp"
#include "mend.hpp"
#include "messages.hpp"
#include "object_bytes.hpp"
#include "ocr/render.hpp"
#include "resources.hpp"
#include "sheaf/text.hpp"
#include "streams.hpp"
#include "structure.hpp"
#include "unicode.hpp"

namespace sheaf::pdf {
namespace {

void set_up_poppler() {
    // Poppler wants its parameters to be there before the first document and after the last one.
    static std::once_flag once;
    std::call_once(once, [] { globalParams = std::make_unique<GlobalParams>(); });
}

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

struct Opened {
    std::shared_ptr<bool> repaired = std::make_shared<bool>(false);  ///< may be set while pages are read, too
    bool pages_by_order = false;                                     ///< the list of pages is lost
    std::unique_ptr<std::string> mended;  ///< the bytes that are read, where they are not the file's own
    std::unique_ptr<PDFDoc> document;
};

/// Tries the empty password first, then the given one.
std::unique_ptr<PDFDoc> open_bytes(std::string_view bytes, std::string_view password,
                                   const std::shared_ptr<bool>& repaired) {
    const auto open_with = [&](const std::optional<GooString>& word) {
        // The document owns the stream; the stream does not own the bytes.
        return std::make_unique<PDFDoc>(
            new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)), word, word,
            nullptr, [repaired] { *repaired = true; });
    };
    auto document = open_with(std::nullopt);
    if (!document->isOk() && document->getErrorCode() == errEncrypted && !password.empty())
        document = open_with(GooString(std::string(password)));
    return document;
}

/// How many pages can be read; a damaged file may claim many.
int sound_pages(PDFDoc& document) {
    if (!document.isOk()) return 0;
    int sound = 0;
    for (int number = 1; number <= std::min(document.getNumPages(), 10000); ++number) {
        ::Page* page = document.getPage(number);
        sound += page && page->isOk();
    }
    return sound;
}

Opened open(std::string_view bytes, std::string_view password) {
    if (bytes.size() > 0x7FFFFFFF)
        throw StageError("pdf-too-large", "the file has more than 2 GiB", "divide the file");
    Opened out;
    out.document = open_bytes(bytes, password, out.repaired);
    const bool damaged = !out.document->isOk() && out.document->getErrorCode() != errEncrypted;
    if (damaged || *out.repaired) {
        const auto open_mended = [&](std::string_view mended) {
            return open_bytes(mended, password, std::make_shared<bool>());
        };
        if (Mended mended = mend(bytes, open_mended); !mended.bytes.empty()) {
            Opened again;
            again.pages_by_order = mended.pages_by_order;
            // The document reads from its bytes for as long as it lives.
            again.mended = std::make_unique<std::string>(std::move(mended.bytes));
            again.document = open_bytes(*again.mended, password, again.repaired);
            *again.repaired = true;
            if (sound_pages(*again.document) > sound_pages(*out.document)) return again;
            if (damaged && again.document->getErrorCode() == errEncrypted) out = std::move(again);
        }
    }
    if (out.document->isOk()) return out;
    if (out.document->getErrorCode() == errEncrypted)
        throw StageError("pdf-encrypted",
                         password.empty() ? "the file is encrypted and no password was given"
                                          : "the file is encrypted and the given password does not open it",
                         "give its password with --password-file");
    throw StageError("pdf-damaged", "the file is damaged: no page can be found in it",
                     "get the file again from where it came from, or print it anew to PDF");
}

Matrix page_matrix(::Page& page, int& rotation) {
    const PDFRectangle* box = page.getCropBox();
    rotation = ((page.getRotate() % 360) + 360) % 360 / 90 * 90;
    switch (rotation) {
        case 90:
            return {0, 1, 1, 0, -box->y1, -box->x1};
        case 180:
            return {-1, 0, 0, 1, box->x2, -box->y1};
        case 270:
            return {0, -1, -1, 0, box->y2, box->x2};
        default:
            return {1, 0, 0, -1, -box->x1, box->y2};
    }
}

class Reading {
  public:
    Reading(PDFDoc& document, std::string_view bytes, const Limits& limits, const PopplerMessages& messages,
            Content& content)
        : document_(document),
          messages_(messages),
          xref_(document.getXRef()),
          catalog_(document.getCatalog()),
          file_(bytes),
          limits_(limits),
          content_(content),
          fonts_(xref_, content.fonts),
          streams_(bytes, limits.inflated) {
        objects_.xref = xref_;
        objects_.fonts = &fonts_;
        objects_.streams = &streams_;
        objects_.known = &known_;
        OCGs* optional_content = document.getOptContentConfig();
        objects_.optional_content =
            optional_content && optional_content->hasOCGs() ? optional_content : nullptr;
    }

    void run() {
        find_pages();
        read_catalog();
        for (int number = 1; number <= count_; ++number) {
            if (usage_.operators_exceeded || usage_.glyphs_exceeded || streams_.exhausted()) break;
            read_page(number);
        }
        report();
    }

  private:
    void find_pages() {
        count_ = document_.getNumPages();
        matrices_.resize(static_cast<std::size_t>(count_) + 1);
        for (int number = 1; number <= count_; ++number)
            if (const Ref* ref = catalog_->getPageRef(number)) numbers_.emplace(ref->num, number);
    }

    const Matrix* matrix_of(int number) {
        if (number < 1 || number > count_) return nullptr;
        auto& kept = matrices_[static_cast<std::size_t>(number)];
        if (!kept) {
            ::Page* page = document_.getPage(number);
            if (!page || !page->isOk()) return nullptr;
            int rotation = 0;
            kept = page_matrix(*page, rotation);
        }
        return &*kept;
    }

    void read_catalog() {
        const Object catalog = xref_->getCatalog();
        if (catalog.isDict()) {
            labelled_ = !catalog.dictLookupNF("PageLabels").isNull();
            const Object language = catalog.dictLookup("Lang");
            if (language.isString()) content_.language = text_string(language.getString()->toStr());
            const Object fields = catalog.dictLookup("AcroForm");
            const Object need = fields.isDict() ? fields.dictLookup("NeedAppearances") : Object(objNull);
            need_appearances_ = need.isBool() && need.getBool();
            const Object& root = catalog.dictLookupNF("StructTreeRoot");
            if (root.isRef() || root.isDict()) {
                ObjectBytes objects(
                    xref_, file_, static_cast<std::size_t>(document_.getBaseStream()->getStart()), streams_);
                const std::string_view bytes =
                    root.isRef() ? objects.find(root.getRefNum(), root.getRefGen()) : objects.write(root);
                StructureReading reading = read_structure(objects, bytes, numbers_, limits_);
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
        }
        const Object information = document_.getDocInfo();
        if (information.isDict()) {
            const auto entry = [&](const char* key) {
                const Object value = information.dictLookup(key);
                return value.isString() ? text_string(value.getString()->toStr()) : std::string();
            };
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
    }

    /// Whether the page names content, be it there or not.
    bool refers_to_content(int number) {
        const Ref* ref = catalog_->getPageRef(number);
        const Object page = ref ? xref_->fetch(*ref) : Object(objNull);
        return page.isDict() && page.dictLookupNF("Contents").isRef();
    }

    void read_page(int number) {
        PageContent& out = content_.pages.emplace_back();
        out.number = number;
        ::Page* page = document_.getPage(number);
        if (!page || !page->isOk()) {
            note(Severity::doubtful, "pdf-page-lost", "the page cannot be read", number);
            return;
        }
        const Matrix to_page = page_matrix(*page, out.rotation);
        matrices_[static_cast<std::size_t>(number)] = to_page;
        const PDFRectangle* box = page->getCropBox();
        const bool turned = out.rotation == 90 || out.rotation == 270;
        out.width = place(turned ? box->y2 - box->y1 : box->x2 - box->x1);
        out.height = place(turned ? box->x2 - box->x1 : box->y2 - box->y1);
        if (labelled_) {
            GooString label;
            if (catalog_->indexToLabel(number - 1, &label)) out.label = text_string(label.toStr());
        }
        const Object annotations = page->getAnnotsObject();
        const std::vector<int> no_links = read_links(
            xref_, catalog_, annotations, numbers_, [this](int of) { return matrix_of(of); }, out);

        buffer_.clear();
        const std::uint64_t errors_before = messages_.errors();
        const Object contents = page->getContents();
        bool complete = true, missing = contents.isNull() && refers_to_content(number);
        if (contents.isStream()) {
            complete = streams_.append(contents, buffer_);
        } else if (contents.isArray()) {
            const int parts = contents.arrayGetLength();
            for (int i = 0; i < parts && complete; ++i) {
                const Object part = contents.arrayGet(i);
                missing = missing || part.isNull();
                if (!part.isStream()) continue;
                complete = streams_.append(part, buffer_);
                buffer_.push_back('\n');
            }
        }
        if (missing || messages_.errors() > errors_before)
            note(Severity::doubtful, "pdf-page-lost",
                 missing ? "content of the page is missing from the file"
                         : "the content of the page is damaged; what can be had of it was read",
                 number);
        Object* resources = page->getResourceDictObject();
        const Object none(objNull);
        const Resources named(objects_, resources ? *resources : none, nullptr);
        Interpreter interpreter(out, to_page, limits_, usage_);
        interpreter.run(buffer_.view(), named, 0);
        if (!run_appearances(annotations, no_links, objects_, named, to_page, need_appearances_, out,
                             interpreter))
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

    PDFDoc& document_;
    const PopplerMessages& messages_;
    XRef* xref_;
    Catalog* catalog_;
    std::string_view file_;
    const Limits& limits_;
    Content& content_;
    FontCache fonts_;
    StreamReader streams_;
    KnownObjects known_;
    Objects objects_;
    Usage usage_;
    PageNumbers numbers_;
    std::vector<std::optional<Matrix>> matrices_;  ///< by page number
    int count_ = 0;
    bool labelled_ = false;
    bool need_appearances_ = false;  ///< of form fields, whatever the file holds of them
    Bytes buffer_;                   ///< a page's content, kept for its memory
};

}  // namespace

Content read_content(std::string_view bytes, std::string_view password, const Limits& limits,
                     const std::function<void(Content&, const Draw&)>& then) {
    set_up_poppler();
    const PopplerMessages messages;
    Content content;
    const Opened opened = open(bytes, password);
    if (opened.document->getNumPages() < 1)
        throw StageError("pdf-damaged", "the file has no pages",
                         "get the file again from where it came from, or print it anew to PDF");
    Reading(*opened.document, opened.mended ? *opened.mended : bytes, limits, messages, content).run();
    if (then) then(content, [&](int page, double dpi) { return ocr::render(*opened.document, page, dpi); });
    if (*opened.repaired) {
        Diagnostic out;
        out.severity = Severity::repaired;
        out.code = "pdf-repaired";
        out.message = "the file's table of objects is damaged; it was made anew from the objects found";
        content.diagnostics.insert(content.diagnostics.begin(), std::move(out));
    }
    if (opened.pages_by_order) {
        Diagnostic out;
        out.severity = Severity::doubtful;
        out.code = "pdf-page-order";
        out.message = "the list of pages is lost; the pages that were found stand in the order of the file";
        content.diagnostics.push_back(std::move(out));
    }
    messages.report(content.diagnostics);
    return content;
}

}  // namespace sheaf::pdf
