// Inline content: hyperlinks, tracked changes, alternatives, and what else stands around runs.
#include <algorithm>
#include <iterator>
#include <utility>

#include "alternatives.hpp"
#include "story.hpp"

namespace sheaf::docx {
namespace {

std::string_view trim(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

}  // namespace

bool understands(std::string_view prefixes) {
    // Word's shapes, drawings, letters and symbols; not charts of 2016 (cx), ink, 3D models, whose fallback
    // is a picture.
    constexpr std::string_view known[] = {"wps",      "wpg",   "wpc",   "wp14",   "wp15",   "w14",
                                          "w15",      "w16",   "w16se", "w16cid", "w16cex", "w16sdtdh",
                                          "w16sdtfl", "w16du", "a14",   "m",      "v"};
    prefixes = trim(prefixes);
    while (!prefixes.empty()) {
        const auto end = std::min(prefixes.find(' '), prefixes.size());
        if (std::find(std::begin(known), std::end(known), prefixes.substr(0, end)) == std::end(known))
            return false;
        prefixes = trim(prefixes.substr(end));
    }
    return true;
}

void Story::read_inlines(const Surroundings& around) {
    xml_.children([&] { read_inline(around); });
}

void Story::read_inline(const Surroundings& around) {
    switch (xml_.tag()) {
        case Tag::pPr:
        case Tag::proofErr:
        case Tag::sdtPr:
        case Tag::rPr:
        case Tag::commentRangeStart:
        case Tag::commentRangeEnd:
        case Tag::bookmarkEnd:
            return;
        case Tag::r:
            if (xml_.ns() == Ns::w) return read_run(around);
            break;
        case Tag::bookmarkStart:
            anchors_.push_back("bookmark:" + std::string(xml_.value(Tag::name)));
            return;
        case Tag::hyperlink:
        case Tag::hlink:
            return read_hyperlink(around);
        case Tag::ins:
        case Tag::moveTo:
        case Tag::del:
        case Tag::moveFrom:
        case Tag::annotation:
            if (const auto inside = inside_change(around)) read_inlines(*inside);
            return;
        case Tag::fldSimple:
            return read_simple_field(around);
        case Tag::sdt:
            return read_content_control([&] { read_inlines(around); });
        case Tag::AlternateContent:
            return read_alternatives([&] { read_inlines(around); });
        case Tag::subDoc:
            return note_subdocument();
        case Tag::altChunk:
            return note_altchunk();
        case Tag::t:
        case Tag::delText:
            return read_text(look_of({}), around, xml_.tag() == Tag::delText);
        case Tag::p:
        case Tag::tbl:
            return read_block_inside();
        default:
            break;
    }
    // Smart tags, custom XML and direction hold inline content.
    if (xml_.ns() == Ns::m) return read_math(around);
    read_inlines(around);
}

void Story::read_hyperlink(const Surroundings& around) {
    Surroundings inside = around;
    if (xml_.tag() == Tag::hlink) {  // Word 2003
        if (const auto url = xml_.attribute(Tag::dest)) inside.link = *url;
    } else if (const auto id = xml_.attribute(Ns::r, Tag::id)) {
        inside.link = external_target(letter_, part_, *id);
    } else if (const auto anchor = xml_.attribute(Tag::anchor)) {
        inside.link = pending_link("bookmark:" + std::string(*anchor));
    }
    read_inlines(inside);
}

// A block inside a paragraph: not what Word writes. It follows the paragraph.
void Story::read_block_inside() {
    Story inner(letter_, xml_, part_, kind_);
    inner.read_block();
    if (open_) open_->after.push_back(inner.take());
}

// Surroundings inside a tracked change; nothing when its content is not to be read.
std::optional<Story::Surroundings> Story::inside_change(const Surroundings& around) {
    bool inserted = xml_.tag() == Tag::ins || xml_.tag() == Tag::moveTo;
    bool deleted = xml_.tag() == Tag::del || xml_.tag() == Tag::moveFrom;
    if (xml_.tag() == Tag::annotation) {  // Word 2003
        inserted = xml_.value(Tag::type) == "Word.Insertion";
        deleted = xml_.value(Tag::type) == "Word.Deletion";
        if (xml_.value(Tag::type) == "Word.Bookmark.Start")
            anchors_.push_back("bookmark:" + std::string(xml_.attribute(Ns::w, Tag::name).value_or("")));
        if (xml_.value(Tag::type) == "Word.Comment") return std::nullopt;
        if (xml_.value(Tag::type) == "Word.Formatting") return std::nullopt;
    }
    if (inserted) ++letter_.insertions;
    if (deleted) ++letter_.deletions;
    Surroundings inside = around;
    switch (letter_.settings.changes) {
        case Changes::accept:
            if (deleted) inside.refused = "tracked deletion";
            break;
        case Changes::reject:
            if (inserted) inside.refused = "tracked insertion";
            break;
        case Changes::both:
            if (deleted) inside.change = change_mark("deleted");
            if (inserted) inside.change = change_mark("inserted");
            break;
    }
    return inside;
}

void Story::read_note_reference(NoteKind& kind, const Surroundings& around) {
    if (!around.refused.empty() || in_instruction()) return;
    const std::string id(xml_.attribute(Ns::w, Tag::id).value_or(xml_.value(Tag::id)));
    const auto custom = xml_.attribute(Tag::customMarkFollows);
    const bool own = custom && *custom != "0" && *custom != "false";
    // With a mark of its own, the text that follows is the mark, and the note begins with it: no label is
    // made.
    const bool known = letter_.refer(kind, id, own ? " " : std::string_view());
    if (!open_) open_ = Paragraph();
    if (known && !own) open_->text.mark(pending_link("note:" + std::string(kind.name) + id));
}

}  // namespace sheaf::docx
