#include "layout/structure.hpp"

#include <algorithm>
#include <map>

#include "layout/lines.hpp"
#include "layout/roles.hpp"

namespace sheaf::pdf {
namespace {

/// Where in the tree the walk is.
struct Place {
    std::int32_t group = -1;  ///< block that inline content belongs to
    int list_depth = 0;
    bool in_item = false;  ///< inside LI, before its first block
    bool note = false;
};

class TagWalk {
  public:
    TagWalk(const Structure& structure, Skeleton& skeleton) : nodes_(structure.nodes), skeleton_(skeleton) {
        first_child_.assign(nodes_.size(), -1);
        next_.assign(nodes_.size(), -1);
        std::vector<std::int32_t> last(nodes_.size(), -1);
        for (std::size_t n = 0; n < nodes_.size(); ++n) {
            const std::int32_t parent = nodes_[n].parent;
            const auto id = static_cast<std::int32_t>(n);
            std::int32_t& tail = parent < 0 ? last_root_ : last[static_cast<std::size_t>(parent)];
            std::int32_t& head = parent < 0 ? first_root_ : first_child_[static_cast<std::size_t>(parent)];
            if (tail < 0)
                head = id;
            else
                next_[static_cast<std::size_t>(tail)] = id;
            tail = id;
        }
        has_content_.assign(nodes_.size(), false);
        for (const ContentRef& ref : structure.refs)
            if (ref.node >= 0) has_content_[static_cast<std::size_t>(ref.node)] = true;
        group_of.assign(nodes_.size(), -1);
    }

    void run() { children(first_root_, {}, skeleton_.items); }

    std::vector<std::int32_t> group_of;  ///< by node

  private:
    std::int32_t new_group() {
        skeleton_.groups.emplace_back();
        return static_cast<std::int32_t>(skeleton_.groups.size() - 1);
    }

    Item& new_item(std::vector<Item>& out, std::int32_t node, std::int32_t group, const Place& place) {
        Item& item = out.emplace_back();
        item.node = node;
        item.group = group;
        item.list_depth = place.list_depth;
        if (place.note) item.kind = BlockKind::footnote;
        return item;
    }

    /// Elements from `node` on, siblings of each other. Inline elements outside any block share one.
    void children(std::int32_t node, Place place, std::vector<Item>& out) {
        std::int32_t shared = -1;
        for (; node >= 0; node = next_[static_cast<std::size_t>(node)]) {
            const Role role = role_of(nodes_[static_cast<std::size_t>(node)].role);
            if (role == Role::inline_ && place.group < 0) {
                if (shared < 0) {
                    shared = new_group();
                    new_item(out, node, shared, place).inline_in =
                        nodes_[static_cast<std::size_t>(node)].parent;
                }
                Place inside = place;
                inside.group = shared;
                element(node, role, inside, out);
            } else {
                if (role != Role::inline_) shared = -1;
                element(node, role, place, out);
                if (place.in_item && (role == Role::leaf || (role == Role::body && started_))) {
                    // Only an item's first block shares the line with its label.
                    place.in_item = false;
                    place.group = -1;
                }
            }
        }
    }

    void element(std::int32_t id, Role role, Place place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        // Elements without meaning of their own: inside a block, what they hold is the block's.
        if (place.group >= 0 && (nodes_[n].role == "NonStruct" || nodes_[n].role == "Private"))
            role = place.in_item ? Role::body : Role::inline_;
        switch (role) {
            case Role::inline_:
                group_of[n] = place.group;
                return children(first_child_[n], place, out);
            case Role::leaf:
                return leaf(id, place, out);
            case Role::item:
                return list_item(id, place, out);
            case Role::label:
            case Role::body:
                return label_or_body(id, role, place, out);
            case Role::list:
                return list(id, place, out);
            case Role::table:
                return table(id, place, out);
            case Role::figure:
                return figure(id, place, out);
            case Role::note:
                return note(id, place, out);
            case Role::row:
            case Role::cell:
            case Role::container:
                return container(id, role, place, out);
        }
    }

    void leaf(std::int32_t id, const Place& place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        if (place.in_item && place.group >= 0) {
            // A paragraph inside a list item: with the label, one block.
            group_of[n] = place.group;
            if (nodes_[n].role[0] == 'H') out[item_at_].node = id;
            started_ = true;
        } else {
            group_of[n] = new_group();
            new_item(out, id, group_of[n], place);
        }
        Place inside = place;
        inside.group = group_of[n];
        inside.in_item = false;
        children(first_child_[n], inside, out);
    }

    void list_item(std::int32_t id, const Place& place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        group_of[n] = new_group();
        item_at_ = out.size();
        Item& item = new_item(out, id, group_of[n], place);
        item.list_start = true;
        if (!place.note) item.kind = BlockKind::list_item;
        Place inside = place;
        inside.group = group_of[n];
        inside.in_item = true;
        started_ = false;
        children(first_child_[n], inside, out);
        started_ = false;
    }

    void label_or_body(std::int32_t id, Role role, Place place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        const std::int32_t child = first_child_[n];
        if (place.group < 0) {
            group_of[n] = new_group();
            new_item(out, id, group_of[n], place);
            place.group = group_of[n];
        } else {
            group_of[n] = place.group;
        }
        if (role == Role::label) {
            if (place.in_item && (has_content_[n] || child >= 0)) {
                out[item_at_].tagged_label = true;
                out[item_at_].label_node = id;
            }
            // Whatever a label holds is in the label's line.
            return inline_all(child, place.group);
        }
        if (has_content_[n]) started_ = true;
        if (started_ && place.in_item) place.in_item = false;
        // Direct content of the body is the item; blocks inside follow it.
        if (place.in_item)
            children(child, place, out);
        else
            body_children(child, place, out);
    }

    void list(std::int32_t id, Place place, std::vector<Item>& out) {
        place.group = -1;
        place.in_item = false;
        ++place.list_depth;
        const std::size_t item = item_at_;
        const bool started = started_;
        children(first_child_[static_cast<std::size_t>(id)], place, out);
        item_at_ = item;
        started_ = started;
    }

    /// Rows of rows of items; what is no row goes before the table.
    void table(std::int32_t id, Place place, std::vector<Item>& out) {
        Item item;
        item.kind = BlockKind::table;
        item.node = id;
        item.list_depth = place.list_depth;
        place.group = -1;
        place.in_item = false;
        group_of[static_cast<std::size_t>(id)] = -1;
        rows(first_child_[static_cast<std::size_t>(id)], place, item, out);
        out.push_back(std::move(item));
    }

    void figure(std::int32_t id, const Place& place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        Item item;
        item.kind = BlockKind::figure;
        item.node = id;
        item.alt = nodes_[n].alt;
        out.push_back(std::move(item));
        group_of[n] = new_group();
        Place inside;
        inside.group = group_of[n];
        inside.list_depth = place.list_depth;
        new_item(out, id, group_of[n], inside);
        children(first_child_[n], inside, out);
    }

    void note(std::int32_t id, Place place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        place.note = true;
        place.in_item = false;
        place.group = new_group();
        group_of[n] = place.group;
        new_item(out, id, place.group, place);
        note_children(first_child_[n], place, out);
    }

    void container(std::int32_t id, Role role, const Place& place, std::vector<Item>& out) {
        const auto n = static_cast<std::size_t>(id);
        const std::int32_t child = first_child_[n];
        if (place.group >= 0 && !place.in_item && role == Role::container && child < 0) {
            group_of[n] = place.group;
            return;
        }
        Place inside = place;
        if (!place.in_item) inside.group = -1;
        if (has_content_[n]) {
            group_of[n] = new_group();
            Item& item = new_item(out, id, group_of[n], place);
            // Text that stands in a box with other text: browsers tag each change of style so.
            if (child < 0 && role == Role::container) item.inline_in = nodes_[n].parent;
        }
        children(child, inside, out);
    }

    /// Everything below belongs to one group.
    void inline_all(std::int32_t node, std::int32_t group) {
        for (; node >= 0; node = next_[static_cast<std::size_t>(node)]) {
            group_of[static_cast<std::size_t>(node)] = group;
            inline_all(first_child_[static_cast<std::size_t>(node)], group);
        }
    }

    /// Of a list item's body that has text of its own: inline elements belong to it, blocks stand alone.
    void body_children(std::int32_t node, Place place, std::vector<Item>& out) {
        for (; node >= 0; node = next_[static_cast<std::size_t>(node)]) {
            const Role role = role_of(nodes_[static_cast<std::size_t>(node)].role);
            Place inside = place;
            if (role != Role::inline_) inside.group = -1;
            element(node, role, inside, out);
        }
    }

    /// A note's paragraphs: the first belongs to the note with its label.
    void note_children(std::int32_t node, const Place& place, std::vector<Item>& out) {
        bool first = true;
        for (; node >= 0; node = next_[static_cast<std::size_t>(node)]) {
            const Role role = role_of(nodes_[static_cast<std::size_t>(node)].role);
            if (role == Role::inline_ || role == Role::label || (role == Role::leaf && first)) {
                if (role == Role::leaf) first = false;
                inline_all(first_child_[static_cast<std::size_t>(node)], place.group);
                group_of[static_cast<std::size_t>(node)] = place.group;
            } else {
                Place inside = place;
                inside.group = -1;
                element(node, role, inside, out);
            }
        }
    }

    void rows(std::int32_t node, const Place& place, Item& table, std::vector<Item>& before) {
        for (; node >= 0; node = next_[static_cast<std::size_t>(node)]) {
            const auto n = static_cast<std::size_t>(node);
            const StructNode& element_node = nodes_[n];
            if (element_node.role == "THead" || element_node.role == "TBody" ||
                element_node.role == "TFoot") {
                rows(first_child_[n], place, table, before);
                continue;
            }
            const Role role = role_of(element_node.role);
            if (role != Role::row) {
                element(node, role, place, before);
                continue;
            }
            Item& row = table.children.emplace_back();
            row.kind = BlockKind::row;
            row.node = node;
            for (std::int32_t c = first_child_[n]; c >= 0; c = next_[static_cast<std::size_t>(c)]) {
                const StructNode& cell_node = nodes_[static_cast<std::size_t>(c)];
                const Role cell_role = role_of(cell_node.role);
                if (cell_role == Role::cell || row.children.empty()) {
                    Item& cell = row.children.emplace_back();
                    cell.kind = BlockKind::cell;
                    cell.node = c;
                    cell.header = cell_node.role == "TH";
                    cell.column_span = std::max(1, cell_node.column_span);
                    cell.row_span = std::max(1, cell_node.row_span);
                }
                Item& cell = row.children.back();
                if (cell_role == Role::cell) {
                    if (has_content_[static_cast<std::size_t>(c)]) {
                        group_of[static_cast<std::size_t>(c)] = new_group();
                        new_item(cell.children, c, group_of[static_cast<std::size_t>(c)], place);
                    }
                    children(first_child_[static_cast<std::size_t>(c)], place, cell.children);
                } else {
                    Place inside = place;
                    if (cell_role == Role::inline_) {
                        inside.group = new_group();
                        new_item(cell.children, c, inside.group, place);
                    }
                    element(c, cell_role, inside, cell.children);
                }
            }
        }
    }

    const std::vector<StructNode>& nodes_;
    Skeleton& skeleton_;
    std::vector<std::int32_t> first_child_, next_;
    std::vector<bool> has_content_;
    std::int32_t first_root_ = -1, last_root_ = -1;
    std::size_t item_at_ = 0;  ///< of the list item under way, in the vector that it stands in
    bool started_ = false;     ///< the list item under way has its first block
};

/// Marked content that stands pages away from the rest of its block was tagged by mistake: its page decides where it
/// belongs. The block stays where most of it stands, and on the pages that follow each other from there.
void drop_strays(Skeleton& skeleton, const Content& content) {
    for (auto& group : skeleton.groups) {
        if (group.empty() || group.front().page == group.back().page) continue;  // they stand page by page
        std::map<std::uint32_t, std::uint32_t> pages;
        for (const RunRef& ref : group) pages[ref.page] += content.pages[ref.page].runs[ref.run].count;
        std::uint32_t main = pages.begin()->first;
        for (const auto& [page, count] : pages)
            if (count > pages[main]) main = page;
        std::uint32_t first = main, last = main;
        while (first > 0 && pages.count(first - 1)) --first;
        while (pages.count(last + 1)) ++last;
        std::erase_if(group, [&](const RunRef& ref) {
            if (ref.page >= first && ref.page <= last) return false;
            skeleton.loose[ref.page].push_back(ref);
            return true;
        });
    }
    for (auto& page : skeleton.loose)
        std::sort(page.begin(), page.end(), [](const RunRef& a, const RunRef& b) { return a.run < b.run; });
}

/// `runs` is room to work in.
void fill(Work& work, const Skeleton& skeleton, std::vector<Item>& items, std::vector<std::uint32_t>& runs) {
    for (Item& item : items) {
        fill(work, skeleton, item.children, runs);
        if (item.group < 0) continue;
        item.drawn_label = item.label_node >= 0 && !skeleton.shown[static_cast<std::size_t>(item.label_node)];
        const auto& group = skeleton.groups[static_cast<std::size_t>(item.group)];
        for (std::size_t i = 0; i < group.size();) {
            runs.clear();
            const std::uint32_t page = group[i].page;
            for (; i < group.size() && group[i].page == page; ++i) runs.push_back(group[i].run);
            append_lines(work, page, runs, item.lines);
        }
    }
    std::erase_if(items, [](const Item& item) { return item.is_text() && item.lines.empty(); });
}

}  // namespace

Skeleton join_structure(Work& work) {
    Skeleton skeleton;
    skeleton.loose.resize(work.content.pages.size());
    skeleton.shown.assign(work.content.structure.nodes.size(), false);
    const Structure& structure = work.content.structure;
    TagWalk walk(structure, skeleton);
    const bool ignored = work.tags == Tags::ignore;
    if (!structure.nodes.empty() && !ignored) walk.run();
    for (std::uint32_t p = 0; p < work.content.pages.size(); ++p) {
        const PageContent& page = work.content.pages[p];
        ContentKey last{-1, 0, -1};
        std::int32_t group = -1;
        for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
            if (work.fates[p][r] != Fate::text) continue;
            const Run& run = page.runs[r];
            const ContentKey key{page.number, run.stream, run.mcid};
            if (!(key == last)) {
                const ContentRef* ref = run.mcid >= 0 && !ignored ? structure.find(key) : nullptr;
                group = ref && ref->node >= 0 ? walk.group_of[static_cast<std::size_t>(ref->node)] : -1;
                for (std::int32_t n = ref ? ref->node : -1;
                     n >= 0 && !skeleton.shown[static_cast<std::size_t>(n)];
                     n = structure.nodes[static_cast<std::size_t>(n)].parent)
                    skeleton.shown[static_cast<std::size_t>(n)] = true;
                last = key;
            }
            if (group >= 0)
                skeleton.groups[static_cast<std::size_t>(group)].push_back({p, r});
            else
                skeleton.loose[p].push_back({p, r});
        }
    }
    drop_strays(skeleton, work.content);
    return skeleton;
}

void fill_lines(Work& work, Skeleton& skeleton) {
    std::vector<std::uint32_t> runs;
    fill(work, skeleton, skeleton.items, runs);
}

}  // namespace sheaf::pdf
