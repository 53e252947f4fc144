// Tables: cells with their spans; those that only lay out are opened up.
#include <algorithm>
#include <iterator>
#include <utility>

#include "drafts/tables.hpp"
#include "nodes.hpp"
#include "sheaf/text.hpp"
#include "walk.hpp"

namespace sheaf::web {
namespace {

constexpr int widest = 1000;  // columns that one cell may span

}  // namespace

void Reader::read_table(const xmlNode* node, const Look& look, int depth) {
    end_paragraph();
    if (table_) ++table_->nested;
    Table table{flow_.size()};
    table.laid_out = has_role(node, {"presentation", "none"});
    Table* const outer = std::exchange(table_, &table);
    const std::vector<List> lists = std::exchange(lists_, {});
    const BlockId container = open_container(BlockKind::table);
    read_rows(node, look, depth);
    container_ = container;
    lists_ = lists;
    table_ = outer;
    if (!look.furniture.empty() || table.laid_out || table.cells <= 1 || table.columns <= 1 ||
        table.nested > 0)
        open_up(flow_, table.first);
}

void Reader::read_rows(const xmlNode* node, const Look& look, int depth) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (!is_element(child)) {
            refuse_between(child);
            continue;
        }
        const Element element = element_of(child);
        const std::string_view name = name_of(child);
        if (element == Element::row) {
            read_row(child, look, depth + 1);
        } else if (name == "thead" || name == "tbody" || name == "tfoot") {
            in_head_ = name == "thead";
            read_rows(child, look, depth + 1);
            in_head_ = false;
        } else if (element != Element::unseen) {
            // A caption, or what stands where only rows may: it comes in front of the table.
            read_in_front(child, look, depth + 1);
        }
    }
}

// Words that stand between rows or cells are in no place of the table.
void Reader::refuse_between(const xmlNode* node) {
    if (is_text(node))
        tally_.read_and_refuse("between the cells of a table", text::count_visible(view(node->content)));
    else if (is_element(node) && element_of(node) != Element::unseen)
        tally_.read_and_refuse("between the cells of a table", count_below(node));
}

void Reader::read_in_front(const xmlNode* node, const Look& look, int depth) {
    const BlockId container = std::exchange(container_, BlockId{});
    Flow rows(std::make_move_iterator(flow_.begin() + static_cast<std::ptrdiff_t>(table_->first)),
              std::make_move_iterator(flow_.end()));
    flow_.resize(table_->first);
    container_ = rows.front().block.parent;
    const std::size_t before = flow_.size();
    walk(node, look, depth);
    end_paragraph();
    const auto moved = static_cast<std::uint32_t>(flow_.size() - before);
    for (Draft& draft : rows) {
        if (draft.block.parent && draft.block.parent.value >= table_->first)
            draft.block.parent.value += moved;
        flow_.push_back(std::move(draft));
    }
    table_->first += moved;
    container_ = BlockId{container.value + moved};
}

BlockId Reader::open_container(BlockKind kind) {
    Draft draft;
    draft.block.kind = kind;
    draft.block.parent = container_;
    flow_.push_back(std::move(draft));
    return std::exchange(container_, BlockId{static_cast<std::uint32_t>(flow_.size() - 1)});
}

void Reader::read_row(const xmlNode* node, const Look& look, int depth) {
    const BlockId container = open_container(BlockKind::row);
    const std::size_t at = flow_.size() - 1;
    int columns = 0;
    bool all_headers = true;
    for (const xmlNode* child = node->children; child; child = child->next) {
        const Element element = is_element(child) ? element_of(child) : Element::unseen;
        if (element != Element::cell && element != Element::header_cell) {
            refuse_between(child);
            continue;
        }
        const BlockId row = open_container(BlockKind::cell);
        const std::size_t cell = flow_.size() - 1;
        flow_[cell].block.column_span = number(attribute(child, "colspan"), 1, 1, widest);
        flow_[cell].block.row_span = number(attribute(child, "rowspan"), 1, 1, 65534);
        flow_[cell].block.header = element == Element::header_cell || in_head_;
        all_headers = all_headers && flow_[cell].block.header;
        columns += flow_[cell].block.column_span;
        ++table_->cells;
        walk_children(child, look, depth + 1);
        end_paragraph();
        container_ = row;
    }
    flow_[at].block.header = columns > 0 && all_headers;
    table_->columns = std::max(table_->columns, columns);
    container_ = container;
}

}  // namespace sheaf::web
