#include "layout/columns.hpp"

#include <algorithm>
#include <cmath>

#include "layout/grid.hpp"
#include "layout/lines.hpp"
#include "layout/rows.hpp"
#include "layout/segments.hpp"

namespace sheaf::pdf {
namespace {
/// On pages with more segments, which no letter has, columns are not looked for: it would take too long.
constexpr std::size_t most_segments = 1500;

/// The widest of the white strips that parts segments `first` to `end` (rows in order, of that size) with at least three
/// rows at either side, or two entries with their values; of no width when there is none.
Strip gutter(const Segments& segments, std::size_t first, std::size_t end, const std::vector<Strip>& white,
             float size) {
    Strip best;
    for (const Strip& strip : white) {
        if (strip.right - strip.left < 0.8F * size || strip.right - strip.left <= best.right - best.left)
            continue;
        std::size_t before = 0, behind = 0;
        for (std::size_t i = first; i < end; ++i)
            (segments[i].right <= strip.left + 0.1F ? before : behind) += 1;
        if ((before >= 3 && behind >= 3) || are_two_entries(segments, first, end, strip)) best = strip;
    }
    return best;
}

/// Segments in reading order: running text, or rows whose cells the strips part.
struct Column {
    Segments segments;
    std::vector<Strip> cells;
    Strip room;  ///< between which edges its lines could run; 0 where that is not known
};

/// Where the lines of a column wrap: at its longest line, when a line that runs there goes on with a small letter below.
/// Lines that show nothing of the kind, as of names and addresses, could run to the end of the room that they have.
float wrap_edge(const PageContent& page, const Column& column) {
    float edge = 0;
    for (const Segment& s : column.segments)
        if (s.table < 0) edge = std::max(edge, s.right);
    for (std::size_t i = 1; i < column.segments.size(); ++i) {
        const Segment &above = column.segments[i - 1], &below = column.segments[i];
        if (above.table < 0 && below.table < 0 && above.row != below.row && begins_lower(page, below) &&
            above.right > edge - 4 * above.size)
            return edge;
    }
    return std::max(edge, column.room.right);
}

/// Between which edges most pages' text stands. The left one is 0 when pages do not agree on it, as in books.
Strip usual_edges(const Work& work, const std::vector<std::vector<RunRef>>& loose) {
    std::vector<float> lefts, rights;
    for (std::uint32_t p = 0; p < loose.size(); ++p) {
        float left = 1e9F, right = 0;
        for (const RunRef& ref : loose[p]) {
            const Run& run = work.content.pages[p].runs[ref.run];
            if (run.direction != 0 || run.right <= run.left) continue;
            left = std::min(left, run.left);
            right = std::max(right, run.right);
        }
        if (right == 0) continue;
        lefts.push_back(left);
        rights.push_back(right);
    }
    if (rights.empty()) return {};
    const auto median = [](std::vector<float>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    };
    Strip usual{median(lefts), median(rights)};
    const auto agree = std::count_if(lefts.begin(), lefts.end(),
                                     [&](float left) { return std::abs(left - usual.left) < 3; });
    if (agree * 5 < static_cast<std::ptrdiff_t>(lefts.size()) * 3) usual.left = 0;
    return usual;
}

/// Segments (sorted by row, then from left to right) as columns in reading order. `room` is where they could
/// stand.
void order(const PageContent& page, Segments segments, Strip room, std::vector<Column>& columns) {
    Segments plain;
    const auto flush = [&] {
        if (!plain.empty()) columns.push_back({std::move(plain), {}, room});
        plain.clear();
    };
    if (segments.size() > most_segments) {
        columns.push_back({std::move(segments), {}, room});
        return;
    }
    float left_edge = 1e9F, right_edge = -1e9F;
    for (const Segment& segment : segments) {
        left_edge = std::min(left_edge, segment.left);
        right_edge = std::max(right_edge, segment.right);
    }
    std::size_t i = 0;
    while (i < segments.size()) {
        // As many rows as share a gutter.
        std::size_t end = i;
        Strip strip;
        Cover cover;
        for (std::size_t j = i; j < segments.size();) {
            const std::size_t row = segments[j].row;
            for (; j < segments.size() && segments[j].row == row; ++j) cover.add(segments[j]);
            const std::vector<Strip> white = cover.strips();
            const bool leaves_room =
                cover.left() < left_edge + 6 && cover.right() > right_edge - 0.1F * (right_edge - left_edge);
            if (white.empty() && leaves_room) break;
            const Strip found = gutter(segments, i, j, white, cover.size());
            if (found.right > found.left) {
                end = j;
                strip = found;
            }
        }
        if (end == i) {
            plain.push_back(std::move(segments[i++]));
            continue;
        }
        const std::size_t rows = first_of_both(segments, i, end, strip);
        const std::size_t aligned = end_of_aligned(page, segments, rows, end, strip);
        if (aligned > rows) end = aligned;
        if (signature_rows(page, segments, i, end, strip).empty() &&
            (aligned > rows || reads_in_rows(page, segments, rows, end, strip))) {
            for (; i < rows; ++i) plain.push_back(std::move(segments[i]));
            std::vector<Strip> cells = cell_strips(segments, i, end);
            // Entries with their page numbers are lines of text.
            const bool contents =
                cells.size() == 1 &&
                std::all_of(segments.begin() + static_cast<std::ptrdiff_t>(i),
                            segments.begin() + static_cast<std::ptrdiff_t>(end), [&](const Segment& s) {
                                return s.left < cells.front().right - 0.1F || s.right - s.left < 2 * s.size;
                            });
            if (contents) {
                for (; i < end; ++i) plain.push_back(std::move(segments[i]));
                continue;
            }
            flush();
            Column& column = columns.emplace_back();
            column.cells = std::move(cells);
            for (; i < end; ++i) column.segments.push_back(std::move(segments[i]));
            continue;
        }
        flush();
        std::vector<std::size_t> ends = signature_rows(page, segments, i, end, strip);
        if (!ends.empty()) ends.erase(ends.begin());
        ends.push_back(end);
        for (const std::size_t stop : ends) {
            Segments left, right;
            for (; i < stop; ++i)
                (segments[i].right <= strip.left + 0.1F ? left : right).push_back(std::move(segments[i]));
            order(page, std::move(left), {room.left, strip.right}, columns);
            order(page, std::move(right), {0, room.right}, columns);
        }
    }
    flush();
}

std::vector<Item> read_region(Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs,
                              bool grids, Strip room, std::uint16_t& fragment);

Item table_item(Work& work, std::uint32_t page_index, const Grid& grid,
                std::vector<std::vector<std::uint32_t>>& cells) {
    Item table;
    table.kind = BlockKind::table;
    std::uint16_t fragment = 0;
    for (std::size_t c = 0; c < grid.cells.size(); ++c) {
        while (table.children.size() <= grid.cells[c].row) {
            table.children.emplace_back().kind = BlockKind::row;
        }
        Item& cell = table.children[grid.cells[c].row].children.emplace_back();
        cell.kind = BlockKind::cell;
        cell.column_span = grid.cells[c].column_span;
        cell.row_span = grid.cells[c].row_span;
        cell.children = read_region(work, page_index, cells[c], false,
                                    {0, static_cast<float>(grid.cells[c].box.right)}, fragment);
    }
    return table;
}

bool within(const Box& box, float x, float y) {
    return x > box.left - 1 && x < box.right + 1 && y > box.top - 1 && y < box.bottom + 1;
}

/// One cell with a frame around it.
bool is_frame(const Item& table) {
    return table.children.size() == 1 && table.children.front().children.size() == 1;
}

/// Whether lines of text run beside a box, two of them at least, close enough to make way for it.
bool text_beside(const Segments& segments, const Box& box) {
    std::size_t lines = 0;
    for (const Segment& s : segments) {
        const double middle = (s.top + s.bottom) / 2;
        if (s.table < 0 && middle > box.top && middle < box.bottom &&
            (s.right <= box.left || s.left >= box.right))
            ++lines;
    }
    return lines >= 2;
}

/// Puts a frame between paragraphs: before the first one that begins beside it, else behind the text that makes way.
void insert_frame(std::vector<Item>& items, Item&& frame, const Box& box) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        std::vector<Line>& lines = items[i].lines;
        for (std::size_t l = 0; l < lines.size(); ++l) {
            if (lines[l].baseline < box.top) continue;
            const bool begins = l == 0 || lines[l].baseline - lines[l - 1].baseline > 1.5F * lines[l].size ||
                                lines[l].bold != lines[l - 1].bold;
            if (!begins) continue;
            if (l == 0) {
                items.insert(items.begin() + static_cast<std::ptrdiff_t>(i), std::move(frame));
                return;
            }
            Item rest = items[i];
            rest.lines.assign(std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(l)),
                              std::make_move_iterator(lines.end()));
            lines.resize(l);
            items.insert(items.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(rest));
            items.insert(items.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(frame));
            return;
        }
    }
    items.push_back(std::move(frame));
}

/// The items of a page, or of a cell, in reading order. `room` is where the letter's text stands, or where the
/// cell ends.
std::vector<Item> read_region(Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs,
                              bool with_grids, Strip room, std::uint16_t& fragment) {
    const PageContent& page = work.content.pages[page_index];
    std::vector<std::uint32_t> free;
    std::vector<Item> tables;
    std::vector<Box> boxes;
    if (with_grids) {
        const std::vector<Grid> grids = find_grids(page);
        std::vector<std::vector<std::vector<std::uint32_t>>> inside(grids.size());
        for (std::size_t g = 0; g < grids.size(); ++g) inside[g].resize(grids[g].cells.size());
        for (const std::uint32_t r : runs) {
            const Run& run = page.runs[r];
            const float x = (run.left + run.right) / 2, y = (run.top + run.bottom) / 2;
            bool placed = false;
            for (std::size_t g = grids.size(); g-- > 0 && !placed;)
                if (within(grids[g].box, x, y))
                    for (std::size_t c = 0; c < grids[g].cells.size() && !placed; ++c)
                        if (within(grids[g].cells[c].box, x, y)) {
                            inside[g][c].push_back(r);
                            placed = true;
                        }
            if (!placed) free.push_back(r);
        }
        for (std::size_t g = 0; g < grids.size(); ++g) {
            if (std::all_of(inside[g].begin(), inside[g].end(),
                            [](const auto& cell) { return cell.empty(); }))
                continue;
            tables.push_back(table_item(work, page_index, grids[g], inside[g]));
            boxes.push_back(grids[g].box);
        }
    } else {
        free = runs;
    }
    std::vector<std::uint32_t> turned;
    std::erase_if(free, [&](std::uint32_t r) {
        if (page.runs[r].direction == 0) return false;
        turned.push_back(r);
        return true;
    });
    Segments segments = segments_of(work, page_index, free);
    std::vector<std::size_t> beside;  // frames that text runs beside
    for (std::size_t t = 0; t < tables.size(); ++t) {
        if (is_frame(tables[t]) && text_beside(segments, boxes[t])) {
            beside.push_back(t);
            continue;
        }
        Segment segment;
        segment.table = static_cast<int>(t);
        segment.left = static_cast<float>(boxes[t].left);
        segment.right = static_cast<float>(boxes[t].right);
        segment.top = static_cast<float>(boxes[t].top);
        segment.bottom = static_cast<float>(boxes[t].bottom);
        // A table stands above every row that begins below its top.
        auto at = std::find_if(segments.begin(), segments.end(),
                               [&](const Segment& s) { return s.top > segment.top; });
        segment.row = at == segments.end() ? (segments.empty() ? 0 : segments.back().row + 1) : at->row;
        for (auto s = at; s != segments.end(); ++s) ++s->row;
        segments.insert(at, std::move(segment));
    }
    std::vector<Column> columns;
    order(page, std::move(segments), room, columns);
    std::vector<Item> items;
    for (Column& whole : columns) {
        auto& [column, cells, column_room] = whole;
        if (!cells.empty()) {
            items.push_back(rows_item(work, page_index, column, cells));
            ++fragment;
            continue;
        }
        const float edge = wrap_edge(page, whole);
        float margin = 1e9F;
        for (const Segment& segment : column)
            if (segment.table < 0) margin = std::min(margin, segment.left);
        // A page that begins within a list has no text at the margin.
        if (column_room.left > 0) margin = std::min(margin, column_room.left);
        Item text;
        text.edge = edge;
        text.margin = margin;
        const auto flush = [&] {
            if (!text.lines.empty()) items.push_back(std::move(text));
            text = Item();
            text.edge = edge;
            text.margin = margin;
        };
        for (std::size_t i = 0; i < column.size();) {
            if (column[i].table >= 0) {
                flush();
                items.push_back(std::move(tables[static_cast<std::size_t>(column[i].table)]));
                ++i;
                continue;
            }
            std::vector<Piece> pieces;
            const std::size_t row = column[i].row;
            for (; i < column.size() && column[i].row == row && column[i].table < 0; ++i)
                pieces.insert(pieces.end(), column[i].pieces.begin(), column[i].pieces.end());
            Line line = make_line(work, page_index, std::move(pieces));
            if (line.text.empty()) continue;
            line.fragment = fragment;
            text.lines.push_back(std::move(line));
        }
        flush();
        ++fragment;
    }
    for (const std::size_t t : beside) insert_frame(items, std::move(tables[t]), boxes[t]);
    if (!turned.empty()) {
        // Text that runs up, down or upside down is no part of any column.
        Item item;
        append_lines(work, page_index, turned, item.lines);
        for (Line& line : item.lines) line.fragment = fragment;
        if (!item.lines.empty()) items.push_back(std::move(item));
        ++fragment;
    }
    return items;
}

}  // namespace

std::vector<Item> read_columns(Work& work, const std::vector<std::vector<RunRef>>& loose) {
    std::vector<Item> items;
    const Strip room = usual_edges(work, loose);
    for (std::uint32_t p = 0; p < loose.size(); ++p) {
        if (loose[p].empty()) continue;
        std::vector<std::uint32_t> runs;
        for (const RunRef& ref : loose[p]) runs.push_back(ref.run);
        std::uint16_t fragment = 0;
        for (Item& item : read_region(work, p, runs, true, room, fragment)) items.push_back(std::move(item));
    }
    return items;
}

}  // namespace sheaf::pdf
