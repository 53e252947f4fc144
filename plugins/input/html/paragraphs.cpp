// Paragraphs, headings and items of lists.
#include <algorithm>
#include <utility>

#include "drafts/labels.hpp"
#include "nodes.hpp"
#include "sheaf/text.hpp"
#include "walk.hpp"

namespace sheaf::web {
namespace {

// The sign of a list's items that its own attribute says (CSS Lists 3).
std::string list_style(const xmlNode* node) {
    const std::string style = attribute(node, "style").value_or("");
    for (const std::string_view property : {"list-style-type:", "list-style:"}) {
        const std::size_t at = style.find(property);
        if (at == std::string::npos) continue;
        const std::size_t value = at + property.size();
        std::string sign = text::squeeze(std::string_view(style).substr(value, style.find(';', at) - value));
        if (!sign.starts_with('"') && !sign.starts_with('\''))
            sign.resize(std::min(sign.find(' '), sign.size()));
        return sign;
    }
    return {};
}

int count_items(const xmlNode* list) {
    int count = 0;
    for (const xmlNode* child = list->children; child; child = child->next)
        count += is_element(child) && element_of(child) == Element::item;
    return count;
}

std::optional<char> type_of_style(std::string_view style) {
    constexpr std::pair<std::string_view, char> types[] = {
        {"decimal", '1'},     {"lower-alpha", 'a'}, {"lower-latin", 'a'}, {"upper-alpha", 'A'},
        {"upper-latin", 'A'}, {"lower-roman", 'i'}, {"upper-roman", 'I'}};
    for (const auto& [name, type] : types)
        if (name == style) return type;
    return std::nullopt;
}

}  // namespace

void Reader::end_paragraph() {
    if (!open_) return;
    ParagraphText text = std::move(*open_);
    open_.reset();
    const bool printed = text.has_text();
    if (printed) {
        Draft draft;
        text.finish(draft.block, tally_);
        decide_kind(draft.block);
        add(std::move(draft));
    }
    for (Draft& draft : std::exchange(after_, {})) {
        if (!furniture_.empty()) draft.block.kind = BlockKind::furniture;
        add(std::move(draft));
    }
}

void Reader::add(Draft draft) {
    draft.block.parent = container_;
    if (draft.block.kind == BlockKind::furniture) draft.block.basis = std::string(furniture_);
    draft.anchors = std::exchange(anchors_, {});
    flow_.push_back(std::move(draft));
}

void Reader::decide_kind(Block& block) {
    if (!furniture_.empty()) {
        block.kind = BlockKind::furniture;
        if (const std::string label = std::exchange(label_, {}); !label.empty()) {
            block.label = label;
            tally_.read += text::count_visible(label);
        }
        return;
    }
    if (heading_ > 0) {
        block.kind = BlockKind::heading;
        block.level = heading_;
        block.basis = "tag h" + std::to_string(heading_);
        return;
    }
    if (!label_.empty()) {
        block.label = std::exchange(label_, {});
        tally_.read += text::count_visible(block.label);
    } else {
        split_typed_label(block, [](std::size_t) { return false; });
    }
    if (block.label.empty()) return;
    if (is_numbered_paragraph(block)) {
        block.basis = lists_.empty() ? "number typed" : "numbered by a list";
        return;
    }
    block.kind = BlockKind::list_item;
    block.level = std::max<int>(1, static_cast<int>(lists_.size()));
    block.basis = lists_.empty() ? "label typed" : "tag li";
}

void Reader::read_list(const xmlNode* node, Element element, const Look& look, int depth) {
    end_paragraph();
    List list;
    list.ordered = element == Element::ordered_list;
    if (list.ordered && attribute(node, "reversed")) list.step = -1;
    list.next = number(attribute(node, "start"), list.step < 0 ? count_items(node) : 1, -1000000, 1000000);
    const std::string type = value(node, "type"), style = list_style(node);
    if (list.ordered && type.size() == 1) list.type = type[0];
    if (list.ordered) list.type = type_of_style(style).value_or(list.type);
    // Not what HTML says of `ul`, but what the input `text` writes for the signs that an author has typed.
    if (!list.ordered && type.size() <= 3 && !text::has_letter(type) && !type.empty()) list.bullet = type;
    if (style == "none") {
        list.ordered = false;
        list.bullet.clear();
    }
    if (style.size() >= 2 && (style[0] == '"' || style[0] == '\'')) {
        list.ordered = false;
        list.bullet = text::squeeze(std::string_view(style).substr(1, style.find(style[0], 1) - 1));
    }
    lists_.push_back(list);
    walk_children(node, look, depth);
    end_paragraph();
    lists_.pop_back();
}

void Reader::read_item(const xmlNode* node, const Look& look, int depth) {
    end_paragraph();
    label_.clear();
    const bool bare = lists_.empty();
    if (bare) lists_.emplace_back();
    List& list = lists_.back();
    if (const auto value = attribute(node, "value"); value && list.ordered)
        list.next = number(value, list.next, -1000000, 1000000);
    label_ = list.ordered ? print_number(list.next, list.type) + "." : list.bullet;
    list.next += list.step;
    walk_children(node, look, depth);
    end_paragraph();
    label_.clear();
    if (bare) lists_.pop_back();
}

}  // namespace sheaf::web
