#include "layout/regions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "layout/columns.hpp"
#include "layout/frames.hpp"
#include "layout/grid.hpp"
#include "layout/lines.hpp"
#include "layout/rows.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

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

/// Large letters beside the text, those of one call-out together: they stand apart from its lines.
struct CallOut {
    Box box;
    std::vector<std::uint32_t> runs;
};

/// Takes the small print right below a call-out with it: what its figure counts.
void take_captions(const Work& work, const PageContent& page, std::vector<CallOut>& call_outs,
                   std::vector<std::uint32_t>& runs) {
    std::vector<std::uint32_t> by_height = runs;
    std::stable_sort(by_height.begin(), by_height.end(), [&](std::uint32_t a, std::uint32_t b) {
        return page.runs[a].baseline < page.runs[b].baseline;
    });
    for (CallOut& place : call_outs) {
        float left = static_cast<float>(place.box.left), foot = static_cast<float>(place.box.bottom);
        for (const std::uint32_t r : by_height) {
            const Run& run = page.runs[r];
            if (run.size > 0.9F * work.body_size || run.baseline <= foot ||
                run.baseline - foot > 1.8F * run.size || std::abs(run.left - left) > run.size)
                continue;
            if (std::erase(runs, r) == 0) continue;  // another call-out's
            place.runs.push_back(r);
            place.box = united(place.box, {run.left, run.top, run.right, run.baseline});
            foot = run.baseline;
            left = run.left;
        }
    }
}

/// Takes short large text out of a region's runs. Large letters of more than a few words are titles.
std::vector<CallOut> take_call_outs(const Work& work, const PageContent& page,
                                    std::vector<std::uint32_t>& runs) {
    constexpr std::size_t longest = 24;
    std::vector<CallOut> result;
    const std::vector<bool> tall = tall_runs(page, runs);
    if (tall.empty()) return result;
    std::vector<std::uint32_t> rest;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = page.runs[runs[i]];
        if (!tall[i] || page.text_of(run).size() > longest) {
            rest.push_back(runs[i]);
            continue;
        }
        const Box box{run.left, run.baseline - 0.72 * run.size, run.right, run.baseline};
        const auto near = std::find_if(result.begin(), result.end(), [&](const CallOut& other) {
            return box.left < other.box.right + run.size && box.right > other.box.left - run.size &&
                   box.top < other.box.bottom + run.size && box.bottom > other.box.top - run.size;
        });
        CallOut& place = near != result.end() ? *near : result.emplace_back(CallOut{box, {}});
        place.box = united(place.box, box);
        place.runs.push_back(runs[i]);
    }
    runs = std::move(rest);
    take_captions(work, page, result, runs);
    return result;
}

/// The direction of all of a grid's text, where that is one; else 0.
std::int16_t direction_of(const PageContent& page, const std::vector<std::vector<std::uint32_t>>& cells) {
    std::optional<std::int16_t> direction;
    for (const std::vector<std::uint32_t>& cell : cells)
        for (const std::uint32_t r : cell) {
            if (direction && *direction != page.runs[r].direction) return 0;
            direction = page.runs[r].direction;
        }
    return direction.value_or(0);
}

/// A table that was turned with its text: its rows are where its readers have them, who turn the page.
void turn_grid(Grid& grid, std::vector<std::vector<std::uint32_t>>& cells, std::int16_t direction) {
    if (direction != 90 && direction != 270) return;
    std::vector<std::pair<GridCell, std::vector<std::uint32_t>>> turned;
    for (std::size_t c = 0; c < grid.cells.size(); ++c) {
        const GridCell& old = grid.cells[c];
        GridCell cell = old;
        // Text that runs down has its table's head at the right; text that runs up, at the left.
        cell.row = direction == 270 ? old.column
                                    : grid.columns - old.column - static_cast<std::size_t>(old.column_span);
        cell.column =
            direction == 90 ? old.row : grid.rows - old.row - static_cast<std::size_t>(old.row_span);
        std::swap(cell.row_span, cell.column_span);
        turned.emplace_back(cell, std::move(cells[c]));
    }
    std::stable_sort(turned.begin(), turned.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.row, a.first.column) < std::pair(b.first.row, b.first.column);
    });
    for (std::size_t c = 0; c < turned.size(); ++c) {
        grid.cells[c] = turned[c].first;
        cells[c] = std::move(turned[c].second);
    }
    std::swap(grid.rows, grid.columns);
}

/// A page, or a cell, read without tags.
class PageRegion {
  public:
    /// `room` is where the letter's text stands, or where the cell ends. `fragment` rises with each column.
    PageRegion(Work& work, std::uint32_t page_index, Strip room, std::uint16_t& fragment)
        : work_(work),
          page_index_(page_index),
          page_(work.content.pages[page_index]),
          room_(room),
          fragment_(fragment) {}

    std::vector<Item> read(const std::vector<std::uint32_t>& runs, bool with_grids) {
        std::vector<std::uint32_t> free = with_grids ? take_tables(runs) : runs;
        std::vector<std::uint32_t> turned;
        std::erase_if(free, [&](std::uint32_t r) {
            if (page_.runs[r].direction == 0) return false;
            turned.push_back(r);
            return true;
        });
        const std::vector<CallOut> call_outs = take_call_outs(work_, page_, free);
        Segments segments = segments_of(work_, page_index_, free);
        std::vector<std::size_t> beside;  // frames that text runs beside
        for (std::size_t t = 0; t < tables_.size(); ++t) {
            if (is_frame(tables_[t]) && text_beside(segments, boxes_[t]))
                beside.push_back(t);
            else
                insert_table(segments, t);
        }
        for (Column& column : columns_of(work_, page_, std::move(segments), room_)) put(column);
        for (const std::size_t t : beside) make_way(boxes_[t]);
        for (const CallOut& call_out : call_outs) make_way(call_out.box);
        for (const std::size_t t : beside) {
            tables_[t].aside = true;
            insert_frame(items_, std::move(tables_[t]), boxes_[t]);
        }
        for (const CallOut& call_out : call_outs) put_call_out(call_out);
        if (!turned.empty()) put_turned(turned);
        return std::move(items_);
    }

  private:
    /// The tables that lines are drawn around, with the text in them; what stands in none is given back.
    std::vector<std::uint32_t> take_tables(const std::vector<std::uint32_t>& runs) {
        std::vector<std::uint32_t> free;
        std::vector<Grid> grids = find_grids(page_);
        const std::vector<Grid> panels = find_panels(page_, runs, grids);
        grids.insert(grids.end(), panels.begin(), panels.end());
        std::vector<std::vector<std::vector<std::uint32_t>>> inside(grids.size());
        for (std::size_t g = 0; g < grids.size(); ++g) inside[g].resize(grids[g].cells.size());
        const auto place = [&](std::uint32_t r) {
            const Run& run = page_.runs[r];
            const float x = (run.left + run.right) / 2, y = (run.top + run.bottom) / 2;
            for (std::size_t g = grids.size(); g-- > 0;) {
                if (!within(grids[g].box, x, y)) continue;
                for (std::size_t c = 0; c < grids[g].cells.size(); ++c)
                    if (within(grids[g].cells[c].box, x, y)) {
                        inside[g][c].push_back(r);
                        return true;
                    }
            }
            return false;
        };
        for (const std::uint32_t r : runs)
            if (!place(r)) free.push_back(r);
        for (std::size_t g = 0; g < grids.size(); ++g) {
            if (std::all_of(inside[g].begin(), inside[g].end(),
                            [](const auto& cell) { return cell.empty(); }))
                continue;
            turn_grid(grids[g], inside[g], direction_of(page_, inside[g]));
            tables_.push_back(table_item(grids[g], inside[g]));
            boxes_.push_back(grids[g].box);
        }
        return free;
    }

    Item table_item(const Grid& grid, const std::vector<std::vector<std::uint32_t>>& cells) {
        Item table;
        table.kind = BlockKind::table;
        std::uint16_t fragment = 0;
        for (std::size_t c = 0; c < grid.cells.size(); ++c) {
            while (table.children.size() <= grid.cells[c].row)
                table.children.emplace_back().kind = BlockKind::row;
            Item& cell = table.children[grid.cells[c].row].children.emplace_back();
            cell.kind = BlockKind::cell;
            cell.column_span = grid.cells[c].column_span;
            cell.row_span = grid.cells[c].row_span;
            const Strip room{0, static_cast<float>(grid.cells[c].box.right)};
            cell.children = PageRegion(work_, page_index_, room, fragment).read(cells[c], false);
        }
        return table;
    }

    /// A table stands above every row that begins below its top.
    void insert_table(Segments& segments, std::size_t t) const {
        Segment segment;
        segment.table = static_cast<int>(t);
        segment.left = static_cast<float>(boxes_[t].left);
        segment.right = static_cast<float>(boxes_[t].right);
        segment.top = static_cast<float>(boxes_[t].top);
        segment.bottom = static_cast<float>(boxes_[t].bottom);
        const auto at = std::find_if(segments.begin(), segments.end(),
                                     [&](const Segment& s) { return s.top > segment.top; });
        segment.row = at == segments.end() ? (segments.empty() ? 0 : segments.back().row + 1) : at->row;
        for (auto s = at; s != segments.end(); ++s) ++s->row;
        segments.insert(at, std::move(segment));
    }

    void put(Column& column) {
        if (!column.cells.empty()) {
            items_.push_back(rows_item(work_, page_index_, column.segments, column.cells));
            ++fragment_;
            return;
        }
        Item empty;
        empty.edge = wrap_edge(page_, column);
        empty.margin = 1e9F;
        for (const Segment& segment : column.segments)
            if (segment.table < 0) empty.margin = std::min(empty.margin, segment.left);
        // A page that begins within a list has no text at the margin.
        if (column.room.left > 0) empty.margin = std::min(empty.margin, column.room.left);
        Item text = empty;
        const auto flush = [&] {
            if (!text.lines.empty()) items_.push_back(std::move(text));
            text = empty;
        };
        Segments& segments = column.segments;
        for (std::size_t i = 0; i < segments.size();) {
            if (segments[i].table >= 0) {
                flush();
                items_.push_back(std::move(tables_[static_cast<std::size_t>(segments[i++].table)]));
                continue;
            }
            std::vector<Piece> pieces;
            const std::size_t row = segments[i].row;
            for (; i < segments.size() && segments[i].row == row && segments[i].table < 0; ++i)
                pieces.insert(pieces.end(), segments[i].pieces.begin(), segments[i].pieces.end());
            Line line = make_line(work_, page_index_, std::move(pieces));
            if (line.text.empty()) continue;
            line.fragment = fragment_;
            text.lines.push_back(std::move(line));
        }
        flush();
        ++fragment_;
    }

    /// Lines that end before a box wrap there: at the longest of them.
    void make_way(const Box& box) {
        std::vector<Line*> lines;
        float edge = 0;
        for (Item& item : items_)
            for (Line& line : item.lines) {
                const double middle = (line.box.top + line.box.bottom) / 2;
                if (middle < box.top || middle > box.bottom || line.box.right > box.left + 1) continue;
                lines.push_back(&line);
                edge = std::max(edge, static_cast<float>(line.box.right));
            }
        for (Line* line : lines) line->edge = lines.size() > 1 ? edge : static_cast<float>(box.left);
    }

    /// A call-out stands where the paragraph begins that it stands beside.
    void put_call_out(const CallOut& call_out) {
        Item item;
        append_lines(work_, page_index_, call_out.runs, item.lines);
        if (item.lines.empty()) return;
        for (Line& line : item.lines) line.fragment = fragment_;
        ++fragment_;
        item.basis = "set large beside the text";
        insert_frame(items_, std::move(item), call_out.box);
    }

    /// Text that runs up, down or upside down is no part of any column.
    void put_turned(const std::vector<std::uint32_t>& runs) {
        Item item;
        append_lines(work_, page_index_, runs, item.lines);
        for (Line& line : item.lines) line.fragment = fragment_;
        if (!item.lines.empty()) items_.push_back(std::move(item));
        ++fragment_;
    }

    Work& work_;
    std::uint32_t page_index_;
    const PageContent& page_;
    Strip room_;
    std::uint16_t& fragment_;
    std::vector<Item> tables_;
    std::vector<Box> boxes_;  ///< of the tables
    std::vector<Item> items_;
};

}  // namespace

std::vector<Item> read_columns(Work& work, const std::vector<std::vector<RunRef>>& loose) {
    std::vector<Item> items;
    const Strip room = usual_edges(work, loose);
    for (std::uint32_t p = 0; p < loose.size(); ++p) {
        if (loose[p].empty()) continue;
        std::vector<std::uint32_t> runs;
        for (const RunRef& ref : loose[p]) runs.push_back(ref.run);
        std::uint16_t fragment = 0;
        for (Item& item : PageRegion(work, p, room, fragment).read(runs, true))
            items.push_back(std::move(item));
    }
    return items;
}

}  // namespace sheaf::pdf
