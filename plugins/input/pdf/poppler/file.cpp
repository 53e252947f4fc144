#include <Catalog.h>
#include <GlobalParams.h>
#include <Link.h>
#include <OptionalContent.h>
#include <PDFDoc.h>
#include <Page.h>
#include <Parser.h>
#include <Stream.h>

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "poppler/draw.hpp"
#include "poppler/fonts.hpp"
#include "poppler/messages.hpp"
#include "poppler/repair.hpp"
#include "poppler/streams.hpp"
#include "poppler/write.hpp"
#include "reader/file.hpp"

namespace sheaf::pdf {
namespace {

void set_up_poppler() {
    // Poppler wants its parameters to be there before the first document and after the last one.
    static std::once_flag once;
    std::call_once(once, [] { globalParams = std::make_unique<GlobalParams>(); });
}

struct Opened {
    std::shared_ptr<bool> repaired = std::make_shared<bool>(false);  ///< may be set while pages are read, too
    bool pages_by_order = false;                                     ///< the list of pages is lost
    std::unique_ptr<std::string> rebuilt;  ///< the bytes that are read, where they are not the file's own
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
        const auto open_rebuilt = [&](std::string_view rebuilt) {
            return open_bytes(rebuilt, password, std::make_shared<bool>());
        };
        if (Repaired rebuilt = repair(bytes, open_rebuilt); !rebuilt.bytes.empty()) {
            Opened again;
            again.pages_by_order = rebuilt.pages_by_order;
            // The document reads from its bytes for as long as it lives.
            again.rebuilt = std::make_unique<std::string>(std::move(rebuilt.bytes));
            again.document = open_bytes(*again.rebuilt, password, again.repaired);
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

class PopplerFile final : public File {
  public:
    PopplerFile(std::string_view bytes, std::string_view password, std::uint64_t inflated)
        : limit_(inflated),
          opened_(open(bytes, password)),
          bytes_(opened_.rebuilt ? *opened_.rebuilt : bytes),
          document_(*opened_.document),
          xref_(document_.getXRef()),
          streams_(bytes_) {
        OCGs* groups = document_.getOptContentConfig();
        if (groups && groups->hasOCGs()) groups_ = groups;
    }

    std::string_view find(int number, int generation) override {
        if (number < 0 || number >= xref_->getNumObjects()) return {};
        const std::string_view plain = in_file(number, generation);
        if (!plain.empty()) return plain;
        const auto [at, first] = written_.try_emplace({number, generation});
        if (first) write_object(xref_->fetch(number, generation), at->second);
        return at->second;
    }

    bool decode(const Value& stream, Bytes& out) override {
        if (is_exhausted()) return false;
        const Object object = xref_->fetch(stream.object(), stream.generation());
        if (!object.isStream()) return true;
        const std::size_t before = out.size();
        const bool whole = streams_.append(*object.getStream(), limit_ - inflated_, out);
        inflated_ += out.size() - before;
        return whole;
    }

    Value catalog() override { return value_of(xref_->getCatalog()); }
    Value information() override { return value_of(document_.getDocInfo()); }
    int pages() override { return document_.getNumPages(); }

    std::optional<PageFacts> page(int number) override {
        ::Page* page = document_.getPage(number);
        if (!page || !page->isOk()) return std::nullopt;
        const PDFRectangle* box = page->getCropBox();
        PageFacts facts;
        facts.object = page->getRef().num;
        facts.generation = page->getRef().gen;
        facts.left = box->x1;
        facts.bottom = box->y1;
        facts.right = box->x2;
        facts.top = box->y2;
        facts.rotation = ((page->getRotate() % 360) + 360) % 360 / 90 * 90;
        facts.dictionary = Value(*this, find(facts.object, facts.generation));
        if (const Object* resources = page->getResourceDictObject()) facts.resources = value_of(*resources);
        return facts;
    }
    int page_object(int number) override {
        const Ref* ref = document_.getCatalog()->getPageRef(number);
        return ref ? ref->num : 0;
    }

    bool is_off(const Value& content) override {
        if (!groups_ || !(content.is_reference() || content.is_dictionary())) return false;
        const Object object = object_of(content);
        return !groups_->optContentIsVisible(&object);
    }

    std::optional<Destination> destination(const std::string& name) override {
        const GooString wanted(name);
        const std::unique_ptr<LinkDest> found = document_.getCatalog()->findDest(&wanted);
        if (!found || !found->isOk()) return std::nullopt;
        Destination out;
        if (found->isPageRef())
            out.object = found->getPageRef().num;
        else
            out.number = found->getPageNum();
        if (found->getChangeTop()) out.top = found->getTop();
        out.left = found->getLeft();
        return out;
    }

    std::optional<FontFacts> font(const Value& font) override {
        return poppler_font(xref_, streams_, object_of(font));
    }
    std::optional<Bitmap> draw(int page, double dpi) override {
        return sheaf::pdf::draw(document_, page, dpi);
    }
    std::optional<std::vector<bool>> find_seen(int page, const std::vector<GlyphPlace>& glyphs) override {
        return sheaf::pdf::find_seen(document_, page, glyphs);
    }

    std::uint64_t errors() const override { return messages_.errors(); }
    bool is_repaired() const override { return *opened_.repaired; }
    bool pages_by_order() const override { return opened_.pages_by_order; }
    void report(std::vector<Diagnostic>& diagnostics) const override { messages_.report(diagnostics); }
    bool is_exhausted() const override { return inflated_ >= limit_; }

  private:
    /// Where the object's value stands in the file. Nothing of encrypted files, whose strings only Poppler can read,
    /// and of objects in object streams.
    std::string_view in_file(int number, int generation) const {
        if (xref_->isEncrypted()) return {};
        const XRefEntry* entry = xref_->getEntry(number, false);
        const auto start = static_cast<std::size_t>(document_.getBaseStream()->getStart());
        if (entry->type != xrefEntryUncompressed || entry->gen != generation || entry->offset < 0 ||
            static_cast<std::size_t>(entry->offset) > bytes_.size() - start)
            return {};
        return object_at(bytes_, start + static_cast<std::size_t>(entry->offset), number, generation);
    }

    Value value_of(const Object& object) {
        std::string& out = direct_.emplace_back();
        write_object(object, out);
        return {*this, out};
    }

    Object object_of(const Value& value) {
        if (value.is_reference()) return Object(Ref{value.object(), value.generation()});
        if (!value.is_dictionary()) return Object(objNull);
        const std::string bytes = "<<" + std::string(value.inside()) + ">>";
        Parser parser(xref_,
                      new MemStream(bytes.data(), 0, static_cast<Goffset>(bytes.size()), Object(objNull)),
                      false);
        return parser.getObj();
    }

    std::uint64_t limit_, inflated_ = 0;
    PopplerMessages messages_;
    Opened opened_;
    std::string_view bytes_;
    PDFDoc& document_;
    XRef* xref_;
    OCGs* groups_ = nullptr;                              ///< null when the file has none
    std::map<std::pair<int, int>, std::string> written_;  ///< objects that were asked for
    StreamReader streams_;
    std::deque<std::string> direct_;  ///< other values; a deque: what is in it stays where it is
};

}  // namespace

std::optional<DrawnPage> draw_page(std::string_view bytes, std::string_view password, int page, double dpi) {
    set_up_poppler();
    const Opened opened = open(bytes, password);
    return draw_page(*opened.document, page, dpi);
}

std::unique_ptr<File> open_file(std::string_view bytes, std::string_view password, std::uint64_t inflated) {
    set_up_poppler();
    return std::make_unique<PopplerFile>(bytes, password, inflated);
}

}  // namespace sheaf::pdf
