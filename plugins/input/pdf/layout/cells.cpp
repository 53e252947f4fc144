#include "layout/cells.hpp"

#include <algorithm>
#include <optional>

namespace sheaf::pdf {
namespace {

/// Where a cell's text stands.
struct CellPlace {
    std::size_t cell = 0;  ///< in its row
    int page = 0;
    Box box;
};

/// Adds an item's lines to the place; false where they stand on several pages, or do not run level.
bool add_lines(const Item& item, CellPlace& place, bool& any) {
    for (const Line& line : item.lines) {
        if (line.direction != 0 || (any && line.page != place.page)) return false;
        place.box = any ? united(place.box, line.box) : line.box;
        place.page = line.page;
        any = true;
    }
    return std::all_of(item.children.begin(), item.children.end(),
                       [&](const Item& child) { return add_lines(child, place, any); });
}

/// The places of a row's filled cells from left to right; none where they do not stand beside each other.
std::vector<CellPlace> places_of(const Item& row) {
    std::vector<CellPlace> places;
    for (std::size_t c = 0; c < row.children.size(); ++c) {
        CellPlace place{c, 0, {}};
        bool any = false;
        if (!add_lines(row.children[c], place, any)) return {};
        if (any) places.push_back(place);
    }
    std::sort(places.begin(), places.end(),
              [](const CellPlace& a, const CellPlace& b) { return a.box.left < b.box.left; });
    for (std::size_t i = 1; i < places.size(); ++i) {
        const Box &a = places[i - 1].box, &b = places[i].box;
        if (b.left < a.right || places[i].page != places.front().page ||
            std::min(a.bottom, b.bottom) <= std::max(a.top, b.top))
            return {};
    }
    return places;
}

/// The columns of the rows that are full, or none when these do not agree, or there are no two of them.
std::vector<Box> columns_of(const std::vector<std::vector<CellPlace>>& rows, std::size_t width) {
    std::vector<Box> columns;
    std::size_t full = 0;
    for (const std::vector<CellPlace>& row : rows) {
        if (row.size() != width) continue;
        ++full;
        for (std::size_t c = 0; c < width; ++c) {
            if (full == 1)
                columns.push_back(row[c].box);
            else
                columns[c] = united(columns[c], row[c].box);
        }
    }
    for (std::size_t c = 1; c < columns.size(); ++c)
        if (columns[c].left < columns[c - 1].right) return {};
    return full >= 2 ? columns : std::vector<Box>{};
}

/// The only column that the box has a part of, or that it stands in the gap before.
std::optional<std::size_t> column_at(const std::vector<Box>& columns, const Box& box) {
    std::optional<std::size_t> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (box.right <= columns[c].left || box.left >= columns[c].right) continue;
        if (found) return std::nullopt;
        found = c;
    }
    return found;
}

/// The column of each of the row's filled cells, from left to right; none where two share one.
std::vector<std::size_t> columns_at(const std::vector<Box>& columns, const std::vector<CellPlace>& row) {
    std::vector<std::size_t> result;
    for (const CellPlace& place : row) {
        const auto column = column_at(columns, place.box);
        if (!column || (!result.empty() && *column <= result.back())) return {};
        result.push_back(*column);
    }
    return result;
}

}  // namespace

void align_cells(Work& work, Item& table) {
    std::size_t width = 0;
    std::vector<std::vector<CellPlace>> rows;
    for (const Item& row : table.children) {
        for (const Item& cell : row.children)
            if (cell.column_span != 1 || cell.row_span != 1) return;
        width = std::max(width, row.children.size());
        rows.push_back(places_of(row));
    }
    const std::vector<Box> columns = columns_of(rows, width);
    if (columns.size() < 2) return;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const std::vector<std::size_t> at = columns_at(columns, rows[r]);
        bool moved = false;
        for (std::size_t i = 0; i < at.size(); ++i) moved = moved || rows[r][i].cell != at[i];
        if (!moved) continue;
        std::vector<Item>& cells = table.children[r].children;
        std::vector<Item> aligned(width);
        for (Item& cell : aligned) cell.kind = BlockKind::cell;
        for (std::size_t i = 0; i < at.size(); ++i) aligned[at[i]] = std::move(cells[rows[r][i].cell]);
        cells = std::move(aligned);
        work.overrule(rows[r].front().page, rows[r].front().box,
                      "cells stand in other columns than their tags say");
    }
}

}  // namespace sheaf::pdf
