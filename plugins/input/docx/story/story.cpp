// Blocks: paragraphs, tables, and the wrappers that may stand around them.
#include "story.hpp"

#include <utility>

#include "alternatives.hpp"
#include "sheaf/text.hpp"

namespace sheaf::docx {

void Story::read() {
    read_block_children();
}

Flow Story::take() {
    if (open_) {
        carried_ = false;
        emit_paragraph(*open_);
        open_.reset();
    }
    close_fields();
    if (!anchors_.empty() && !flow_.empty()) {
        auto& last = flow_.back().anchors;
        last.insert(last.end(), anchors_.begin(), anchors_.end());
        anchors_.clear();
    }
    return std::move(flow_);
}

void Story::read_block_children() {
    xml_.children([&] {
        read_block();
        if (after_block && !container_ && !carried_) after_block(flow_);
    });
}

void Story::read_block() {
    switch (xml_.tag()) {
        case Tag::p:
            if (xml_.ns() == Ns::w) return read_paragraph();
            break;
        case Tag::tbl:
            return read_table();
        case Tag::sectPr: {
            SectionSetup setup = read_section_properties();
            if (kind_ == StoryKind::body) letter_.sections.push_back(std::move(setup));
            return;
        }
        case Tag::sdt:
            return read_content_control([&] { read_block_children(); });
        case Tag::AlternateContent:
            return read_alternatives([&] { read_block_children(); });
        case Tag::altChunk:
            return note_altchunk();
        case Tag::subDoc:
            return note_subdocument();
        case Tag::bookmarkStart:
            anchors_.push_back("bookmark:" + std::string(xml_.value(Tag::name)));
            return;
        case Tag::pPr:
        case Tag::rPr:
        case Tag::tblPr:
        case Tag::sdtPr:
        case Tag::docPr:
        case Tag::fonts:
        case Tag::styles:
        case Tag::lists:
        case Tag::DocumentProperties:
            return;
        case Tag::ins:
        case Tag::moveTo:
        case Tag::del:
        case Tag::moveFrom:
        case Tag::annotation:
            if (change_drops_block()) return;
            return read_block_children();
        case Tag::r:
        case Tag::hyperlink:
        case Tag::fldSimple:
        case Tag::t:
        case Tag::oMath:
        case Tag::oMathPara:
            // Inline content outside a paragraph: Word would not write it, and loses nothing of it either.
            if (!open_) open_ = Paragraph();
            if (xml_.tag() == Tag::t)
                read_text(look_of({}), {}, false);
            else
                read_inline({});
            carried_ = true;
            return;
        default:
            break;
    }
    // Wrappers (custom XML, smart tags, sub-sections of Word 2003, elements of later versions) hold blocks.
    read_block_children();
}

std::string Story::change_mark(std::string_view what) const {
    std::string mark(what);
    if (const auto author = xml_.value(Tag::author); !author.empty()) (mark += ' ') += text::squeeze(author);
    const auto date = xml_.attribute(Tag::date).value_or(xml_.value(Tag::createdate));
    if (!date.empty()) (mark += ' ') += date;
    return mark;
}

// Of a wrapper around blocks: whether the choice of changes takes all of it away.
bool Story::change_drops_block() {
    bool inserted = xml_.tag() == Tag::ins || xml_.tag() == Tag::moveTo;
    bool deleted = xml_.tag() == Tag::del || xml_.tag() == Tag::moveFrom;
    if (xml_.tag() == Tag::annotation) {
        inserted = xml_.value(Tag::type) == "Word.Insertion";
        deleted = xml_.value(Tag::type) == "Word.Deletion";
    }
    if (inserted) ++letter_.insertions;
    if (deleted) ++letter_.deletions;
    if (deleted && letter_.settings.changes == Changes::accept) {
        refuse_element("tracked deletion");
        return true;
    }
    if (inserted && letter_.settings.changes == Changes::reject) {
        refuse_element("tracked insertion");
        return true;
    }
    return false;
}

// Moves over an element and counts the text in it as refused.
void Story::refuse_element(std::string_view reason) {
    const int depth = xml_.depth();
    std::uint64_t count = 0;
    bool text = is_text_element(xml_.tag());
    while (true) {
        const Event now = xml_.next();
        if (now == Event::finished || (now == Event::end && xml_.depth() <= depth)) break;
        if (now == Event::start || now == Event::end)
            text = now == Event::start && is_text_element(xml_.tag());
        if (now == Event::text && text) count += text::count_visible(xml_.text());
    }
    letter_.tally.refuse(reason, count);
}

void Story::note_altchunk() {
    std::string target;
    const Relationships& all = letter_.package.relationships(part_);
    const auto found = all.find(std::string(xml_.value(Tag::id)));
    if (found != all.end()) target = found->second.target;
    const std::size_t at = target.empty() ? Package::none : letter_.package.find(target);
    if (at != Package::none) {
        letter_.package.mark_used(at);
        const std::string& type = letter_.package.parts()[at].type;
        if (type.starts_with("text/") || type.find("html") != std::string::npos) {
            const std::string bytes = letter_.package.bytes(at, 16U << 20);
            letter_.tally.read_and_refuse("embedded document (altChunk)", text::count_visible(bytes));
        }
    }
    letter_.context.report(
        Severity::doubtful, "docx-alt-chunk",
        "a document of another format is embedded here (" + target + "); its text is not read",
        {.line = xml_.line(), .part = xml_.part()},
        "open the letter in Word and save it again: Word then writes the text into the document");
    xml_.skip();
}

void Story::note_subdocument() {
    std::string target;
    const Relationships& all = letter_.package.relationships(part_);
    const auto found = all.find(std::string(xml_.value(Tag::id)));
    if (found != all.end()) target = found->second.target;
    letter_.context.report(
        Severity::doubtful, "docx-sub-document",
        "a sub-document belongs here (" + target + "); it is a file of its own and is not read",
        {.line = xml_.line(), .part = xml_.part()}, "convert the sub-document by itself");
    xml_.skip();
}

SectionSetup Story::read_section_properties() {
    SectionSetup setup;
    if (kind_ != StoryKind::body) {
        xml_.skip();
        return setup;
    }
    xml_.children([&] {
        const bool header = xml_.tag() == Tag::headerReference || xml_.tag() == Tag::hdr;
        const bool footer = xml_.tag() == Tag::footerReference || xml_.tag() == Tag::ftr;
        if (xml_.tag() == Tag::titlePg) setup.title_page = on_off(xml_);
        if (xml_.tag() == Tag::footnotePr) setup.footnotes = read_note_numbering(xml_);
        if (xml_.tag() == Tag::endnotePr) setup.endnotes = read_note_numbering(xml_);
        if (!header && !footer) return;
        HeaderReference reference;
        reference.header = header;
        reference.type = xml_.value(Tag::type);
        if (xml_.tag() == Tag::hdr || xml_.tag() == Tag::ftr) {
            if (reference.type == "odd") reference.type = "default";
            Story story(letter_, xml_, part_, StoryKind::furniture);
            story.read();
            reference.id = "inline " + std::to_string(letter_.inline_headers.size());
            letter_.inline_headers.emplace(reference.id, story.take());
        } else {
            reference.id = xml_.attribute(Ns::r, Tag::id).value_or(xml_.value(Tag::id));
        }
        setup.headers.push_back(std::move(reference));
    });
    return setup;
}

}  // namespace sheaf::docx
