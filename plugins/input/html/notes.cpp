// Notes of a page: HTML has no element for them. A raised number that leads to another place of the page is a
// note's mark, and what stands there is the note.
#include <utility>

#include "nodes.hpp"
#include "sheaf/text.hpp"
#include "walk.hpp"

namespace sheaf::web {
namespace {

constexpr std::size_t longest_mark = 8;  // bytes: `[12]`, `***`

std::string text_below(const xmlNode* node) {
    std::string all;
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (is_text(child)) all += view(child->content);
        if (is_element(child)) all += text_below(child);
    }
    return all;
}

const xmlNode* only_child(const xmlNode* node) {
    const xmlNode* only = nullptr;
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (is_text(child) && text::count_visible(view(child->content)) == 0) continue;
        if (only) return nullptr;
        only = child;
    }
    return only;
}

// Whether all that an element holds is raised.
bool is_raised(const xmlNode* node) {
    while (node && is_element(node) && element_of(node) != Element::superscript) node = only_child(node);
    return node && is_element(node);
}

const xmlNode* place_named(const xmlNode* node, std::string_view name) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (!is_element(child)) continue;
        if (attribute(child, "id") == name || (name_of(child) == "a" && attribute(child, "name") == name))
            return child;
        if (const xmlNode* found = place_named(child, name)) return found;
    }
    return nullptr;
}

bool is_place_of_note(const xmlNode* node) {
    switch (element_of(node)) {
        case Element::block:
        case Element::item:
            return true;
        default:
            return false;
    }
}

}  // namespace

// At a link: whether it is a note's mark, which is printed here when the notes are read.
bool Reader::read_mark(const xmlNode* node, const Look& look) {
    const std::string to = attribute(node, "href").value_or("");
    if (to.size() < 2 || to[0] != '#' || !look.refused.empty() || !look.furniture.empty()) return false;
    std::string mark = text::squeeze(text_below(node));
    if (mark.empty() || mark.size() > longest_mark) return false;
    if (note_ && !text::has_letter(mark)) {
        tally_.read_and_refuse("link back to the mark of a note", text::count_visible(mark));
        return true;
    }
    const bool raised = look.raised || has_role(node, {"doc-noteref"}) || is_raised(node);
    if (note_ || !raised) return false;
    const xmlNode* place = place_named(xmlDocGetRootElement(node->doc), to.substr(1));
    while (place && !is_place_of_note(place) && is_element(place->parent)) place = place->parent;
    if (!place || !is_place_of_note(place)) return false;
    for (const xmlNode* above = node; above; above = above->parent)
        if (above == place) return false;
    if (mark.front() == '[' && mark.back() == ']') mark = mark.substr(1, mark.size() - 2);
    const std::string key = pending_link("id:" + to.substr(1));
    text_of_paragraph().mark(key);
    marks_.emplace(key, mark);
    notes_.emplace(place, key);
    return true;
}

// At an element that a mark leads to: it and what is in it are a note.
bool Reader::read_note(const xmlNode* node, const Look& look, int depth) {
    const auto found = notes_.find(node);
    if (found == notes_.end() || note_) return false;
    end_paragraph();
    Flow outer = std::exchange(flow_, {});
    const BlockId container = std::exchange(container_, {});
    const std::vector<List> lists = std::exchange(lists_, {});
    Table* const table = std::exchange(table_, nullptr);
    note_ = true;
    walk_children(node, look, depth);
    end_paragraph();
    note_ = false;
    table_ = table;
    lists_ = lists;
    container_ = container;
    make_footnotes(flow_, "note");
    Draft& first = flow_.front();
    first.anchors.push_back(found->second.substr(1));
    // The mark is the note's label; where it is typed, too, it is no text.
    const std::string& mark = marks_.at(found->second);
    if (first.block.text.starts_with(mark + " ")) {
        cut_front(first.block, mark.size() + 1);
        tally_.refuse("link back to the mark of a note", text::count_visible(mark));
    }
    append(outer, std::move(flow_), container_);
    flow_ = std::move(outer);
    return true;
}

}  // namespace sheaf::web
