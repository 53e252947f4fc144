// Tables (ECMA-376 part 1, 17.4): cells with their spans; layout tables and tables of one cell are opened up.
#include <algorithm>
#include <utility>

#include "alternatives.hpp"
#include "drafts/tables.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {

struct Story::TableState {
    std::size_t first = 0;  ///< draft of the table in the flow
    const Style* style = nullptr;
    bool borders = false, look_stated = false, first_row_look = false, first_column_look = false;
    char32_t shade = automatic, cell_shade = automatic;  ///< behind the table, and behind the cell
    std::vector<int> widths;                             ///< of the grid's columns, twips
    int row = -1, column = 0;                            ///< where the reader is; columns of the grid
    int rows = 0, cells = 0, columns = 0;
    bool headers_so_far = true;
    bool row_is_header = false;
    int before = 0, after = 0;  ///< columns of the grid that the row leaves out in front and behind
    int lead = 0;               ///< columns in front that the next cell covers, too
    bool row_dropped = false;   ///< a tracked change takes the row away
    /// By column of the grid: the cell that a vertical merge continues, and how wide it is.
    struct Origin {
        std::size_t draft = 0;
        bool open = false;
    };
    std::vector<Origin> origins;
    std::size_t last_cell = 0;  ///< for horizontal merges
    TableState* outer = nullptr;
    Flow misplaced;  ///< blocks that stand between rows or cells
};

namespace {

constexpr int widest_table = 1000;  // columns; Word allows 63
constexpr int sliver = 300;         // twips: no column of words is so narrow

bool is_text_content(const XmlReader& xml) {
    return xml.tag() == Tag::p || xml.tag() == Tag::tbl || xml.tag() == Tag::r || xml.tag() == Tag::t;
}

}  // namespace

std::pair<const Style*, const RunProperties*> Story::table_look() const {
    if (!table_ || !table_->style) return {nullptr, nullptr};
    const RunProperties* condition = nullptr;
    if (table_->first_row_look && table_->row == 0)
        condition = &table_->style->condition.first_row;
    else if (table_->first_column_look && table_->column == 0)
        condition = &table_->style->condition.first_column;
    return {table_->style, condition};
}

void Story::read_table() {
    // A paragraph cannot go on inside a table.
    if (open_) {
        carried_ = false;
        emit_paragraph(*open_);
        open_.reset();
    }
    TableState table;
    table.first = flow_.size();
    table.outer = table_;
    Draft draft;
    draft.block.kind = BlockKind::table;
    add_draft(std::move(draft));
    const BlockId container = std::exchange(container_, BlockId{static_cast<std::uint32_t>(table.first)});
    const std::vector<ListPlace> list = std::exchange(list_, {});
    table_ = &table;
    read_rows(table);
    table_ = table.outer;
    container_ = container;
    list_ = list;
    if (only_arranges(flow_, table.first, {table.rows, table.cells, table.columns, table.borders}))
        open_up(flow_, table.first);
    append(flow_, std::move(table.misplaced), container_);
}

// Content that stands where only rows or cells may stand still is content: it follows the table.
void Story::read_misplaced(TableState& table) {
    Story inner(letter_, xml_, part_, kind_);
    inner.read_block();
    append(table.misplaced, inner.take(), {});
}

void Story::read_table_properties(TableState& table) {
    xml_.children([&] {
        if (xml_.tag() == Tag::tblStyle) table.style = letter_.styles.find(xml_.value());
        if (xml_.tag() == Tag::tblBorders) table.borders = draws_border(xml_) || table.borders;
        if (xml_.tag() == Tag::shd) table.shade = shading(xml_);
        if (xml_.tag() == Tag::tblLook) {
            table.look_stated = true;
            const std::string_view mask = xml_.value();
            const auto flag = [&](Tag name, unsigned of) {
                const auto value = xml_.attribute(name);
                return value ? *value != "0" && *value != "false" : (hexadecimal(mask).value_or(0) & of) != 0;
            };
            table.first_row_look = flag(Tag::firstRow, 0x0020);
            table.first_column_look = flag(Tag::firstColumn, 0x0080);
        }
    });
    if (table.style && table.style->borders) table.borders = true;
    if (table.style && table.style->shaded) table.shade = some_colour;
}

void Story::read_rows(TableState& table) {
    xml_.children([&] {
        switch (xml_.tag()) {
            case Tag::tblPr:
                return read_table_properties(table);
            case Tag::tblGrid:
                xml_.children([&] {
                    if (xml_.tag() == Tag::gridCol)
                        table.widths.push_back(integer(xml_, Tag::w).value_or(sliver));
                });
                return;
            case Tag::tr:
                return read_row(table);
            case Tag::sdt:
                return read_content_control([&] { read_rows(table); });
            case Tag::AlternateContent:
                return read_alternatives([&] { read_rows(table); });
            case Tag::ins:
            case Tag::del:
            case Tag::moveFrom:
            case Tag::moveTo:
            case Tag::annotation:
                if (!change_drops_block()) read_rows(table);
                return;
            case Tag::bookmarkStart:
                anchors_.push_back("bookmark:" + std::string(xml_.value(Tag::name)));
                return;
            case Tag::tblPrEx:
                return;
            case Tag::p:
            case Tag::tbl:
            case Tag::r:
            case Tag::t:
            case Tag::tc:
                return read_misplaced(table);
            default:
                return read_rows(table);
        }
    });
}

void Story::read_row_properties(TableState& table) {
    const auto columns = [&] { return std::clamp(integer(xml_).value_or(0), 0, widest_table); };
    xml_.children([&] {
        if (xml_.tag() == Tag::tblHeader && table.headers_so_far) table.row_is_header = on_off(xml_);
        if (xml_.tag() == Tag::gridBefore) table.before = columns();
        if (xml_.tag() == Tag::gridAfter) table.after = columns();
        if (xml_.tag() == Tag::del) {
            ++letter_.deletions;
            table.row_dropped = table.row_dropped || letter_.settings.changes == Changes::accept;
        }
        if (xml_.tag() == Tag::ins) {
            ++letter_.insertions;
            table.row_dropped = table.row_dropped || letter_.settings.changes == Changes::reject;
        }
    });
    table.column = table.before;
}

// Takes away what stands in the flow from there on.
void Story::drop_from(std::size_t at, std::string_view reason) {
    Flow gone(std::make_move_iterator(flow_.begin() + static_cast<std::ptrdiff_t>(at)),
              std::make_move_iterator(flow_.end()));
    flow_.resize(at);
    letter_.tally.refuse(reason, count_text(gone));
}

void Story::read_row(TableState& table) {
    ++table.row;
    table.column = table.before = table.after = table.lead = 0;
    table.last_cell = 0;
    table.row_dropped = false;
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::row;
    add_draft(std::move(draft));
    const BlockId container = std::exchange(container_, BlockId{static_cast<std::uint32_t>(at)});
    table.row_is_header =
        table.row == 0 && table.first_row_look && table.style && table.style->condition.has_first_row;
    xml_.children([&] {
        if (xml_.tag() == Tag::trPr)
            read_row_properties(table);
        else if (xml_.tag() == Tag::tc)
            read_cell(table);
        else if (xml_.tag() == Tag::sdt)
            read_content_control([&] { read_cells(table); });
        else if (is_text_content(xml_))
            read_misplaced(table);
        else
            read_cells(table);
    });
    if (table.row_dropped) {
        container_ = container;
        drop_from(at, letter_.settings.changes == Changes::accept ? "tracked deletion" : "tracked insertion");
        --table.row;
        return;
    }
    leave_out(table, table.column, table.after);
    container_ = container;
    ++table.rows;
    if (!table.row_is_header) table.headers_so_far = false;
    flow_[at].block.header = table.row_is_header;
    table.columns = std::max(table.columns, table.column);
}

// Columns that a row leaves out (17.4.15, 17.4.14): an empty cell keeps the others under their columns.
// Slivers, by which edges are out of line, belong to the cell next to them.
void Story::leave_out(TableState& table, int from, int columns) {
    if (columns == 0) return;
    int width = 0;
    for (int k = from; k < from + columns; ++k)
        width += static_cast<std::size_t>(k) < table.widths.size() ? table.widths[static_cast<std::size_t>(k)]
                                                                   : sliver;
    if (width < sliver) {
        int& span = table.last_cell != 0 ? flow_[table.last_cell].block.column_span : table.lead;
        span += columns;
        return;
    }
    Draft draft;
    draft.block.kind = BlockKind::cell;
    draft.block.header = table.row_is_header;
    draft.block.column_span = columns;
    add_draft(std::move(draft));
}

void Story::read_cells(TableState& table) {
    xml_.children([&] {
        if (xml_.tag() == Tag::tc) return read_cell(table);
        if (xml_.tag() == Tag::sdt) return read_content_control([&] { read_cells(table); });
        if (xml_.tag() == Tag::AlternateContent) return read_alternatives([&] { read_cells(table); });
        if (is_text_content(xml_)) return read_misplaced(table);
        read_cells(table);
    });
}

Story::CellProperties Story::read_cell_properties(TableState& table) {
    CellProperties cell;
    const Changes changes = letter_.settings.changes;
    xml_.children([&] {
        const auto merge = [&] {
            return xml_.value() == "restart" || xml_.value() == "rest" ? CellProperties::restart
                                                                       : CellProperties::goes_on;
        };
        switch (xml_.tag()) {
            case Tag::gridSpan:
                cell.span = std::clamp(integer(xml_).value_or(1), 1, widest_table);
                return;
            case Tag::vMerge:
            case Tag::vmerge:
                cell.vertical = merge();
                return;
            case Tag::hMerge:
            case Tag::hmerge:
                cell.horizontal = merge();
                return;
            case Tag::tcBorders:
                table.borders = draws_border(xml_) || table.borders;
                return;
            case Tag::shd:
                table.cell_shade = shading(xml_);
                return;
            case Tag::cellDel:
                ++letter_.deletions;
                if (changes == Changes::accept) cell.dropped = "tracked deletion";
                return;
            case Tag::cellIns:
                ++letter_.insertions;
                if (changes == Changes::reject) cell.dropped = "tracked insertion";
                return;
            default:
                return;
        }
    });
    return cell;
}

void Story::read_cell(TableState& table) {
    if (table.before > 0) leave_out(table, 0, std::exchange(table.before, 0));
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::cell;
    draft.block.header = table.row_is_header;
    add_draft(std::move(draft));
    const BlockId container = std::exchange(container_, BlockId{static_cast<std::uint32_t>(at)});
    list_.clear();
    table.cell_shade = automatic;
    CellProperties cell;
    xml_.children([&] {
        if (xml_.tag() != Tag::tcPr) return read_block();
        cell = read_cell_properties(table);
    });
    if (bound_) put_rest_of_data(look_of({}), {});
    if (open_) {
        carried_ = false;
        emit_paragraph(*open_);
        open_.reset();
    }
    container_ = container;
    if (!cell.dropped.empty()) return drop_from(at, cell.dropped);
    place_cell(table, cell, at);
}

// Puts the cell that was read into its columns, or into the cell that it is merged with.
void Story::place_cell(TableState& table, const CellProperties& cell, std::size_t at) {
    flow_[at].block.column_span = cell.span + std::exchange(table.lead, 0);

    const int column = table.column;
    table.column = std::min(table.column + cell.span, widest_table);
    if (table.origins.size() < static_cast<std::size_t>(table.column))
        table.origins.resize(static_cast<std::size_t>(table.column));
    TableState::Origin& origin = table.origins[static_cast<std::size_t>(std::min(column, widest_table - 1))];

    if (cell.vertical == CellProperties::goes_on && origin.open) {
        drop_from(at, "covered by a merged cell");
        ++flow_[origin.draft].block.row_span;
        return;
    }
    if (cell.horizontal == CellProperties::goes_on && table.last_cell != 0) {
        drop_from(at, "covered by a merged cell");
        flow_[table.last_cell].block.column_span += cell.span;
        return;
    }
    origin = {at, cell.vertical == CellProperties::restart};
    table.last_cell = at;
    ++table.cells;
}

// The colour behind the cell that is being read; `automatic` is that of the page.
char32_t Story::table_ground() const {
    for (const TableState* table = table_; table; table = table->outer) {
        if (table->cell_shade != automatic) return table->cell_shade;
        if (table->style) {
            const TableStyleCondition& look = table->style->condition;
            const bool any = !table->look_stated;
            const bool row = (any || table->first_row_look) && table->row == 0,
                       column = (any || table->first_column_look) && table->column == 0;
            if ((row && look.first_row_shaded) || (column && look.first_column_shaded)) return some_colour;
        }
        if (table->shade != automatic) return table->shade;
    }
    return automatic;
}

}  // namespace sheaf::docx
