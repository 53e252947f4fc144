// Runs: text as it is shown, symbols, breaks, marks of notes.
#include <algorithm>
#include <utility>

#include "alternatives.hpp"
#include "drafts/capitals.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {
namespace {

std::string_view primary(std::string_view language) {
    return language.substr(0, language.find('-'));
}

constexpr std::size_t longest_shown = 80;  // bytes that are kept of a field's result

}  // namespace

void Story::read_run(const Surroundings& outside) {
    Surroundings around = outside;
    RunLook look = look_of({});
    bool stated = false;
    xml_.children([&] {
        if (xml_.tag() == Tag::rPr && !stated) {
            stated = true;
            const RunProperties run = read_run_properties(xml_, letter_.settings.changes == Changes::reject);
            look = look_of(run);
            // A run of an equation bears its tracked changes itself (17.13.5.15).
            if (run.deleted && letter_.settings.changes == Changes::accept)
                around.refused = "tracked deletion";
            if (run.inserted && letter_.settings.changes == Changes::reject)
                around.refused = "tracked insertion";
            return;
        }
        read_run_child(look, around);
    });
}

void Story::read_run_content(const RunLook& look, const Surroundings& around) {
    xml_.children([&] { read_run_child(look, around); });
}

void Story::read_run_child(const RunLook& look, const Surroundings& around) {
    if (read_mark(look, around)) return;
    switch (xml_.tag()) {
        case Tag::rPr:
            return;
        case Tag::t:
            return read_text(look, around, false);
        case Tag::delText:
            return read_text(look, around, true);
        case Tag::instrText:
        case Tag::delInstrText:
            return read_instruction();
        case Tag::fldChar:
            return read_field_char(look, around);
        case Tag::sym:
        case Tag::symEx:
            return read_symbol(look, around);
        case Tag::footnote:
        case Tag::endnote:
            return read_note_in_place();
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
        case Tag::ins:
        case Tag::del:
        case Tag::moveFrom:
        case Tag::moveTo:
        case Tag::annotation:
            if (const auto inside = inside_change(around)) read_run_content(look, *inside);
            return;
        default:
            return read_run_content(look, around);
    }
}

// Elements of a run that hold no text: white space, breaks, marks of notes. False at others.
bool Story::read_mark(const RunLook& look, const Surroundings& around) {
    const auto white = [&](bool line) {
        if (!open_ || !refusal(look, around).empty()) return;
        line ? open_->text.line_break() : open_->text.tab();
    };
    switch (xml_.tag()) {
        case Tag::tab:
        case Tag::ptab:
            white(false);
            return true;
        case Tag::br:
            if (kind_ == StoryKind::body && xml_.value(Tag::type) == "page") ++letter_.page_breaks.made;
            white(true);
            return true;
        case Tag::cr:
            white(true);
            return true;
        case Tag::lastRenderedPageBreak:
            if (kind_ == StoryKind::body) ++letter_.page_breaks.rendered;
            return true;
        case Tag::noBreakHyphen:
            add_text("-", look, around);
            return true;
        case Tag::dayShort:  // today's date, in parts (17.3.3)
        case Tag::monthShort:
        case Tag::yearShort:
        case Tag::dayLong:
        case Tag::monthLong:
        case Tag::yearLong:
            if (refusal(look, around).empty()) report_changing("DATE");
            return true;
        case Tag::footnoteReference:
            read_note_reference(letter_.footnotes, around);
            return true;
        case Tag::endnoteReference:
            read_note_reference(letter_.endnotes, around);
            return true;
        case Tag::commentReference:
            if (letter_.settings.comments) read_note_reference(letter_.comments, around);
            return true;
        case Tag::softHyphen:  // shown at a line end only
        case Tag::footnoteRef:
        case Tag::endnoteRef:
        case Tag::annotationRef:
        case Tag::separator:
        case Tag::continuationSeparator:
        case Tag::binData:
            return true;
        default:
            return false;
    }
}

void Story::read_instruction() {
    const std::string text = xml_.all_text();
    letter_.tally.refuse("field instruction", text::count_visible(text));
    if (!fields_.empty() && !fields_.back().in_result && fields_.back().instruction.size() < 4096)
        fields_.back().instruction += text;
}

// Word 2003 writes notes where their marks stand.
void Story::read_note_in_place() {
    NoteKind& kind = xml_.tag() == Tag::footnote ? letter_.footnotes : letter_.endnotes;
    Story note(letter_, xml_, part_, StoryKind::note);
    note.read();
    const std::string id = letter_.add_inline_note(kind, note.take());
    letter_.refer(kind, id, {});
    if (open_) open_->text.mark(pending_link("note:" + std::string(kind.name) + id));
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

// Why text with this look is not printed here; empty when it is.
std::string_view Story::refusal(const RunLook& look, const Surroundings& around) const {
    if (!around.refused.empty()) return around.refused;
    if (in_instruction()) return "field instruction";
    for (const FieldState& field : fields_) {
        if (field.kind == FieldKind::silent) return "field that prints nothing";
        if (field.kind == FieldKind::form) return "replaced by the state of a form field";
    }
    if (look.is(Toggle::vanish)) return "hidden text";
    if (look.size < least_size) return "too small";
    const char32_t behind = look.behind == automatic ? ground() : look.behind;
    if (const std::string_view reason = why_unseen(look.colour, behind);
        !reason.empty() && !why_unseen(look.contour, behind).empty())
        return reason;
    if (in_prompt_) return "prompt of an empty form";
    return {};
}

// What is behind a text that has nothing of its own behind it; `automatic` is white paper.
char32_t Story::ground() const {
    if (kind_ != StoryKind::body && kind_ != StoryKind::note) return some_colour;
    if (open_) {
        std::optional<char32_t> shade = open_->properties.shade;
        if (!shade && open_->style) shade = open_->style->paragraph.shade;
        if (shade.value_or(automatic) != automatic) return *shade;
    }
    const char32_t table = table_ground();
    return table == automatic ? letter_.page_colour : table;
}

// The look of a text as the document model knows it.
sheaf::Style Story::style_of(const RunLook& look, const Surroundings& around) const {
    sheaf::Style style;
    style.bold = look.is(Toggle::bold);
    style.italic = look.is(Toggle::italic);
    style.strike = look.is(Toggle::strike);
    style.superscript = look.align == VerticalAlign::superscript || around.superscript;
    style.underline = look.underline;
    style.size = look.size;
    style.link = around.link;
    style.change = around.change;
    if (!look.language.empty() && primary(look.language) != primary(letter_.language))
        style.language = look.language;
    for (auto field = fields_.rbegin(); field != fields_.rend(); ++field) {
        if (style.link.empty() && field->kind == FieldKind::link) style.link = field->link;
        if (style.field.empty() && field->kind == FieldKind::changing) style.field = field->name;
    }
    return style;
}

void Story::add_text(std::string_view text, const RunLook& look, const Surroundings& around, Origin origin) {
    if (text.empty()) return;
    Tally& tally = letter_.tally;
    const std::uint64_t counted = origin == Origin::text_element ? text::count_visible(text) : 0;
    if (const std::string_view reason = refusal(look, around); !reason.empty()) {
        if (in_instruction()) instruction_text_ += counted;
        if (in_prompt_) prompt_ += text;
        return tally.refuse(reason, counted);
    }
    if (bound_ && origin == Origin::text_element && !agrees_with_data(text)) {
        bound_->stale += text;
        put_rest_of_data(look, around);
        return tally.refuse("replaced by the data it is bound to", counted);
    }
    if (!open_) open_ = Paragraph();
    if (open_contents_ > 0) open_->in_contents = true;
    for (FieldState& field : fields_)
        if (field.shown.size() < longest_shown) field.shown += text;

    sheaf::Style style = style_of(look, around);
    std::string shown;
    const text::SymbolFont font = look.font.empty() ? text::SymbolFont::none : text::symbol_font(look.font);
    if (font != text::SymbolFont::none) {
        for (std::size_t at = 0; at < text.size();)
            text::append(shown, text::symbol(font, text::next(text, at)));
        text = shown;
    } else if (look.is(Toggle::caps) || look.is(Toggle::small_caps)) {
        text = shown = capitals(text);
    }
    if (std::exchange(behind_formula_, false) &&
        (text::is_ascii_digit(text[0]) || text::is_ascii_letter(text[0])))
        open_->text.space();
    const bool raised = style.superscript,
               lowered = look.align == VerticalAlign::subscript || around.subscript;
    if ((raised || lowered) &&
        as_raised(open_->text, text, shown, raised, around.superscript || around.subscript))
        style.superscript = false;
    if (has_private(text)) style.font = look.font;
    tally.read += open_->text.add(text, style, tally) - counted;  // may be fewer: a symbol may show a blank
}

void Story::read_symbol(const RunLook& look, const Surroundings& around) {
    const auto code = hexadecimal(xml_.value(Tag::char_));
    if (!code || *code < 0x20 || *code > 0x10FFFF || (*code >= 0xD800 && *code < 0xE000)) return;
    RunLook own = look;
    own.font = xml_.value(Tag::font);
    const text::SymbolFont font = text::symbol_font(own.font);
    std::string shown;
    text::append(shown,
                 font == text::SymbolFont::none ? text::unicode_of_symbol(*code) : text::symbol(font, *code));
    if (bound_ && refusal(own, around).empty() && !agrees_with_data(shown))
        return put_rest_of_data(look, around);
    // Mapped already, unless the font has no Unicode character for the code.
    if (!has_private(shown)) own.font.clear();
    add_text(shown, own, around);
}

}  // namespace sheaf::docx
