// Tables (ODF 1.3 part 3, 9): cells with their spans; tables that only arrange text are opened up.
#include <algorithm>
#include <utility>

#include "story.hpp"

namespace sheaf::odt {
namespace {

constexpr int widest = 1000;    // columns
constexpr int tallest = 65534;  // rows

bool collapsed(const xmlNode* node) {
    const std::string visible = value(node, "visibility");
    return visible == "collapse" || visible == "filter";
}

}  // namespace

/// Adds a block that holds those which follow; returns the one that held them before.
BlockId Story::open_container(Draft draft) {
    const auto at = static_cast<std::uint32_t>(flow_.size());
    add_draft(std::move(draft));
    return std::exchange(container_, BlockId{at});
}

void Story::read_table(const xmlNode* node) {
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::table;
    const BlockId container = open_container(std::move(draft));
    const std::vector<ListState> lists = std::exchange(lists_, {});
    const std::vector<int> places = std::exchange(places_, {});
    const char32_t ground = ground_;
    Table table;
    if (const char32_t own = shade("table", value(node, "style-name")); own != automatic) ground_ = own;
    read_columns(node, table);
    read_rows(node, table, false);
    container_ = container;
    lists_ = lists;
    places_ = places;
    ground_ = ground;
    if (only_arranges(flow_, at, table.shape)) open_up(flow_, at);
    put_notes();
}

void Story::read_columns(const xmlNode* node, Table& table) const {
    children(node, [&](const xmlNode* child) {
        const std::string name = name_of(child);
        if (name == "table:table-columns" || name == "table:table-header-columns" ||
            name == "table:table-column-group")
            return read_columns(child, table);
        if (name != "table:table-column") return;
        const int count = number(attribute(child, "number-columns-repeated"), 1, 1, widest);
        const std::size_t size =
            std::min<std::size_t>(table.hidden.size() + static_cast<std::size_t>(count), widest);
        table.hidden.resize(size, collapsed(child));
    });
}

void Story::read_rows(const xmlNode* node, Table& table, bool header) {
    children(node, [&](const xmlNode* child) {
        const std::string name = name_of(child);
        if (name == "table:table-row")
            read_row(child, table, header);
        else if (name == "table:table-rows" || name == "table:table-row-group")
            read_rows(child, table, header);
        else if (name == "table:table-header-rows")
            read_rows(child, table, true);
        else if (name.starts_with("text:") && name != "text:soft-page-break")
            read_stray(child, table);
    });
}

/// A block that damage has left between the rows gets a row of its own, with one cell.
void Story::read_stray(const xmlNode* node, Table& table) {
    const BlockId container = container_;
    for (const BlockKind kind : {BlockKind::row, BlockKind::cell}) {
        Draft draft;
        draft.block.kind = kind;
        open_container(std::move(draft));
    }
    places_.clear();
    read_block(node);
    finish();
    container_ = container;
    ++table.shape.rows;
    ++table.shape.cells;
    table.shape.columns = std::max(table.shape.columns, 1);
}

void Story::read_row(const xmlNode* node, Table& table, bool header) {
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::row;
    draft.block.header = header;
    const BlockId container = open_container(std::move(draft));
    const std::string_view refused = refused_;
    if (collapsed(node)) refused_ = "hidden text";
    const char32_t ground = ground_;
    if (const char32_t own = shade("table-row", value(node, "style-name")); own != automatic) ground_ = own;
    table.column = 0;
    children(node, [&](const xmlNode* cell) {
        const std::string name = name_of(cell);
        const int repeated = number(attribute(cell, "number-columns-repeated"), 1, 1, widest);
        if (name == "table:table-cell") {
            for (int k = 0; k < (cell->children ? 1 : repeated) && table.column < widest; ++k)
                read_cell(cell, table, header);
        } else if (name == "table:covered-table-cell") {
            letter_.tally.refuse("covered by a merged cell", count_below(cell));
            table.column = std::min(table.column + repeated, widest);
        }
    });
    ground_ = ground;
    const bool hidden = !refused_.empty() && refused.empty();
    refused_ = refused;
    container_ = container;
    if (hidden) {
        flow_.resize(at);
        return;
    }
    ++table.shape.rows;
    table.shape.columns = std::max(table.shape.columns, table.column);
}

void Story::read_cell(const xmlNode* node, Table& table, bool header) {
    const auto column = static_cast<std::size_t>(table.column++);
    const std::string style = value(node, "style-name");
    Draft draft;
    draft.block.kind = BlockKind::cell;
    draft.block.header = header;
    draft.block.column_span = number(attribute(node, "number-columns-spanned"), 1, 1, widest);
    draft.block.row_span = number(attribute(node, "number-rows-spanned"), 1, 1, tallest);
    const BlockId container = open_container(std::move(draft));
    const std::string_view refused = refused_;
    if (refused_.empty() && column < table.hidden.size() && table.hidden[column]) refused_ = "hidden text";
    table.shape.borders =
        table.shape.borders ||
        styles().along("table-cell", style, [](const Style& s) { return s.ruled; }).value_or(false);
    const char32_t ground = ground_;
    if (const char32_t own = shade("table-cell", style); own != automatic) ground_ = own;
    places_.clear();
    walk(node);
    finish();
    ground_ = ground;
    refused_ = refused;
    container_ = container;
    ++table.shape.cells;
}

}  // namespace sheaf::odt
