// Inline content: runs, hyperlinks, tracked changes, symbols, marks.
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <utility>

#include "alternatives.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"
#include "symbols.hpp"

namespace sheaf::docx {
namespace {

std::string upper(std::string_view text) {
    std::string result;
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())))
        .toUpper(icu::Locale::getRoot())
        .toUTF8String(result);
    return result;
}

std::string_view primary(std::string_view language) {
    return language.substr(0, language.find('-'));
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view white = " \t\r\n";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

sheaf::Style style_of(const RunLook& look, const std::string& link, const std::string& change,
                      const std::string& document_language) {
    sheaf::Style style;
    style.bold = look.is(Toggle::bold);
    style.italic = look.is(Toggle::italic);
    style.superscript = look.align == VerticalAlign::superscript;
    style.underline = look.underline;
    style.size = look.size;
    style.link = link;
    style.change = change;
    if (!look.language.empty() && primary(look.language) != primary(document_language))
        style.language = look.language;
    return style;
}

}  // namespace

bool understands(std::string_view prefixes) {
    // Word's shapes, drawings and letters; not charts of 2016 (cx), ink, 3D models, whose fallback is a
    // picture.
    constexpr std::string_view known[] = {"wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "m", "v", "wp15"};
    prefixes = trim(prefixes);
    while (!prefixes.empty()) {
        const auto end = std::min(prefixes.find(' '), prefixes.size());
        const std::string_view prefix = prefixes.substr(0, end);
        bool found = prefix.starts_with("w16");
        for (const std::string_view name : known) found = found || name == prefix;
        if (!found) return false;
        prefixes = trim(prefixes.substr(end));
    }
    return true;
}

void Story::read_inlines(const Surroundings& around) {
    xml_.children([&] { read_inline(around); });
}

void Story::read_inline(const Surroundings& around) {
    switch (xml_.tag()) {
        case Tag::r:
            if (xml_.ns() == Ns::w) return read_run(around);
            break;
        case Tag::pPr:
        case Tag::proofErr:
        case Tag::sdtPr:
        case Tag::rPr:
        case Tag::commentRangeStart:
        case Tag::commentRangeEnd:
        case Tag::bookmarkEnd:
            return;
        case Tag::bookmarkStart:
            anchors_.push_back("bookmark:" + std::string(xml_.value(Tag::name)));
            return;
        case Tag::hyperlink: {
            Surroundings inside = around;
            if (const auto id = xml_.attribute(Ns::r, Tag::id))
                inside.link = external_target(letter_, part_, *id);
            else if (const auto anchor = xml_.attribute(Tag::anchor))
                inside.link = pending_link("bookmark:" + std::string(*anchor));
            return read_inlines(inside);
        }
        case Tag::hlink: {  // Word 2003
            Surroundings inside = around;
            if (const auto url = xml_.attribute(Tag::dest)) inside.link = *url;
            return read_inlines(inside);
        }
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
        case Tag::tbl: {
            // A block inside a paragraph: not what Word writes. It follows the paragraph.
            Story inner(letter_, xml_, part_, kind_);
            inner.read_block();
            if (open_) open_->after.push_back(inner.take());
            return;
        }
        default:
            break;
    }
    // Smart tags, custom XML and direction hold inline content.
    if (xml_.ns() == Ns::m) return read_math(around);
    read_inlines(around);
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

void Story::read_run(const Surroundings& around) {
    RunLook look = look_of({});
    bool stated = false;
    xml_.children([&] {
        if (xml_.tag() == Tag::rPr && !stated) {
            stated = true;
            const RunProperties run = read_run_properties(xml_, letter_.settings.changes == Changes::reject);
            look = look_of(run);
            return;
        }
        read_run_child(look, around);
    });
}

void Story::read_run_content(const RunLook& look, const Surroundings& around) {
    xml_.children([&] { read_run_child(look, around); });
}

void Story::read_run_child(const RunLook& look, const Surroundings& around) {
    const auto white = [&](bool line) {
        if (!open_ || !around.refused.empty() || in_instruction() || look.is(Toggle::vanish)) return;
        if (line)
            open_->text.line_break();
        else
            open_->text.tab();
    };
    switch (xml_.tag()) {
        case Tag::rPr:
            return;
        case Tag::t:
            return read_text(look, around, false);
        case Tag::delText:
            return read_text(look, around, true);
        case Tag::instrText:
        case Tag::delInstrText: {
            const std::string text = xml_.all_text();
            letter_.tally.refuse("field instruction", text::count_visible(text));
            if (!fields_.empty() && !fields_.back().in_result && fields_.back().instruction.size() < 4096)
                fields_.back().instruction += text;
            return;
        }
        case Tag::fldChar:
            return read_field_char(look, around);
        case Tag::tab:
        case Tag::ptab:
            return white(false);
        case Tag::br:
            if (kind_ == StoryKind::body && xml_.value(Tag::type) == "page") ++letter_.page_breaks.made;
            return white(true);
        case Tag::cr:
            return white(true);
        case Tag::lastRenderedPageBreak:
            if (kind_ == StoryKind::body) ++letter_.page_breaks.rendered;
            return;
        case Tag::noBreakHyphen:
            return add_text("-", look, around);
        case Tag::sym:
            return read_symbol(look, around);
        case Tag::footnoteReference:
            return read_note_reference(letter_.footnotes, around);
        case Tag::endnoteReference:
            return read_note_reference(letter_.endnotes, around);
        case Tag::commentReference:
            if (letter_.settings.comments) read_note_reference(letter_.comments, around);
            return;
        case Tag::footnote:
        case Tag::endnote: {  // Word 2003 writes notes where their marks stand
            NoteKind& kind = xml_.tag() == Tag::footnote ? letter_.footnotes : letter_.endnotes;
            Story note(letter_, xml_, part_, StoryKind::note);
            note.read();
            const std::string id = letter_.add_inline_note(kind, note.take());
            letter_.refer(kind, id, {});
            if (open_) open_->text.mark(pending_link("note:" + std::string(kind.name) + id));
            return;
        }
        case Tag::drawing:
        case Tag::pict:
        case Tag::object:
            return read_drawing(around);
        case Tag::AlternateContent:
            return read_alternatives([&] { read_run_content(look, around); });
        case Tag::ruby:
            xml_.children([&] {
                if (xml_.tag() == Tag::rubyBase) read_inlines(around);
                if (xml_.tag() == Tag::rt) refuse_element("phonetic guide");
            });
            return;
        case Tag::r:
            return read_run(around);
        case Tag::annotation:
            if (const auto inside = inside_change(around)) read_run_content(look, *inside);
            return;
        case Tag::softHyphen:  // shown at a line end only
        case Tag::footnoteRef:
        case Tag::endnoteRef:
        case Tag::annotationRef:
        case Tag::separator:
        case Tag::continuationSeparator:
        case Tag::binData:
            return;
        default:
            return read_run_content(look, around);
    }
}

void Story::read_text(const RunLook& look, const Surroundings& around, bool deleted) {
    Surroundings here = around;
    // Deleted text outside a deletion is no text (17.4.20).
    if (deleted && around.refused.empty() && around.change.empty() &&
        letter_.settings.changes == Changes::accept)
        here.refused = "tracked deletion";
    const int of = xml_.depth();
    const bool keep = xml_.preserves_space();
    bool first = true;
    while (true) {
        const Event now = xml_.next();
        if (now == Event::finished || (now == Event::end && xml_.depth() <= of)) break;
        if (now != Event::text) continue;
        std::string_view text = xml_.text();
        // Without xml:space="preserve" white space at both ends is none (XML 1.0, 2.10; as Word does).
        if (!keep && first) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        first = first && text.empty();
        std::string_view visible = text;
        if (!keep)
            while (!visible.empty() && (visible.back() == ' ' || visible.back() == '\n' ||
                                        visible.back() == '\t' || visible.back() == '\r'))
                visible.remove_suffix(1);
        add_text(visible, look, here, Origin::text_element);
    }
}

void Story::add_text(std::string_view text, const RunLook& look, const Surroundings& around, Origin origin) {
    if (text.empty()) return;
    Tally& tally = letter_.tally;
    const std::uint64_t counted = origin == Origin::text_element ? text::count_visible(text) : 0;
    if (!around.refused.empty()) return tally.refuse(around.refused, counted);
    if (in_instruction()) {
        instruction_text_ += counted;
        return tally.refuse("field instruction", counted);
    }
    if (look.is(Toggle::vanish)) return tally.refuse("hidden text", counted);
    if (!open_) open_ = Paragraph();
    if (open_contents_ > 0) open_->in_contents = true;

    const std::string* link = &around.link;
    for (auto field = fields_.rbegin(); link->empty() && field != fields_.rend(); ++field)
        if (field->kind == FieldKind::link) link = &field->link;
    sheaf::Style style = style_of(look, *link, around.change, letter_.language);
    style.superscript = style.superscript || around.superscript;
    std::uint64_t shown = 0;
    const SymbolFont font = look.font.empty() ? SymbolFont::none : symbol_font(look.font);
    if (font != SymbolFont::none) {
        std::string symbols;
        for (std::size_t at = 0; at < text.size();) text::append(symbols, symbol(font, text::next(text, at)));
        shown = open_->text.add(symbols, style, tally);
    } else if (look.is(Toggle::caps) || look.is(Toggle::small_caps)) {
        shown = open_->text.add(upper(text), style, tally);
    } else {
        shown = open_->text.add(text, style, tally);
    }
    tally.read += shown - counted;  // may be fewer: a symbol may show a blank
}

void Story::read_symbol(const RunLook& look, const Surroundings& around) {
    const std::string_view code = xml_.value(Tag::char_);
    char32_t c = 0;
    for (const char digit : code) {
        const int value = digit >= '0' && digit <= '9'   ? digit - '0'
                          : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                          : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                         : -1;
        if (value < 0 || c > 0x10FFF) return;
        c = c * 16 + static_cast<char32_t>(value);
    }
    if (c < 0x20 || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) return;
    const SymbolFont font = symbol_font(xml_.value(Tag::font));
    std::string shown;
    text::append(shown, font == SymbolFont::none ? text::unicode_of_symbol(c) : symbol(font, c));
    RunLook plain = look;
    plain.font.clear();
    add_text(shown, plain, around);
}

void Story::read_note_reference(NoteKind& kind, const Surroundings& around) {
    if (!around.refused.empty() || in_instruction()) return;
    const std::string id(xml_.attribute(Ns::w, Tag::id).value_or(xml_.value(Tag::id)));
    const auto custom = xml_.attribute(Tag::customMarkFollows);
    const bool own = custom && *custom != "0" && *custom != "false";
    const bool known = letter_.refer(kind, id, own ? "*" : std::string_view());
    if (!open_) open_ = Paragraph();
    // With a mark of its own, the text that follows is the mark: only the link is missing there.
    if (known && !own) open_->text.mark(pending_link("note:" + std::string(kind.name) + id));
}

}  // namespace sheaf::docx
