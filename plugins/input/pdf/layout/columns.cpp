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
bool blank(const PageContent& page, const Piece& piece) {
    for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
        std::size_t at = page.glyphs[g].text;
        const std::size_t end = at + page.glyphs[g].length;
        while (at < end)
            if (!text::is_space(text::next(page.text, at))) return false;
    }
    return true;
}

Segments segments_of(const PageContent& page, const std::vector<std::uint32_t>& runs) {
    Segments result;
    std::size_t row = 0;
    for (const auto& cluster : baselines(page, runs)) {
        std::vector<Piece> pieces;
        for (const std::uint32_t r : cluster) append_pieces(page, r, pieces);
        std::erase_if(pieces, [&](const Piece& piece) { return blank(page, piece); });
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

/// The widest white strip that parts segments `first` to `end` (rows in order) with at least three rows at either
/// side; of no width when there is none.
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
        if (before >= 3 && behind >= 3) best = strip;
    }
    return best;
}

/// Rows that belong together, as in a list of names and values: most have both sides, and the left side's lines end
/// anywhere, as lines of running text do not.
bool reads_in_rows(const Segments& segments, std::size_t first, std::size_t end, const Strip& strip) {
    std::vector<std::size_t> left_rows, right_rows;
    std::vector<float> ends;
    float left = 1e9F, right = -1e9F;
    for (std::size_t i = first; i < end; ++i) {
        if (segments[i].right > strip.left + 0.1F) {
            right_rows.push_back(segments[i].row);
            continue;
        }
        left_rows.push_back(segments[i].row);
        ends.push_back(segments[i].right);
        left = std::min(left, segments[i].left);
        right = std::max(right, segments[i].right);
    }
    std::size_t both = 0;
    for (const std::size_t row : left_rows)
        both += std::count(right_rows.begin(), right_rows.end(), row) > 0 ? 1U : 0U;
    if (both * 10 < left_rows.size() * 8 || left_rows.size() * 10 < right_rows.size() * 8) return false;
    const auto full =
        std::count_if(ends.begin(), ends.end(), [&](float e) { return e > right - 0.2F * (right - left); });
    return static_cast<std::size_t>(full) * 2 < ends.size();
}

/// Segments (sorted by row, then from left to right) as columns in reading order.
void order(Segments segments, std::vector<Segments>& columns) {
    Segments plain;
    const auto flush = [&] {
        if (!plain.empty()) columns.push_back(std::move(plain));
        plain.clear();
    };
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
        if (end == i || reads_in_rows(segments, i, end, strip)) {
            const std::size_t stop = std::max(end, i + 1);
            for (; i < stop; ++i) plain.push_back(std::move(segments[i]));
            continue;
        }
        flush();
        Segments left, right;
        for (; i < end; ++i)
            (segments[i].right <= strip.left + 0.1F ? left : right).push_back(std::move(segments[i]));
        order(std::move(left), columns);
        order(std::move(right), columns);
    }
    flush();
}

std::vector<Item> read_region(Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs,
                              bool grids, std::uint16_t& fragment);

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
        cell.children = read_region(work, page_index, cells[c], false, fragment);
    }
    return table;
}

bool within(const Box& box, float x, float y) {
    return x > box.left - 1 && x < box.right + 1 && y > box.top - 1 && y < box.bottom + 1;
}

/// The items of a page or of a cell, in reading order.
std::vector<Item> read_region(Work& work, std::uint32_t page_index, const std::vector<std::uint32_t>& runs,
                              bool with_grids, std::uint16_t& fragment) {
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
    Segments segments = segments_of(page, free);
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
    std::vector<Segments> columns;
    order(std::move(segments), columns);
    std::vector<Item> items;
    for (Segments& column : columns) {
        float edge = 0, margin = 1e9F;
        for (const Segment& segment : column)
            if (segment.table < 0) {
                edge = std::max(edge, segment.right);
                margin = std::min(margin, segment.left);
            }
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
    return items;
}

}  // namespace

std::vector<Item> read_columns(Work& work, const std::vector<std::vector<RunRef>>& loose) {
    std::vector<Item> items;
    for (std::uint32_t p = 0; p < loose.size(); ++p) {
        if (loose[p].empty()) continue;
        std::vector<std::uint32_t> runs;
        for (const RunRef& ref : loose[p]) runs.push_back(ref.run);
        std::uint16_t fragment = 0;
        for (Item& item : read_region(work, p, runs, true, fragment)) items.push_back(std::move(item));
    }
    return items;
}

}  // namespace sheaf::pdf
