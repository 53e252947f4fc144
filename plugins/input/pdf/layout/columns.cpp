#include "layout/columns.hpp"

#include <algorithm>
#include <cmath>

#include "layout/grid.hpp"
#include "layout/lines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Columns stand at least this many em apart.
constexpr float column_gap = 0.9F;

/// On pages with more segments, which no letter has, columns are not looked for: it would take too long.
constexpr std::size_t most_segments = 1500;

/// A stretch of a baseline without a wide gap, or a table that stands in the text.
struct Segment {
    std::size_t row = 0;  ///< its baseline, counted from the top
    std::vector<Piece> pieces;
    float left = 0, right = 0, top = 0, bottom = 0, size = 0;
    int table = -1;
};

using Segments = std::vector<Segment>;

/// Whether the pieces show nothing but a list label.
bool is_label(const PageContent& page, const std::vector<Piece>& pieces) {
    std::string text;
    for (const Piece& piece : pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g)
            text.append(page.text, page.glyphs[g].text, page.glyphs[g].length);
    text = text::squeeze(text);
    if (text.empty() || text.size() > 7) return false;
    const auto label = text::leading_label(text + " X");
    return label && label->printed.size() == text.size();
}

void finish(const PageContent& page, Segment& segment) {
    segment.left = 1e9F, segment.right = -1e9F, segment.top = 1e9F, segment.bottom = -1e9F;
    for (const Piece& piece : segment.pieces) {
        const Run& run = page.runs[piece.run];
        segment.left = std::min(segment.left, piece.left);
        segment.right = std::max(segment.right, piece.right);
        segment.top = std::min(segment.top, run.top);
        segment.bottom = std::max(segment.bottom, run.bottom);
        segment.size = std::max(segment.size, run.size);
    }
}

/// Blank pieces say nothing about columns.
bool blank(const Work& work, std::uint32_t page_index, const Piece& piece) {
    const PageContent& page = work.content.pages[page_index];
    for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
        if (!work.repaired.empty() && work.repaired.count(glyph_key(page_index, g))) return false;
        std::size_t at = page.glyphs[g].text;
        const std::size_t end = at + page.glyphs[g].length;
        while (at < end)
            if (!text::is_space(text::next(page.text, at))) return false;
    }
    return true;
}

Segments segments_of(const Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs) {
    const PageContent& page = work.content.pages[page_index];
    Segments result;
    std::size_t row = 0;
    for (const auto& cluster : baselines(page, runs)) {
        std::vector<Piece> pieces;
        for (const std::uint32_t r : cluster) append_pieces(page, r, pieces);
        std::erase_if(pieces, [&](const Piece& piece) { return blank(work, page_index, piece); });
        std::stable_sort(pieces.begin(), pieces.end(),
                         [](const Piece& a, const Piece& b) { return a.left < b.left; });
        Segment segment;
        segment.row = row++;
        const auto flush = [&] {
            if (segment.pieces.empty()) return;
            finish(page, segment);
            result.push_back(segment);
            segment.pieces.clear();
        };
        float right = 0;
        for (const Piece& piece : pieces) {
            const float size = page.runs[piece.run].size;
            const float gap = piece.left - right;
            if (!segment.pieces.empty() && gap > column_gap * size &&
                !(gap < 5 * size && is_label(page, segment.pieces)))
                flush();
            if (segment.pieces.empty()) right = piece.right;
            segment.pieces.push_back(piece);
            right = std::max(right, piece.right);
        }
        flush();
    }
    return result;
}

struct Strip {
    float left = 0, right = 0;
};

/// The white strips between segments, from left to right.
std::vector<Strip> strips(const std::vector<Strip>& covered) {
    std::vector<Strip> sorted = covered;
    std::sort(sorted.begin(), sorted.end(), [](const Strip& a, const Strip& b) { return a.left < b.left; });
    std::vector<Strip> result;
    float reach = sorted.empty() ? 0 : sorted.front().right;
    for (const Strip& s : sorted) {
        if (s.left > reach) result.push_back({reach, s.left});
        reach = std::max(reach, s.right);
    }
    return result;
}

/// Whether two rows are two of a list of names and values: both have both sides, all of one side begin at one place, and
/// the room between them is more than any between words.
bool are_two_entries(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    if (end - first != 4) return false;
    const Segment* of[2][2] = {};
    for (std::size_t i = first; i < end; ++i) {
        const Segment& s = segments[i];
        if (s.table >= 0) return false;
        of[s.row == segments[first].row ? 0 : 1][s.right <= strip.left + 0.1F ? 0 : 1] = &s;
    }
    if (!of[0][0] || !of[0][1] || !of[1][0] || !of[1][1]) return false;
    const float size = of[0][0]->size;
    const float widest = std::max(of[0][1]->left - of[0][0]->right, of[1][1]->left - of[1][0]->right);
    return widest > 3 * size && strip.right - strip.left > 1.2F * size &&
           std::abs(of[0][0]->left - of[1][0]->left) < 1 && std::abs(of[0][1]->left - of[1][1]->left) < 1 &&
           of[1][0]->top - of[0][0]->bottom < size;
}

/// The widest white strip that parts segments `first` to `end` (rows in order) with at least three rows at either
/// side, or two entries with their values; of no width when there is none.
Strip gutter(const Segments& segments, std::size_t first, std::size_t end) {
    std::vector<Strip> covered;
    float size = 0;
    for (std::size_t i = first; i < end; ++i) {
        covered.push_back({segments[i].left, segments[i].right});
        size = std::max(size, segments[i].size);
    }
    Strip best;
    for (const Strip& strip : strips(covered)) {
        if (strip.right - strip.left < 0.8F * size || strip.right - strip.left <= best.right - best.left)
            continue;
        std::size_t before = 0, behind = 0;
        for (std::size_t i = first; i < end; ++i)
            (segments[i].right <= strip.left + 0.1F ? before : behind) += 1;
        if ((before >= 3 && behind >= 3) || are_two_entries(segments, first, end, strip)) best = strip;
    }
    return best;
}

/// The segment begins with a small letter, as lines within a sentence do.
bool begins_lower(const PageContent& page, const Segment& segment) {
    for (const Piece& piece : segment.pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
            if (page.glyphs[g].length == 0) continue;
            std::size_t at = page.glyphs[g].text;
            const char32_t c = text::next(page.text, at);
            if (text::is_letter(c)) return text::is_lower(c);
            if (text::is_digit(c)) return false;
        }
    return false;
}

/// Rows that belong together, as in a list of names and values or a block of signatures: many rows have both sides,
/// and no side's lines go on with a sentence, as lines of running text do.
bool reads_in_rows(const PageContent& page, const Segments& segments, std::size_t first, std::size_t end,
                   const Strip& strip) {
    std::vector<std::size_t> left_rows, right_rows;
    std::size_t lower = 0;
    for (std::size_t i = first; i < end; ++i) {
        if (segments[i].table >= 0) return false;
        (segments[i].right <= strip.left + 0.1F ? left_rows : right_rows).push_back(segments[i].row);
        lower += begins_lower(page, segments[i]) ? 1U : 0U;
    }
    std::size_t both = 0;
    for (const std::size_t row : left_rows)
        both += std::count(right_rows.begin(), right_rows.end(), row) > 0 ? 1U : 0U;
    return both >= 2 && both * 2 >= left_rows.size() && both * 2 >= right_rows.size() &&
           lower * 6 < end - first;
}

/// Where each row of signatures begins: people beside one another, with room to sign between their body and their name.
/// Below that room stand two lines or more, all of them at both sides; people who have none beside them follow. Empty
/// when these are no signatures.
std::vector<std::size_t> signature_rows(const PageContent& page, const Segments& segments, std::size_t first,
                                        std::size_t end, const Strip& strip) {
    struct Row {
        std::size_t first;
        float top, bottom, size;
        bool left = false, right = false;
    };
    std::vector<Row> rows;
    std::size_t lower = 0;
    for (std::size_t i = first; i < end; ++i) {
        const Segment& s = segments[i];
        if (s.table >= 0) return {};
        if (rows.empty() || s.row != segments[i - 1].row) rows.push_back({i, s.top, s.bottom, s.size});
        (s.right <= strip.left + 0.1F ? rows.back().left : rows.back().right) = true;
        lower += begins_lower(page, s) ? 1U : 0U;
    }
    if (rows.size() < 3 || rows.size() > 24 || lower * 6 >= end - first) return {};
    const auto room_above = [&](std::size_t r) { return rows[r].top - rows[r - 1].bottom; };
    std::vector<std::size_t> holes;
    for (std::size_t r = 1; r < rows.size(); ++r)
        if (room_above(r) > 1.8F * rows[r].size) holes.push_back(r);
    const auto both = [&](std::size_t r) { return r < rows.size() && rows[r].left && rows[r].right; };
    if (holes.empty() || !both(holes.front()) || !both(holes.front() + 1)) return {};
    std::vector<std::size_t> starts{first};
    for (std::size_t h = 0; h < holes.size(); ++h) {
        const std::size_t behind = h + 1 < holes.size() ? holes[h + 1] : rows.size();
        if (behind - holes[h] < 2 || room_above(holes[h]) > 12 * rows[holes[h]].size) {
            starts.push_back(rows[holes[h]].first);  // no more signatures
            break;
        }
        if (h + 1 == holes.size()) break;
        // Between two holes stand the names of one row and the bodies of the next, with the most room between
        // them.
        std::size_t widest = holes[h] + 1;
        for (std::size_t r = widest + 1; r < behind; ++r)
            if (room_above(r) > room_above(widest)) widest = r;
        starts.push_back(rows[widest].first);
    }
    return starts;
}

/// The first segment of the first row that has text at both sides of the strip.
std::size_t first_of_both(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    for (std::size_t i = first; i + 1 < end; ++i)
        if (segments[i].row == segments[i + 1].row && segments[i].right <= strip.left + 0.1F &&
            segments[i + 1].left >= strip.right - 0.1F)
            return i;
    return first;
}

/// Segments in reading order: running text, or rows whose cells the strips part.
struct Column {
    Segments segments;
    std::vector<Strip> cells;
    Strip room;  ///< between which edges its lines could run; 0 where that is not known
};

/// All strips that part these rows into cells.
std::vector<Strip> cell_strips(const Segments& segments, std::size_t first, std::size_t end) {
    std::vector<Strip> covered;
    float size = 0;
    for (std::size_t i = first; i < end; ++i) {
        covered.push_back({segments[i].left, segments[i].right});
        size = std::max(size, segments[i].size);
    }
    std::vector<Strip> result = strips(covered);
    std::erase_if(result, [&](const Strip& s) { return s.right - s.left < 0.8F * size; });
    return result;
}

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
        std::vector<Strip> covered;
        for (std::size_t j = i; j < segments.size();) {
            const std::size_t row = segments[j].row;
            for (; j < segments.size() && segments[j].row == row; ++j)
                covered.push_back({segments[j].left, segments[j].right});
            const auto white = strips(covered);
            const bool leaves_room = std::any_of(covered.begin(), covered.end(),
                                                 [&](const Strip& s) { return s.left < left_edge + 6; }) &&
                                     std::any_of(covered.begin(), covered.end(), [&](const Strip& s) {
                                         return s.right > right_edge - 0.1F * (right_edge - left_edge);
                                     });
            if (white.empty() && leaves_room) break;
            const Strip found = gutter(segments, i, j);
            if (found.right > found.left) {
                end = j;
                strip = found;
            }
        }
        if (end == i) {
            plain.push_back(std::move(segments[i++]));
            continue;
        }
        std::size_t rows = first_of_both(segments, i, end, strip);
        if (signature_rows(page, segments, i, end, strip).empty() &&
            reads_in_rows(page, segments, rows, end, strip)) {
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

/// Where the rows of a table begin that no lines are drawn around: at baselines with more room above than lines of text
/// have, and at each one of several that all have something to say in the same cells and none of which goes on with a
/// small letter, as in lists of names. Where all stand alike, each is a row.
std::vector<bool> begin_rows(const PageContent& page, const Segments& segments,
                             const std::vector<Strip>& cells) {
    struct Baseline {
        std::size_t row;
        float bottom;
        std::uint64_t filled = 0;
        bool lower = false;
    };
    std::vector<Baseline> lines;
    float size = 0;
    for (const Segment& segment : segments) {
        size = std::max(size, segment.size);
        if (lines.empty() || lines.back().row != segment.row) lines.push_back({segment.row, segment.bottom});
        std::size_t c = 0;
        while (c < cells.size() && segment.left > cells[c].left) ++c;
        lines.back().filled |= std::uint64_t{1} << std::min<std::size_t>(c, 63);
        lines.back().lower = lines.back().lower || begins_lower(page, segment);
    }
    const auto close = [&](std::size_t l) { return lines[l].bottom - lines[l - 1].bottom < 1.45F * size; };
    bool spaced = false;
    for (std::size_t l = 1; l < lines.size(); ++l) spaced = spaced || close(l);
    std::vector<bool> result(lines.size(), true);
    for (std::size_t first = 0, end = 0; spaced && first < lines.size(); first = end) {
        bool alike = true;
        for (end = first; end < lines.size() && (end == first || close(end)); ++end)
            alike = alike && !lines[end].lower && lines[end].filled == lines[first].filled &&
                    (lines[end].filled & (lines[end].filled - 1)) != 0;
        for (std::size_t l = first + 1; l < end; ++l) result[l] = alike && end - first >= 3;
    }
    return result;
}

Item rows_item(Work& work, std::uint32_t page_index, Segments& segments, const std::vector<Strip>& cells) {
    const std::vector<bool> begins = begin_rows(work.content.pages[page_index], segments, cells);
    Item table;
    table.kind = BlockKind::table;
    std::size_t line_number = 0, last_row = 0;
    for (Segment& segment : segments) {
        if (table.children.empty() || segment.row != last_row) {
            if (begins[line_number++]) {
                Item& row = table.children.emplace_back();
                row.kind = BlockKind::row;
                row.children.resize(cells.size() + 1);
                for (Item& cell : row.children) cell.kind = BlockKind::cell;
            }
            last_row = segment.row;
        }
        std::size_t c = 0;
        while (c < cells.size() && segment.left > cells[c].left) ++c;
        Item& cell = table.children.back().children[c];
        Line line = make_line(work, page_index, std::move(segment.pieces));
        if (line.text.empty()) continue;
        if (cell.children.empty()) cell.children.emplace_back();
        cell.children.back().lines.push_back(std::move(line));
    }
    return table;
}

bool within(const Box& box, float x, float y) {
    return x > box.left - 1 && x < box.right + 1 && y > box.top - 1 && y < box.bottom + 1;
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
    for (std::size_t t = 0; t < tables.size(); ++t) {
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
    if (!turned.empty()) {
        // Text that runs up, down or upside down is no part of any column.
        Item item;
        item.lines = make_lines(work, page_index, turned);
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
