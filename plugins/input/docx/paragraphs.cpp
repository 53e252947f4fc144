// Paragraphs: what kind of block each is, and its label.
#include <algorithm>
#include <utility>

#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {
namespace {

constexpr int indent_tolerance = 100;  // twips: 5 points, less than any list indents

// `4.11`, `4.11.`: numbers on more than one level.
bool is_multi_level_decimal(std::string_view label) {
    while (label.ends_with('.') || label.ends_with(')')) label.remove_suffix(1);
    bool dot = false;
    for (std::size_t k = 0; k < label.size(); ++k) {
        if (label[k] == '.') {
            if (k == 0 || label[k - 1] == '.') return false;
            dot = true;
        } else if (label[k] < '0' || label[k] > '9') {
            return false;
        }
    }
    return dot;
}

// A whole sentence of some length, as numbered paragraphs are and entries of short lists are not.
bool is_prose(std::string_view text) {
    const auto spaces = std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; });
    const char last = text.empty() ? '\0' : text.back();
    return spaces >= 7 && (last == '.' || last == '?' || last == '!' || last == ':' || text.size() > 140);
}

}  // namespace

RunLook Story::look_of(const RunProperties& run) const {
    // table_ is null outside tables; its style and condition are found by the table code.
    const auto [table_style, condition] = table_look();
    return letter_.styles.look(table_style, condition, open_ ? open_->style : nullptr, run);
}

void Story::read_paragraph() {
    // A paragraph whose mark is deleted or hidden goes on in this one, which gives it its properties.
    const bool goes_on = carried_ && open_;
    if (!goes_on) open_ = Paragraph();
    carried_ = false;
    open_->properties = {};
    open_->style = letter_.styles.paragraph_style({});
    const bool reject = letter_.settings.changes == Changes::reject;
    std::optional<SectionSetup> section;  // ends with this paragraph, so it counts from the next
    xml_.children([&] {
        if (xml_.tag() == Tag::pPr) {
            open_->properties =
                read_paragraph_properties(xml_, reject, [&] { section = read_section_properties(); });
            open_->style = letter_.styles.paragraph_style(open_->properties);
            return;
        }
        read_inline({});
        if (!open_) open_ = Paragraph();
    });
    if (section && kind_ == StoryKind::body) letter_.sections.push_back(std::move(*section));
    finish_paragraph();
}

void Story::finish_paragraph() {
    Paragraph& paragraph = *open_;
    const ParagraphProperties& properties = paragraph.properties;
    const Changes changes = letter_.settings.changes;
    const bool mark_gone = (properties.mark.deleted && changes == Changes::accept) ||
                           (properties.mark.inserted && changes == Changes::reject);
    if (properties.mark.deleted) ++letter_.deletions;
    if (properties.mark.inserted) ++letter_.insertions;
    const bool hidden_mark = !properties.mark.spec_vanish && look_of(properties.mark).is(Toggle::vanish) &&
                             !properties.section_end;
    if (properties.drop_cap && paragraph.text.has_text()) {
        carried_ = true;
        return;
    }
    if (mark_gone || hidden_mark) {
        // An empty one leaves nothing behind, a printed one joins the next.
        carried_ = !paragraph.text.empty() || !paragraph.after.empty();
        if (!carried_) open_.reset();
        return;
    }
    emit_paragraph(paragraph);
    open_.reset();
}

void Story::add_draft(Draft draft) {
    draft.block.parent = container_;
    draft.anchors.insert(draft.anchors.end(), anchors_.begin(), anchors_.end());
    anchors_.clear();
    flow_.push_back(std::move(draft));
}

void Story::emit_paragraph(Paragraph& paragraph) {
    Draft draft;
    const bool printed = !paragraph.text.empty();
    const std::optional<ListLabel>& list = number(paragraph);
    if (printed || (list && !list->text.empty())) {
        if (list) {
            draft.block.label = list->text;
            letter_.tally.read += text::count_visible(list->text);
        }
        paragraph.text.finish(draft.block, letter_.tally);
        decide_kind(draft, paragraph);
        add_draft(std::move(draft));
    }
    for (Flow& flow : paragraph.after) append(flow_, std::move(flow), container_);
    paragraph.after.clear();
}

// The paragraph's place in a list: found once, where the first numbering field or the paragraph's end asks
// for it.
const std::optional<ListLabel>& Story::number(Paragraph& paragraph) {
    if (!std::exchange(paragraph.numbered, true) &&
        (kind_ != StoryKind::furniture || paragraph.properties.number))
        paragraph.list = letter_.numbering.advance(paragraph.properties, paragraph.style, letter_.styles);
    return paragraph.list;
}

// The paragraph's outline level, 0 to 8, or -1; `basis` learns what says so.
int Story::outline_of(const Paragraph& paragraph, std::string* basis) const {
    if (!paragraph.properties.outline)
        return paragraph.style ? letter_.styles.heading_level(*paragraph.style, basis) : -1;
    const int outline = *paragraph.properties.outline <= 8 ? *paragraph.properties.outline : -1;
    if (basis) *basis = "outline level " + std::to_string(outline + 1);
    return outline;
}

// The nesting of a list item by its indentation among the items before it; other paragraphs only end lists
// that are indented more than they are.
int Story::list_level(int indent, const std::optional<ListLabel>& list, bool item) {
    const int instance = list ? list->instance : -1;
    const int level = list ? list->level : 0;
    while (!list_.empty()) {
        const ListPlace& last = list_.back();
        const bool same_list = list && last.instance == instance;
        const bool ends =
            same_list && last.level != level ? last.level > level : last.indent > indent + indent_tolerance;
        if (!ends) break;
        list_.pop_back();
    }
    if (!item) return 0;
    const bool deeper =
        list_.empty() || (list && list_.back().instance == instance && list_.back().level != level
                              ? list_.back().level < level
                              : list_.back().indent < indent - indent_tolerance);
    if (deeper)
        list_.push_back({indent, instance, level});
    else
        list_.back() = {list_.back().indent, instance, level};
    return static_cast<int>(list_.size());
}

void Story::split_typed_label(Block& block, const Paragraph& paragraph) {
    const auto label = text::leading_label(block.text);
    if (!label) return;
    // What the words alone leave open, the tab behind the label decides; the same rule as for PDF, where it
    // is the room behind the label.
    if (!paragraph.text.tab_before(label->text_at)) {
        const char last = label->printed.back();
        std::size_t at = label->text_at;
        const char32_t next = text::next(block.text, at);
        at = 0;
        const char32_t first = text::next(label->printed, at);
        const bool dash =
            first == '-' || first == '*' || (first >= 0x2010 && first <= 0x2014) || first == 0x2212;
        switch (label->kind) {
            case text::Label::Kind::bullet:
                if (dash) return;
                break;
            case text::Label::Kind::number:
                // `4.11 In few instances`, `3. The`; not `1.5 million`, not `12 people`.
                if (last != '.' && last != ')' &&
                    (label->printed.find('.') == std::string_view::npos || !text::is_upper(next)))
                    return;
                break;
            case text::Label::Kind::letter:
            case text::Label::Kind::roman:
                if (last != ')') return;
                break;
        }
    }
    block.label = std::string(label->printed);
    cut_front(block, label->text_at);
}

void Story::decide_kind(Draft& draft, const Paragraph& paragraph) {
    Block& block = draft.block;
    const std::optional<ListLabel>& list = paragraph.list;
    if (kind_ == StoryKind::furniture) {
        block.kind = BlockKind::furniture;
        return;
    }
    const Style* style = paragraph.style;
    if (paragraph.in_contents || (style && Styles::is_contents_entry(*style))) {
        block.basis = paragraph.in_contents ? "toc: field" : "toc: style " + style->name;
        return;
    }
    std::string basis;
    const int outline = outline_of(paragraph, &basis);
    const bool computed = list && !list->text.empty();
    if (!computed && block.text.find('\t') == std::string::npos) split_typed_label(block, paragraph);

    const int own_indent = paragraph.properties.indent.value_or(-1);
    const int style_indent = style ? style->paragraph.indent.value_or(-1) : -1;
    const int list_indent = list && list->indent ? *list->indent : -1;
    const bool direct = paragraph.properties.number.has_value();
    int indent = own_indent;
    if (indent < 0)
        indent = direct ? (list_indent >= 0 ? list_indent : style_indent)
                        : (style_indent >= 0 ? style_indent : list_indent);
    indent = std::max(indent, 0);

    if (outline >= 0 && !block.text.empty()) {
        block.kind = BlockKind::heading;
        block.level = std::clamp(outline + 1, 1, 9);
        block.basis = basis;
        list_.clear();
        return;
    }
    if (block.label.empty()) {
        list_level(indent, list, false);
        return;
    }
    const bool number = block.label[0] >= '0' && block.label[0] <= '9' && !(list && list->bullet);
    const bool numbered_paragraph = number && (is_multi_level_decimal(block.label) || is_prose(block.text));
    if (numbered_paragraph) {
        block.basis = computed ? "numbered by a list" : "number typed";
        list_level(indent, list, false);
        return;
    }
    block.kind = BlockKind::list_item;
    block.level = list_level(indent, list, true);
    block.basis = computed ? "list level " + std::to_string(list->level + 1) : "label typed";
}

}  // namespace sheaf::docx
