// Paragraphs, headings and lists: what kind of block each is, and its label.
#include <algorithm>
#include <utility>

#include "drafts/labels.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::odt {
namespace {

bool says_hidden(const xmlNode* paragraph) {
    for (const xmlNode* child = paragraph->children; child; child = child->next)
        if (is_element(child) && name_of(child) == "text:hidden-paragraph" &&
            value(child, "is-hidden") == "true")
            return true;
    return false;
}

}  // namespace

void Story::read_paragraph(const xmlNode* node) {
    if (!(carried_ && open_)) open_.emplace();
    carried_ = false;
    Paragraph& paragraph = *open_;
    const std::string style = value(node, "style-name");
    paragraph.style = styles().find("paragraph", style);
    paragraph.shade = shade("paragraph", style);
    const auto master = styles().along("paragraph", style, [](const Style& s) {
        return s.master.empty() ? std::optional<std::string>() : s.master;
    });
    if (kind_ == StoryKind::body) {
        if (!letter_.first_master) letter_.first_master = master.value_or(std::string());
        if (master) letter_.masters.insert(*master);
    }
    const bool heading = name_of(node) == "text:h";
    if (heading) paragraph.outline = number(attribute(node, "outline-level"), 1, 1, most_levels);
    number_paragraph(paragraph, node);
    Around around;
    around.look = styles().text("paragraph", style);
    if (says_hidden(node)) around.refused = "hidden text";
    read_inlines(node, around);
    // A tracked paragraph mark that is rejected is none: the next paragraph goes on in this one.
    if (!insertions_.empty() && letter_.settings.changes == Changes::reject) {
        carried_ = true;
        return;
    }
    end_paragraph();
}

void Story::end_paragraph() {
    Paragraph paragraph = std::move(*open_);
    open_.reset();
    if (!paragraph.text.empty() || (!paragraph.label.empty() && refused_.empty())) {
        Draft draft;
        draft.block.label = paragraph.label;
        letter_.tally.read += text::count_visible(paragraph.label);
        paragraph.text.finish(draft.block, letter_.tally);
        decide_kind(draft, paragraph);
        add_draft(std::move(draft));
    }
    for (Flow& flow : paragraph.after) append(flow_, std::move(flow), container_);
    put_notes();
}

// Footnotes follow the block with their mark, or the table that it is in.
void Story::put_notes() {
    if (!container_) append(flow_, std::exchange(notes_, {}), {});
}

void Story::add_draft(Draft draft) {
    draft.block.parent = container_;
    draft.anchors.insert(draft.anchors.end(), anchors_.begin(), anchors_.end());
    anchors_.clear();
    flow_.push_back(std::move(draft));
}

// ---- Lists

void Story::read_list(const xmlNode* node) {
    ListState state;
    const ListState* outer = lists_.empty() ? nullptr : &lists_.back();
    state.style = attribute(node, "style-name").value_or(outer ? outer->style : std::string());
    if (!state.style.empty() && state.style == styles().outline_name())
        state.counters = letter_.lists.outline();
    else if (outer && outer->style == state.style)
        state.counters = outer->counters;
    else
        state.counters = letter_.lists.begin(node, state.style);
    // A paragraph behind the inner list goes on in the outer item and is not numbered.
    if (outer) lists_.back().pending = false;
    lists_.push_back(state);
    children(node, [&](const xmlNode* item) {
        const std::string name = name_of(item);
        ListState& own = lists_.back();
        own.pending = name == "text:list-item";
        own.item_style = value(item, "style-override");
        own.start.reset();
        if (attribute(item, "start-value"))
            own.start = number(attribute(item, "start-value"), 1, 0, 1'000'000);
        name == "text:list-item" || name == "text:list-header" ? walk(item) : read_block(item);
    });
    lists_.pop_back();
}

// A paragraph that is an item without a list around it (ODF 1.3 part 3, 5.3.6).
void Story::read_numbered(const xmlNode* node) {
    ListState state;
    state.style = value(node, "style-name");
    state.counters = letter_.lists.numbered(value(node, "list-id") + "/" + state.style);
    state.pending = true;
    if (attribute(node, "start-value")) state.start = number(attribute(node, "start-value"), 1, 0, 1'000'000);
    const int level = number(attribute(node, "level"), 1, 1, most_levels);
    const std::vector<ListState> outer = std::exchange(lists_, {});
    lists_.assign(static_cast<std::size_t>(level), state);
    walk(node);
    lists_ = outer;
}

void Story::number_paragraph(Paragraph& paragraph, const xmlNode* node) {
    if (lists_.empty()) {
        if (paragraph.outline > 0) number_heading(paragraph, node);
        return;
    }
    ListState& item = lists_.back();
    const int level = std::min(static_cast<int>(lists_.size()), most_levels) - 1;
    paragraph.list = item.counters.get();
    if (!std::exchange(item.pending, false) || value(node, "is-list-header") == "true") return;
    std::string style = item.item_style.empty() ? item.style : item.item_style;
    if (style.empty() && paragraph.style)
        style = styles()
                    .along("paragraph", paragraph.style->name, [](const Style& s) { return s.list; })
                    .value_or(std::string());
    const ListStyle* list = styles().list(style);
    if (!list || !refused_.empty()) return;
    item.counters->advance(*list, level, std::exchange(item.start, {}));
    set_label(paragraph, *list, level, *item.counters);
}

// A heading outside lists is numbered by the outline, unless its style has a list of its own, or none.
void Story::number_heading(Paragraph& paragraph, const xmlNode* node) {
    if (value(node, "is-list-header") == "true" || !refused_.empty() || kind_ != StoryKind::body) return;
    if (paragraph.style) {
        const auto list =
            styles().along("paragraph", paragraph.style->name, [](const Style& s) { return s.list; });
        if (list && *list != styles().outline_name()) return;
    }
    const ListStyle& outline = styles().outline();
    std::optional<int> start;
    if (value(node, "restart-numbering") == "true")
        start = number(attribute(node, "start-value"), 1, 0, 1'000'000);
    Counters& counters = *letter_.lists.outline();
    counters.advance(outline, paragraph.outline - 1, start);
    set_label(paragraph, outline, paragraph.outline - 1, counters);
}

void Story::set_label(Paragraph& paragraph, const ListStyle& style, int level, const Counters& counters) {
    paragraph.level = level;
    paragraph.label = text::squeeze(text::to_nfc(counters.label(style, level, letter_.unknown_format)));
    const ListLevel::Kind kind = style[static_cast<std::size_t>(level)].kind;
    paragraph.bullet = kind == ListLevel::Kind::bullet || kind == ListLevel::Kind::picture;
}

// The nesting of a list item among the items before it.
int Story::list_level(const Paragraph& paragraph, bool item) {
    const int level = std::max(paragraph.level, 0);
    if (!paragraph.list) places_.clear();
    while (!places_.empty() && places_.back() > level) places_.pop_back();
    if (!item) return 0;
    if (places_.empty() || places_.back() < level) places_.push_back(level);
    return static_cast<int>(places_.size());
}

// ---- Kinds

// A heading by its outline level, or by a style of title.
bool Story::keep_as_heading(Block& block, const Paragraph& paragraph) const {
    if (block.text.empty()) return false;
    int level = paragraph.outline;
    block.basis = "outline level " + std::to_string(level);
    if (level == 0 && paragraph.style) {
        const Style* style = paragraph.style;
        // Automatic styles are named by numbers; what they are based on has the name.
        if (const Style* parent = styles().find("paragraph", style->parent);
            parent && style->shown == style->name)
            style = parent;
        const std::string name = text::fold(style->shown);
        level = name == "title" ? 1 : name == "subtitle" ? 2 : 0;
        block.basis = "style " + style->shown;
    }
    if (level > 0) {
        block.kind = BlockKind::heading;
        block.level = std::min(level, 9);
    } else {
        block.basis.clear();
    }
    return level > 0;
}

void Story::decide_kind(Draft& draft, const Paragraph& paragraph) {
    Block& block = draft.block;
    if (kind_ == StoryKind::furniture) {
        block.kind = BlockKind::furniture;
        return;
    }
    if (in_contents_) {
        block.basis = "toc: index";
        return;
    }
    const bool computed = !block.label.empty();
    if (!computed) split_typed_label(block, [&](std::size_t at) { return paragraph.text.tab_before(at); });
    if (keep_as_heading(block, paragraph)) {
        places_.clear();
        return;
    }
    if (block.label.empty()) {
        list_level(paragraph, false);
        return;
    }
    if (is_numbered_paragraph(block) && !paragraph.bullet) {
        block.basis = computed ? "numbered by a list" : "number typed";
        list_level(paragraph, false);
        return;
    }
    block.kind = BlockKind::list_item;
    block.level = list_level(paragraph, true);
    block.basis = computed ? "list level " + std::to_string(paragraph.level + 1) : "label typed";
}

}  // namespace sheaf::odt
