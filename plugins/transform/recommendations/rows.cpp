#include "rows.hpp"

#include <algorithm>

#include "matching.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::recommendations {

namespace {

struct Cell {
    std::vector<std::uint32_t> blocks;  ///< its text
    std::string folded;
};
struct Row {
    std::vector<Cell> cells;
    bool header = false;
};

std::vector<Row> rows_of(const Document& document, std::uint32_t table) {
    std::vector<Row> rows;
    for (std::uint32_t i = table + 1; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!block.parent || block.parent.value < table) break;
        if (block.kind == BlockKind::row) {
            rows.push_back({{}, block.header});
        } else if (block.kind == BlockKind::cell && !rows.empty()) {
            rows.back().cells.emplace_back();
        } else if (is_text(block) && !rows.empty() && !rows.back().cells.empty()) {
            Cell& cell = rows.back().cells.back();
            cell.blocks.push_back(i);
            cell.folded += (cell.folded.empty() ? "" : " ") + text::fold(block.text);
        }
    }
    return rows;
}

bool any_cell(const Row& row, const std::optional<Pattern>& pattern) {
    return pattern && std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
               return !cell.folded.empty() && pattern->found_in(cell.folded);
           });
}

/// The row heads the table: it names the table or one of its columns.
bool is_head(const Row& row, const Rule& rule) {
    return any_cell(row, rule.table) || any_cell(row, rule.responsible_column) ||
           any_cell(row, rule.deadline_column);
}

/// Whether the row's text is an item by its words; what these say of it is noted in it.
bool matches(const Document& document, const Rule& rule, Item& item) {
    Passage passage;
    for (const Anchor& anchor : item.anchors) {
        if (!passage.text.empty()) passage.text += ' ';
        passage.pieces.push_back({static_cast<std::uint32_t>(passage.text.size()), anchor.block});
        passage.text += document[anchor.block].text;
    }
    const text::Plain plain = text::plain(passage.text);
    const auto match = rule.item->find(plain.text);
    if (match) read_groups(Groups(document, passage, plain, *rule.item, *match), item);
    return match.has_value();
}

/// Whether words of the item stand in several cells.
bool in_several_cells(const Document& document, const Item& item) {
    BlockId first;
    for (const Anchor& anchor : item.anchors) {
        if (!text::has_letter(document[anchor.block].text)) continue;
        BlockId cell = document[anchor.block].parent;
        while (cell && document[cell].kind != BlockKind::cell) cell = document[cell].parent;
        if (!first) first = cell;
        if (cell != first) return true;
    }
    return false;
}

}  // namespace

Items find_rows(const Document& document, std::uint32_t table, const Rule& rule) {
    Items found;
    found.unit = Unit::rows;
    std::size_t responsible = static_cast<std::size_t>(-1), due = responsible;
    for (const Row& row : rows_of(document, table)) {
        if (is_head(row, rule)) {
            for (std::size_t c = 0; c < row.cells.size(); ++c) {
                if (rule.responsible_column && rule.responsible_column->found_in(row.cells[c].folded))
                    responsible = c;
                if (rule.deadline_column && rule.deadline_column->found_in(row.cells[c].folded)) due = c;
            }
            continue;
        }
        Words body, deadline;
        std::vector<Item> items;
        for (std::size_t c = 0; c < row.cells.size(); ++c)
            for (const std::uint32_t i : row.cells[c].blocks) {
                const Block& block = document.blocks[i];
                if (c == responsible || c == due) {
                    (c == due ? deadline : body).anchors.push_back(whole(document, {i}));
                    continue;
                }
                // A cell with numbered paragraphs holds an item each.
                if (items.empty() || is_number_label(block.label)) {
                    items.emplace_back();
                    items.back().section = block.section;
                    if (is_number_label(block.label)) items.back().label = block.label;
                }
                items.back().anchors.push_back(whole(document, {i}));
            }
        body.text = joined_words(document, body.anchors);
        deadline.text = joined_words(document, deadline.anchors);
        for (Item& item : items) {
            item.responsible = body;
            item.deadline = deadline;
            const std::string text = joined_words(document, item.anchors);
            if (!text::has_letter(text)) continue;
            // A row that was cut by a page break: the rest begins in the middle of a sentence.
            if (body.text.empty() && item.label.empty() && text::begins_small(text) && !found.items.empty()) {
                Item& before = found.items.back();
                before.anchors.insert(before.anchors.end(), item.anchors.begin(), item.anchors.end());
                before.continued = true;
                continue;
            }
            if (rule.item && !matches(document, rule, item)) continue;
            found.columns = found.columns || (!rule.item && in_several_cells(document, item));
            if (rule.none && rule.none->found_in(text))
                found.none.push_back(item.anchors.front().block);
            else
                found.items.push_back(std::move(item));
        }
    }
    return found;
}

std::vector<std::uint32_t> find_tables(const Document& document, const Rule& rule,
                                       const std::vector<bool>& decoys) {
    std::vector<std::uint32_t> tables;
    if (!rule.table) return tables;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (block.kind != BlockKind::table || (block.section && decoys[block.section.value])) continue;
        const std::vector<Row> rows = rows_of(document, i);
        if (!rows.empty() && any_cell(rows.front(), rule.table)) tables.push_back(i);
    }
    return tables;
}

}  // namespace sheaf::recommendations
