#include "layout/columns.hpp"

#include <algorithm>

#include "layout/rows.hpp"
#include "layout/sides.hpp"

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

/// Rows that share a gutter.
struct Gutter {
    std::size_t end = 0;  ///< behind their last segment
    Strip strip;
};

/// From `first` on as many rows as share a gutter; none when `end` is `first`. `edges` is between which the text stands.
Gutter find_gutter(const PageContent& page, const Segments& segments, std::size_t first, Strip edges) {
    Gutter result{first, {}};
    Cover cover;
    for (std::size_t j = first; j < segments.size();) {
        const std::size_t row = segments[j].row;
        for (; j < segments.size() && segments[j].row == row; ++j) cover.add(segments[j]);
        const std::vector<Strip> white = cover.strips();
        const bool leaves_room =
            cover.left() < edges.left + 6 && cover.right() > edges.right - 0.1F * (edges.right - edges.left);
        if (white.empty() && leaves_room) break;
        Strip found = gutter(segments, first, j, white, cover.size());
        for (const Strip& strip : white)
            if (found.right <= found.left && !side_headings(page, segments, first, j, strip).empty())
                found = strip;
        if (found.right > found.left) result = {j, found};
    }
    return result;
}

/// Entries with their page numbers are lines of text.
bool are_entries(const Segments& segments, std::size_t first, std::size_t end,
                 const std::vector<Strip>& cells) {
    return cells.size() == 1 &&
           std::all_of(segments.begin() + static_cast<std::ptrdiff_t>(first),
                       segments.begin() + static_cast<std::ptrdiff_t>(end), [&](const Segment& s) {
                           return s.left < cells.front().right - 0.1F || s.right - s.left < 2 * s.size;
                       });
}

class Orderer {
  public:
    Orderer(const Work& work, const PageContent& page, std::vector<Column>& columns)
        : work_(work), page_(page), columns_(columns) {}

    /// Segments by row, then from left to right. `room` is where they could stand.
    void order(Segments segments, Strip room) {
        if (segments.size() > most_segments) {
            columns_.push_back({std::move(segments), {}, room});
            return;
        }
        Strip edges{1e9F, -1e9F};
        for (const Segment& segment : segments) {
            edges.left = std::min(edges.left, segment.left);
            edges.right = std::max(edges.right, segment.right);
        }
        Segments plain;
        const auto flush = [&] {
            if (!plain.empty()) columns_.push_back({std::move(plain), {}, room});
            plain.clear();
        };
        for (std::size_t i = 0; i < segments.size();) {
            const auto [end, strip] = find_gutter(page_, segments, i, edges);
            if (end == i) {
                plain.push_back(std::move(segments[i++]));
                continue;
            }
            if (const std::vector<std::size_t> heads = side_headings(page_, segments, i, end, strip);
                !heads.empty()) {
                flush();
                put_side_headings(segments, i, end, strip, heads, room);
                i = end;
                continue;
            }
            if (CentredRows centred = centred_rows(work_, page_, segments, i, end, strip);
                centred.end > centred.first &&
                !are_entries(centred.segments, 0, centred.segments.size(),
                             cell_strips(centred.segments, 0, centred.segments.size()))) {
                for (; i < centred.first; ++i) plain.push_back(std::move(segments[i]));
                flush();
                Column& column = columns_.emplace_back();
                column.cells = cell_strips(centred.segments, 0, centred.segments.size());
                column.segments = std::move(centred.segments);
                i = centred.end;
                continue;
            }
            const TableRows table = table_rows(page_, segments, i, end, strip);
            if (!table.rows) {
                flush();
                put_sides(segments, i, table.end, strip, room);
                i = table.end;
                continue;
            }
            for (; i < table.first; ++i) plain.push_back(std::move(segments[i]));
            std::vector<Strip> cells = cell_strips(segments, i, table.end);
            if (are_entries(segments, i, table.end, cells)) {
                for (; i < table.end; ++i) plain.push_back(std::move(segments[i]));
                continue;
            }
            flush();
            Column& column = columns_.emplace_back();
            column.cells = std::move(cells);
            for (; i < table.end; ++i) column.segments.push_back(std::move(segments[i]));
        }
        flush();
    }

  private:
    /// What stands left of the strip, then what stands right of it; signatures row by row.
    void put_sides(Segments& segments, std::size_t first, std::size_t end, Strip strip, Strip room) {
        std::vector<std::size_t> ends = signature_rows(page_, segments, first, end, strip);
        if (!ends.empty()) ends.erase(ends.begin());
        ends.push_back(end);
        for (const std::size_t stop : ends) {
            Segments left, right;
            for (; first < stop; ++first)
                (segments[first].right <= strip.left + 0.1F ? left : right)
                    .push_back(std::move(segments[first]));
            order(std::move(left), {room.left, strip.right});
            order(std::move(right), {0, room.right});
        }
    }

    /// Each heading before the rows that begin beside it. `heads` are the first segments of the headings.
    void put_side_headings(Segments& segments, std::size_t first, std::size_t end, Strip strip,
                           const std::vector<std::size_t>& heads, Strip room) {
        const bool left = segments[heads.front()].right <= strip.left + 0.1F;
        const Strip beside = left ? Strip{0, room.right} : Strip{room.left, strip.right};
        for (std::size_t h = 0; h <= heads.size(); ++h) {
            // Rows that stand beside a heading's first line may come a little before it.
            const auto level = [&](std::size_t head) {
                return segments[head].top - 0.7F * segments[head].size;
            };
            const float from = h == 0 ? -1e9F : level(heads[h - 1]);
            const float to = h == heads.size() ? 1e9F : level(heads[h]);
            Segments head, text;
            for (std::size_t i = first; i < end; ++i) {
                const Segment& s = segments[i];
                if (s.pieces.empty() && s.table < 0) continue;
                if (s.top < from || s.top >= to) continue;
                ((s.right <= strip.left + 0.1F) == left ? head : text).push_back(s);
            }
            if (!head.empty()) columns_.push_back({std::move(head), {}, {0, left ? strip.left : room.right}});
            order(std::move(text), beside);
        }
    }

    const Work& work_;
    const PageContent& page_;
    std::vector<Column>& columns_;
};

}  // namespace

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

std::vector<Column> columns_of(const Work& work, const PageContent& page, Segments segments, Strip room) {
    std::vector<Column> columns;
    Orderer(work, page, columns).order(std::move(segments), room);
    return columns;
}

}  // namespace sheaf::pdf
