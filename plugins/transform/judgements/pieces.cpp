#include "pieces.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::judgements {
namespace {

/// Pages are put below one another at this distance, in points: more than any page is high.
constexpr double page_step = 20000;
/// Lines of one name are nearer to each other than this share of their height.
constexpr double line_gap = 0.8;

void append(Piece& piece, BlockId id, const Block& block) {
    if (!piece.text.empty()) piece.text += ' ';
    if (!block.label.empty()) piece.text += block.label + ' ';
    piece.text += text::squeeze(block.text);
    piece.anchors.push_back({id, {0, static_cast<std::uint32_t>(block.text.size())}});
}

/// The cells of a table that hold text; `top` and `bottom` are rows.
std::vector<Piece> cells_of(const Document& document, BlockId table) {
    std::vector<Piece> cells;
    std::map<std::uint32_t, std::size_t> at;  // cell block -> position in `cells`
    int row = -1;
    const auto count = static_cast<std::uint32_t>(document.blocks.size());
    for (std::uint32_t i = table.value + 1; i < count; ++i) {
        const Block& block = document.blocks[i];
        if (!block.parent || block.parent < table) break;
        if (block.kind == BlockKind::row && block.parent == table) {
            ++row;
        } else if (block.kind == BlockKind::cell && document[block.parent].parent == table) {
            Piece cell;
            cell.top = row;
            cell.bottom = row + block.row_span;
            at[i] = cells.size();
            cells.push_back(std::move(cell));
        } else if (text::is_text(block) && !block.text.empty()) {
            // Text of a nested table belongs to the cell of this table that holds it.
            BlockId holder = block.parent;
            while (holder && !at.contains(holder.value)) holder = document[holder].parent;
            if (holder) append(cells[at[holder.value]], {i}, block);
        }
    }
    std::erase_if(cells, [](const Piece& cell) { return cell.text.empty(); });
    return cells;
}

}  // namespace

Pieces pieces_of_table(const Document& document, BlockId table, const Grades& allowed) {
    Pieces pieces;
    const std::vector<Piece> cells = cells_of(document, table);
    // Header cells are asked too: word processors mark first rows as headers that are none.
    const bool graded = std::any_of(cells.begin(), cells.end(),
                                    [&](const Piece& cell) { return allowed.is_part(cell.text); });
    if (!graded) return pieces;
    // Rows of one table may have different columns (an indented name has an empty cell before it), so each
    // row says for itself where its grade stands: in the last cell that looks like one, else in the last.
    for (auto row = cells.begin(); row != cells.end();) {
        const auto end =
            std::find_if(row, cells.end(), [&](const Piece& cell) { return cell.top != row->top; });
        auto grade = end;
        for (auto cell = row; cell != end; ++cell)
            if (allowed.is_part(cell->text)) grade = cell;
        if (grade == end && end - row > 1) grade = end - 1;
        // A number and the name behind it may stand in cells of their own.
        std::optional<Piece> name;
        for (auto cell = row; cell != end; ++cell) {
            if (cell == grade)
                pieces.grades.push_back(*cell);
            else if (name)
                join(*name, *cell);
            else
                name = *cell;
        }
        if (name) pieces.names.push_back(*std::move(name));
        row = end;
    }
    return pieces;
}

Pieces pieces_of_blocks(const Document& document, const Wanted& wanted, const TableRule& rule,
                        const Grades& allowed) {
    Pieces pieces;
    if (!rule.begins) return pieces;
    for (std::uint32_t i = 0; i < document.blocks.size(); ++i) {
        const Block& block = document.blocks[i];
        if (!text::is_text(block) || block.parent || block.regions.empty() || !wanted(block)) continue;
        const Region& region = block.regions.front();
        Piece piece;
        append(piece, {i}, block);
        piece.top = region.page * page_step + region.box.top;
        piece.bottom = region.page * page_step + region.box.bottom;
        if (allowed.is_part(piece.text)) {
            pieces.grades.push_back(std::move(piece));
            continue;
        }
        const bool begins = rule.begins->found_in(text::plain(piece.text).text);
        const bool below = !pieces.names.empty() &&
                           piece.top - pieces.names.back().bottom < line_gap * (piece.bottom - piece.top);
        if (begins || below) pieces.names.push_back(std::move(piece));
    }
    return pieces;
}

}  // namespace sheaf::judgements
