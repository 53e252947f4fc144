// What stands in a paragraph: text as it is shown, white space, links, fields.
#include <algorithm>
#include <utility>

#include "drafts/capitals.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::odt {
namespace {

std::string_view primary(std::string_view language) {
    return language.substr(0, language.find('-'));
}

// Fields whose text LibreOffice computes anew, by the names that Word has for them; empty for others.
std::string changing_field(const xmlNode* node, const std::string& name) {
    if (value(node, "fixed") == "true") return {};
    if (name == "text:date") return "DATE";
    if (name == "text:time") return "TIME";
    if (name == "text:print-date" || name == "text:print-time") return "PRINTDATE";
    if (name == "text:modification-date" || name == "text:modification-time") return "SAVEDATE";
    return {};
}

}  // namespace

void Story::read_inlines(const xmlNode* node, const Around& around) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (is_text(child))
            add_text(view(child->content), around, true);
        else if (is_element(child))
            read_inline(child, around);
    }
}

void Story::read_inline(const xmlNode* node, const Around& around) {
    const std::string name = name_of(node);
    if (name == "text:span") return read_span(node, around);
    if (name == "text:a") return read_link(node, around);
    if (read_mark(node, name, around) || read_field(node, name, around)) return;
    if (name.starts_with("text:change")) return read_change(node, name, around);
    if (name == "text:note") return read_note(node, around);
    if (name == "office:annotation") return read_comment(node, around);
    if (name == "draw:control") return read_control(node, around);
    if (name.starts_with("draw:")) return read_drawing(node, around);
    if (name.starts_with("field:fieldmark") || name == "loext:content-control")
        return read_form_field(node, around);
    if (!is_aside(node)) read_inlines(node, around);
}

void Story::read_span(const xmlNode* node, Around around) {
    around.look.take(styles().text("text", value(node, "style-name")));
    read_inlines(node, around);
}

void Story::read_link(const xmlNode* node, Around around) {
    const std::string target = value(node, "href");
    if (target.starts_with("#"))
        // LibreOffice appends what kind of place it is: `#Findings|outline`.
        around.link = pending_link("place:" + target.substr(1, target.find('|') - 1));
    else if (target.starts_with("http:") || target.starts_with("https:") || target.starts_with("mailto:"))
        around.link = text::to_nfc(target);
    around.look.take(styles().text("text", value(node, "style-name")));
    read_inlines(node, around);
}

// Elements that hold no text. False at others.
bool Story::read_mark(const xmlNode* node, const std::string& name, const Around& around) {
    const auto shown = [&] { return open_ && refusal(around).empty(); };
    if (name == "text:s") {
        if (shown()) open_->text.space();
    } else if (name == "text:tab") {
        if (shown()) open_->text.tab();
    } else if (name == "text:line-break") {
        if (shown()) open_->text.line_break();
    } else if (name == "text:bookmark" || name == "text:bookmark-start" || name == "text:reference-mark" ||
               name == "text:reference-mark-start") {
        anchors_.push_back("place:" + value(node, "name"));
    } else if (name != "text:soft-page-break" && name != "office:annotation-end" &&
               name != "text:hidden-paragraph" && name != "text:bookmark-end" &&
               name != "text:reference-mark-end") {
        return false;
    }
    return true;
}

// Fields that print something else than what they hold. False at others.
bool Story::read_field(const xmlNode* node, const std::string& name, const Around& around) {
    if (const std::string field = changing_field(node, name); !field.empty()) {
        Around inside = around;
        inside.field = field;
        read_inlines(node, inside);
        if (kind_ != StoryKind::furniture && refusal(around).empty())
            letter_.report_once(Severity::doubtful, "odt-date-field",
                                "a date in the letter is a " + field +
                                    " field: a reader sees another date than the file holds",
                                Letter::place_of(node), "find out the date that the letter was sent with");
        return true;
    }
    std::string_view reason;
    if (name == "text:number") reason = "number that is computed";
    if (name == "text:script") reason = "script";
    if (name == "text:ruby-text") reason = "phonetic guide";
    if (name == "text:hidden-text" && value(node, "is-hidden") == "true") reason = "hidden text";
    if ((name == "text:variable-set" || name == "text:user-field-get" || name == "text:variable-get") &&
        value(node, "display") == "none")
        reason = "field that prints nothing";
    if (name == "text:placeholder") {
        reason = "prompt of an empty form";
        report_prompt(node);
    }
    if (reason.empty()) return false;
    refuse(node, around.refused.empty() ? reason : around.refused);
    return true;
}

void Story::report_prompt(const xmlNode* node) {
    if (kind_ == StoryKind::furniture) return;
    const std::string prompt = text::squeeze(text_below(node));
    letter_.report_once(Severity::doubtful, "odt-placeholder",
                        "nobody has filled in a part of the letter's form: LibreOffice shows '" +
                            prompt.substr(0, text::boundary(prompt, 80)) + "' there",
                        Letter::place_of(node), "the prompt was left out; look what should stand there");
}

// All text below the node, which was counted as read.
void Story::refuse(const xmlNode* node, std::string_view reason) {
    letter_.tally.refuse(reason, count_below(node, true));
}

// Why text is not printed here; empty when it is.
std::string_view Story::refusal(const Around& around) const {
    if (!refused_.empty()) return refused_;
    if (!around.refused.empty()) return around.refused;
    if (!insertions_.empty() && letter_.settings.changes == Changes::reject) return "tracked insertion";
    if (around.look.hidden.value_or(false)) return "hidden text";
    if (around.look.size.value_or(least_size) < least_size) return "too small";
    const char32_t ink = around.look.clear.value_or(false) ? no_ink : around.look.colour.value_or(automatic);
    const char32_t behind = around.look.behind.value_or(automatic);
    return why_unseen(ink, behind == automatic ? ground() : behind);
}

// What a style puts behind its paragraphs, cells, rows or tables.
char32_t Story::shade(std::string_view family, const std::string& style) const {
    return styles().along(family, style, [](const Style& s) { return s.shade; }).value_or(automatic);
}

// What is behind a text that has nothing of its own behind it.
char32_t Story::ground() const {
    if (kind_ == StoryKind::furniture || kind_ == StoryKind::text_box) return some_colour;
    if (open_ && open_->shade != automatic) return open_->shade;
    return ground_ != automatic ? ground_ : letter_.page_colour;
}

sheaf::Style Story::style_of(const Around& around) const {
    const TextLook& look = around.look;
    sheaf::Style style;
    style.bold = look.bold.value_or(false);
    style.italic = look.italic.value_or(false);
    style.underline = look.underline.value_or(false);
    style.strike = look.strike.value_or(false);
    style.superscript = look.raised.value_or(0) > 0;
    style.size = look.size.value_or(0);
    style.link = around.link;
    style.field = around.field;
    style.change = around.change;
    if (!insertions_.empty() && letter_.settings.changes == Changes::both)
        style.change = letter_.changes[insertions_.back()].mark;
    if (look.language && primary(*look.language) != primary(letter_.styles.language()))
        style.language = *look.language;
    return style;
}

void Story::add_text(std::string_view text, const Around& around, bool counted) {
    const std::uint64_t before = counted ? text::count_visible(text) : 0;
    if (const std::string_view reason = refusal(around); !reason.empty())
        return letter_.tally.refuse(reason, before);
    if (!open_) open_.emplace();
    sheaf::Style style = style_of(around);
    std::string shown;
    const std::string font = around.look.font.value_or(std::string());
    const text::SymbolFont symbols = text::symbol_font(font);
    if (symbols != text::SymbolFont::none) {
        for (std::size_t at = 0; at < text.size();)
            text::append(shown, text::symbol(symbols, text::next(text, at)));
        text = shown;
    } else if (around.look.upper.value_or(false)) {
        text = shown = capitals(text);
    }
    const int raised = around.look.raised.value_or(0);
    if (raised != 0 && as_raised(open_->text, text, shown, raised > 0)) style.superscript = false;
    if (has_private(text)) {
        style.font = font;
        if (kind_ != StoryKind::furniture)
            letter_.report_once(Severity::doubtful, "odt-private-symbol",
                                "the text has a symbol of the font '" + font +
                                    "' that has no Unicode character: it cannot be read",
                                {}, "look in the letter what it shows");
    }
    letter_.tally.read += open_->text.add(text, style, letter_.tally) - before;
}

}  // namespace sheaf::odt
