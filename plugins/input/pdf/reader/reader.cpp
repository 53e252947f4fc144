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

#include "annotations.hpp"
#include "fonts.hpp"
#include "interpreter.hpp"
#include "links.hpp"
#include "messages.hpp"
#include "object_bytes.hpp"
#include "resources.hpp"
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

struct Opened {
    std::shared_ptr<bool> repaired = std::make_shared<bool>(false);  ///< may be set while pages are read, too
    std::unique_ptr<std::string> mended;  ///< the bytes that are read, where they are not the file's own
    std::unique_ptr<PDFDoc> document;
};

Opened open_with(std::string_view bytes, const std::optional<GooString>& password) {
    Opened out;
    // The document owns the stream; the stream does not own the bytes.
    out.document = std::make_unique<PDFDoc>(
        new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)), password,
        password, nullptr, [repaired = out.repaired] { *repaired = true; });
    return out;
}

/// The file with a trailer behind it, for files whose end is missing: Poppler finds objects by itself, but not
/// which of them is the catalog. Empty when no catalog is to be seen.
std::string with_trailer(std::string_view bytes) {
    for (std::size_t at = bytes.rfind("/Catalog"); at != std::string_view::npos && at > 0;
         at = bytes.rfind("/Catalog", at - 1)) {
        // `12 0 obj` stands before the dictionary.
        const std::size_t object = bytes.rfind(" obj", at);
        if (object == std::string_view::npos || at - object > 4096) continue;
        const auto is_digit = [&](std::size_t i) { return bytes[i] >= '0' && bytes[i] <= '9'; };
        std::size_t first = object;
        while (first > 0 && is_digit(first - 1)) --first;
        if (first == object || first == 0 || bytes[first - 1] != ' ') continue;
        std::size_t number = first - 1;
        while (number > 0 && is_digit(number - 1)) --number;
        if (number == first - 1) continue;
        std::string out(bytes);
        out += "\nendstream endobj\ntrailer <</Root ";
        out += bytes.substr(number, object - number);
        out += " R>>\nstartxref\n0\n%%EOF\n";
        return out;
    }
    return {};
}

Opened open(std::string_view bytes, std::string_view password) {
    if (bytes.size() > 0x7FFFFFFF)
        throw StageError("pdf-too-large", "the file has more than 2 GiB", "divide the file");
    Opened out = open_with(bytes, std::nullopt);
    if (!out.document->isOk() && out.document->getErrorCode() == errEncrypted && !password.empty())
        out = open_with(bytes, GooString(std::string(password)));
    if (!out.document->isOk() && out.document->getErrorCode() != errEncrypted) {
        // The document reads from its bytes for as long as it lives.
        if (std::string mended = with_trailer(bytes); !mended.empty()) {
            Opened again;
            again.mended = std::make_unique<std::string>(std::move(mended));
            Opened second = open_with(*again.mended, std::nullopt);
            again.document = std::move(second.document);
            *again.repaired = true;
            if (again.document->isOk()) return again;
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
    Reading(PDFDoc& document, std::string_view bytes, const Limits& limits, Content& content)
        : document_(document),
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
                             " elements; the rest is read without tags");
                if (reading.repeated > 0)
                    note(Severity::note, "pdf-structure",
                         "the structure tree holds elements in more than one place: " +
                             std::to_string(reading.repeated) + "; the first place counts");
            }
        }
        const Object information = document_.getDocInfo();
        if (information.isDict()) {
            const auto text = [&](const char* key) {
                const Object value = information.dictLookup(key);
                return value.isString() ? text_string(value.getString()->toStr()) : std::string();
            };
            content_.producer = text("Producer");
            content_.title = text("Title");
        }
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
        read_links(
            xref_, catalog_, annotations, numbers_, [this](int of) { return matrix_of(of); }, out);

        buffer_.clear();
        const Object contents = page->getContents();
        bool complete = true;
        if (contents.isStream()) {
            complete = streams_.append(contents, buffer_);
        } else if (contents.isArray()) {
            const int parts = contents.arrayGetLength();
            for (int i = 0; i < parts && complete; ++i) {
                const Object part = contents.arrayGet(i);
                if (!part.isStream()) continue;
                complete = streams_.append(part, buffer_);
                buffer_.push_back('\n');
            }
        }
        Object* resources = page->getResourceDictObject();
        const Object none(objNull);
        const Resources named(objects_, resources ? *resources : none, nullptr);
        Interpreter interpreter(out, to_page, limits_, usage_);
        interpreter.run(buffer_.view(), named, 0);
        run_appearances(annotations, objects_, named, interpreter);
        join_links(out);
        if (!complete)
            note(Severity::doubtful, "pdf-limit",
                 "the content streams of the letter unpack to more than " + std::to_string(limits_.inflated) +
                     " bytes; the reading ends on this page",
                 number);
        if (usage_.operators_exceeded)
            note(Severity::doubtful, "pdf-limit",
                 "the letter has more than " + std::to_string(limits_.operators) +
                     " content operators; the reading ends on this page",
                 number);
        if (usage_.glyphs_exceeded)
            note(Severity::doubtful, "pdf-limit",
                 "the letter has more than " + std::to_string(limits_.glyphs) +
                     " glyphs; the reading ends on this page",
                 number);
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

    void note(Severity severity, const char* code, std::string message, int page = 0) {
        Diagnostic out;
        out.severity = severity;
        out.code = code;
        out.message = std::move(message);
        out.place.page = page;
        content_.diagnostics.push_back(std::move(out));
    }

    PDFDoc& document_;
    XRef* xref_;
    Catalog* catalog_;
    std::string_view file_;
    const Limits& limits_;
    Content& content_;
    FontCache fonts_;
    StreamReader streams_;
    Objects objects_;
    Usage usage_;
    PageNumbers numbers_;
    std::vector<std::optional<Matrix>> matrices_;  ///< by page number
    int count_ = 0;
    bool labelled_ = false;
    Bytes buffer_;  ///< a page's content, kept for its memory
};

}  // namespace

Content read_content(std::string_view bytes, std::string_view password, const Limits& limits) {
    set_up_poppler();
    const PopplerMessages messages;
    Content content;
    const Opened opened = open(bytes, password);
    if (opened.document->getNumPages() < 1)
        throw StageError("pdf-damaged", "the file has no pages",
                         "get the file again from where it came from, or print it anew to PDF");
    Reading(*opened.document, opened.mended ? *opened.mended : bytes, limits, content).run();
    if (*opened.repaired) {
        Diagnostic out;
        out.severity = Severity::repaired;
        out.code = "pdf-repaired";
        out.message = "the file's table of objects is damaged; it was made anew from the objects found";
        content.diagnostics.insert(content.diagnostics.begin(), std::move(out));
    }
    messages.report(content.diagnostics);
    return content;
}

}  // namespace sheaf::pdf
