// Tables (ECMA-376 part 1, 17.4): cells with their spans; layout tables and tables of one cell are opened up.
#include <algorithm>
#include <utility>

#include "alternatives.hpp"
#include "sheaf/text.hpp"
#include "story.hpp"

namespace sheaf::docx {

struct Story::TableState {
    std::size_t first = 0;  ///< draft of the table in the flow
    const Style* style = nullptr;
    bool borders = false, first_row_look = false, first_column_look = false;
    int row = -1, column = 0;  ///< where the reader is; columns of the grid
    int rows = 0, cells = 0, columns = 0;
    bool headers_so_far = true;
    bool row_is_header = false;
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

bool is_text_content(const XmlReader& xml) {
    return xml.tag() == Tag::p || xml.tag() == Tag::tbl || xml.tag() == Tag::r || xml.tag() == Tag::t;
}

bool bit(std::string_view hexadecimal, unsigned mask) {
    unsigned value = 0;
    for (const char c : hexadecimal.substr(0, 8)) {
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : 0;
        value = value * 16 + static_cast<unsigned>(digit);
    }
    return (value & mask) != 0;
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
    open_if_layout(table);
    append(flow_, std::move(table.misplaced), container_);
}

// Content that stands where only rows or cells may stand still is content: it follows the table.
void Story::read_misplaced(TableState& table) {
    Story inner(letter_, xml_, part_, kind_);
    inner.read_block();
    append(table.misplaced, inner.take(), {});
}

void Story::read_rows(TableState& table) {
    xml_.children([&] {
        switch (xml_.tag()) {
            case Tag::tblPr:
                xml_.children([&] {
                    if (xml_.tag() == Tag::tblStyle) table.style = letter_.styles.find(xml_.value());
                    if (xml_.tag() == Tag::tblBorders) table.borders = draws_border(xml_) || table.borders;
                    if (xml_.tag() == Tag::tblLook) {
                        const std::string_view mask = xml_.value();
                        const auto flag = [&](Tag name, unsigned of) {
                            const auto value = xml_.attribute(name);
                            return value ? *value != "0" && *value != "false" : bit(mask, of);
                        };
                        table.first_row_look = flag(Tag::firstRow, 0x0020);
                        table.first_column_look = flag(Tag::firstColumn, 0x0080);
                    }
                });
                if (table.style && table.style->borders) table.borders = true;
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
            case Tag::tblGrid:
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

void Story::read_row(TableState& table) {
    ++table.row;
    table.column = 0;
    table.last_cell = 0;
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::row;
    add_draft(std::move(draft));
    const BlockId container = std::exchange(container_, BlockId{static_cast<std::uint32_t>(at)});
    table.row_is_header =
        table.row == 0 && table.first_row_look && table.style && table.style->condition.has_first_row;
    bool dropped = false;
    const auto properties = [&] {
        xml_.children([&] {
            if (xml_.tag() == Tag::tblHeader && table.headers_so_far) table.row_is_header = on_off(xml_);
            if (xml_.tag() == Tag::gridBefore)
                table.column = std::clamp(integer(xml_).value_or(0), 0, widest_table);
            if (xml_.tag() == Tag::del) {
                ++letter_.deletions;
                dropped = dropped || letter_.settings.changes == Changes::accept;
            }
            if (xml_.tag() == Tag::ins) {
                ++letter_.insertions;
                dropped = dropped || letter_.settings.changes == Changes::reject;
            }
        });
    };
    xml_.children([&] {
        if (xml_.tag() == Tag::trPr)
            properties();
        else if (xml_.tag() == Tag::tc)
            read_cell(table);
        else if (xml_.tag() == Tag::sdt)
            read_content_control([&] { read_cells(table); });
        else if (is_text_content(xml_))
            read_misplaced(table);
        else
            read_cells(table);
    });
    container_ = container;
    if (dropped) {
        // A row that a tracked change takes away.
        Flow gone(std::make_move_iterator(flow_.begin() + static_cast<std::ptrdiff_t>(at)),
                  std::make_move_iterator(flow_.end()));
        flow_.resize(at);
        letter_.tally.refuse(
            letter_.settings.changes == Changes::accept ? "tracked deletion" : "tracked insertion",
            count_text(gone));
        --table.row;
        return;
    }
    ++table.rows;
    if (!table.row_is_header) table.headers_so_far = false;
    flow_[at].block.header = table.row_is_header;
    table.columns = std::max(table.columns, table.column);
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

void Story::read_cell(TableState& table) {
    const std::size_t at = flow_.size();
    Draft draft;
    draft.block.kind = BlockKind::cell;
    draft.block.header = table.row_is_header;
    add_draft(std::move(draft));
    const BlockId container = std::exchange(container_, BlockId{static_cast<std::uint32_t>(at)});
    list_.clear();
    int span = 1;
    enum { separate, restart, goes_on } vertical = separate, horizontal = separate;
    xml_.children([&] {
        if (xml_.tag() != Tag::tcPr) return read_block();
        xml_.children([&] {
            const auto merge = [&] {
                return xml_.value() == "restart" || xml_.value() == "rest" ? restart : goes_on;
            };
            if (xml_.tag() == Tag::gridSpan) span = std::clamp(integer(xml_).value_or(1), 1, widest_table);
            if (xml_.tag() == Tag::vMerge || xml_.tag() == Tag::vmerge) vertical = merge();
            if (xml_.tag() == Tag::hMerge || xml_.tag() == Tag::hmerge) horizontal = merge();
            if (xml_.tag() == Tag::tcBorders) table.borders = draws_border(xml_) || table.borders;
        });
    });
    if (open_) {
        carried_ = false;
        emit_paragraph(*open_);
        open_.reset();
    }
    container_ = container;
    flow_[at].block.column_span = span;

    const int column = table.column;
    table.column = std::min(table.column + span, widest_table);
    if (table.origins.size() < static_cast<std::size_t>(table.column))
        table.origins.resize(static_cast<std::size_t>(table.column));
    TableState::Origin& origin = table.origins[static_cast<std::size_t>(std::min(column, widest_table - 1))];

    const auto merged_away = [&](std::size_t into, bool downwards) {
        Flow gone(std::make_move_iterator(flow_.begin() + static_cast<std::ptrdiff_t>(at)),
                  std::make_move_iterator(flow_.end()));
        flow_.resize(at);
        letter_.tally.refuse("covered by a merged cell", count_text(gone));
        if (downwards)
            ++flow_[into].block.row_span;
        else
            flow_[into].block.column_span += span;
    };
    if (vertical == goes_on && origin.open) return merged_away(origin.draft, true);
    if (horizontal == goes_on && table.last_cell != 0) return merged_away(table.last_cell, false);
    origin = {at, vertical == restart};
    table.last_cell = at;
    ++table.cells;
}

// A table that only arranges text is opened up: one cell, one column without rules, or whole stretches of
// text in its cells. So is a table without a word.
void Story::open_if_layout(TableState& table) {
    int filled = 0, headings = 0, texts = 0, most = 0, in_cell = 0, nested = 0, figures = 0;
    std::size_t cell = 0;
    for (std::size_t k = table.first + 1; k < flow_.size(); ++k) {
        const Block& block = flow_[k].block;
        if (block.kind == BlockKind::table) ++nested;
        if (block.kind == BlockKind::row) continue;
        if (block.kind == BlockKind::cell) {
            cell = k;
            in_cell = 0;
            continue;
        }
        if (block.kind == BlockKind::table) continue;
        if (block.kind == BlockKind::figure) ++figures;
        ++texts;
        if (block.kind == BlockKind::heading && !flow_[cell].block.header) ++headings;
        if (++in_cell == 1) ++filled;
        most = std::max(most, in_cell);
    }
    const char* why = nullptr;
    if (texts == 0)
        why = "empty";
    else if (table.cells <= 1)
        why = "one cell";
    else if (table.columns <= 1 && !table.borders)
        why = "one column without rules";
    else if (filled <= 1 && !table.borders)
        why = "one filled cell";
    else if (headings > 0 && (most >= 3 || nested > 0))
        why = "sections inside";
    else if (!table.borders && table.rows == 1)
        why = "one row without rules";
    else if (!table.borders && nested > 0)
        why = "tables inside, without rules";
    if (!why) return;
    // This table's own containers go, those of tables inside it stay.
    std::vector<bool> own(flow_.size() - table.first, false);
    own[0] = true;
    for (std::size_t k = table.first + 1; k < flow_.size(); ++k) {
        const Block& block = flow_[k].block;
        const bool structure = block.kind == BlockKind::row || block.kind == BlockKind::cell;
        own[k - table.first] = structure && block.parent && block.parent.value >= table.first &&
                               own[block.parent.value - table.first];
    }
    const std::size_t first = table.first;
    dissolve(flow_, first, [&](std::size_t k) { return static_cast<bool>(own[k - first]); });
}

}  // namespace sheaf::docx
