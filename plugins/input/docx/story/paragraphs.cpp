// Paragraphs: what kind of block each is, and its label.
#include <algorithm>
#include <utility>

#include "drafts/labels.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {
namespace {

constexpr int indent_tolerance = 100;  // twips: 5 points, less than any list indents

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
        report_private(draft.block);
        add_draft(std::move(draft));
    }
    for (Flow& flow : paragraph.after) append(flow_, std::move(flow), container_);
    paragraph.after.clear();
}

// A symbol without a meaning is a doubt where it is text, and none where it is a bullet.
void Story::report_private(const Block& block) {
    if (block.kind == BlockKind::furniture) return;
    for (const Span& span : block.spans)
        if (!span.style.font.empty())
            letter_.report_once(Severity::doubtful, "docx-private-symbol",
                                "the text has a symbol of the font '" + span.style.font +
                                    "' that has no Unicode character: it cannot be read",
                                {.line = xml_.line(), .part = xml_.part()},
                                "look in the letter what it shows");
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
    if (!computed && block.text.find('\t') == std::string::npos)
        split_typed_label(block, [&](std::size_t at) { return paragraph.text.tab_before(at); });

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
    if (is_numbered_paragraph(block) && !(list && list->bullet)) {
        block.basis = computed ? "numbered by a list" : "number typed";
        list_level(indent, list, false);
        return;
    }
    block.kind = BlockKind::list_item;
    block.level = list_level(indent, list, true);
    block.basis = computed ? "list level " + std::to_string(list->level + 1) : "label typed";
}

}  // namespace sheaf::docx
