#include "layout/grid.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sheaf::pdf {
namespace {

/// A horizontal (at y, from start to end in x) or vertical (at x, in y) line.
struct GridLine {
    double at, start, end;
};

/// Pages with more are drawings, or hostile.
constexpr std::size_t most_rules = 5000, most_cells = 5000;
constexpr double thin = 2.5;      ///< lines are no thicker, in points
constexpr double near_ = 3.0;     ///< lines meet when they are no further apart
constexpr double one_line = 2.0;  ///< lines this close are one

/// Joins strokes that lie on one line and touch.
std::vector<GridLine> merged(std::vector<GridLine> strokes) {
    std::sort(strokes.begin(), strokes.end(), [](const GridLine& a, const GridLine& b) {
        return a.at != b.at ? a.at < b.at : a.start < b.start;
    });
    std::vector<GridLine> result;
    for (const GridLine& stroke : strokes) {
        bool joined = false;
        for (auto other = result.rbegin(); other != result.rend() && stroke.at - other->at < one_line;
             ++other)
            if (stroke.start <= other->end + near_ && stroke.end >= other->start - near_) {
                other->start = std::min(other->start, stroke.start);
                other->end = std::max(other->end, stroke.end);
                joined = true;
                break;
            }
        if (!joined) result.push_back(stroke);
    }
    return result;
}

void add_distinct(std::vector<double>& values, double value) {
    for (const double v : values)
        if (std::abs(v - value) < one_line + 1) return;
    values.push_back(value);
}

bool drawn(const std::vector<const GridLine*>& strokes, double at, double through) {
    return std::any_of(strokes.begin(), strokes.end(), [&](const GridLine* s) {
        return std::abs(s->at - at) < one_line + 1 && s->start - near_ < through && s->end + near_ > through;
    });
}

Grid grid_of(const std::vector<const GridLine*>& across, const std::vector<const GridLine*>& down) {
    std::vector<double> ys, xs;
    double left = 1e9, right = -1e9;
    for (const GridLine* s : across) {
        add_distinct(ys, s->at);
        left = std::min(left, s->start);
        right = std::max(right, s->end);
    }
    for (const GridLine* s : down) add_distinct(xs, s->at);
    // Tables may be open at their sides.
    std::sort(xs.begin(), xs.end());
    if (xs.empty() || left < xs.front() - 6) xs.insert(xs.begin(), left);
    if (right > xs.back() + 6) xs.push_back(right);
    std::sort(ys.begin(), ys.end());
    Grid grid;
    if (ys.size() < 2 || xs.size() < 2) return grid;
    grid.rows = ys.size() - 1;
    grid.columns = xs.size() - 1;
    if (grid.rows * grid.columns > most_cells) return grid;
    grid.box = {xs.front(), ys.front(), xs.back(), ys.back()};
    std::vector<bool> taken(grid.rows * grid.columns, false);
    for (std::size_t r = 0; r < grid.rows; ++r)
        for (std::size_t c = 0; c < grid.columns; ++c) {
            if (taken[r * grid.columns + c]) continue;
            const double y = (ys[r] + ys[r + 1]) / 2;
            std::size_t last_column = c;
            while (last_column + 1 < grid.columns && !drawn(down, xs[last_column + 1], y)) ++last_column;
            const double x = (xs[c] + xs[last_column + 1]) / 2;
            std::size_t last_row = r;
            while (last_row + 1 < grid.rows && !drawn(across, ys[last_row + 1], x)) ++last_row;
            for (std::size_t i = r; i <= last_row; ++i)
                for (std::size_t k = c; k <= last_column; ++k) taken[i * grid.columns + k] = true;
            grid.cells.push_back({r,
                                  c,
                                  static_cast<int>(last_row - r + 1),
                                  static_cast<int>(last_column - c + 1),
                                  {xs[c], ys[r], xs[last_column + 1], ys[last_row + 1]}});
        }
    return grid;
}

}  // namespace

std::vector<Grid> find_grids(const PageContent& page) {
    if (page.rules.size() > most_rules) return {};
    std::vector<GridLine> across, down;
    for (const Rule& rule : page.rules) {
        const Box& b = rule.box;
        const double width = b.right - b.left, height = b.bottom - b.top;
        if (height <= thin && width >= 8)
            across.push_back({(b.top + b.bottom) / 2, b.left, b.right});
        else if (width <= thin && height >= 5)
            down.push_back({(b.left + b.right) / 2, b.top, b.bottom});
        else if (!rule.filled && width > 20 && height > 8) {
            across.push_back({b.top, b.left, b.right});
            across.push_back({b.bottom, b.left, b.right});
            down.push_back({b.left, b.top, b.bottom});
            down.push_back({b.right, b.top, b.bottom});
        }
    }
    if (across.size() < 2 || down.empty()) return {};
    across = merged(std::move(across));
    down = merged(std::move(down));

    // Lines that meet, directly or over others, make one grid.
    std::vector<std::size_t> root(across.size() + down.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    };
    for (std::size_t h = 0; h < across.size(); ++h)
        for (std::size_t v = 0; v < down.size(); ++v)
            if (down[v].at > across[h].start - near_ && down[v].at < across[h].end + near_ &&
                across[h].at > down[v].start - near_ && across[h].at < down[v].end + near_)
                root[find(h)] = find(across.size() + v);

    std::vector<Grid> grids;
    for (std::size_t i = 0; i < root.size(); ++i) {
        if (find(i) != i) continue;
        std::vector<const GridLine*> h, v;
        for (std::size_t k = 0; k < across.size(); ++k)
            if (find(k) == i) h.push_back(&across[k]);
        for (std::size_t k = 0; k < down.size(); ++k)
            if (find(across.size() + k) == i) v.push_back(&down[k]);
        if (h.size() < 2 || v.empty()) continue;
        Grid grid = grid_of(h, v);
        const double area = (grid.box.right - grid.box.left) * (grid.box.bottom - grid.box.top);
        if (grid.cells.empty() || (grid.cells.size() == 1 && area > 0.7 * page.width * page.height)) continue;
        grids.push_back(std::move(grid));
    }
    std::sort(grids.begin(), grids.end(), [](const Grid& a, const Grid& b) {
        return a.box.top != b.box.top ? a.box.top < b.box.top : a.box.left < b.box.left;
    });
    return grids;
}

}  // namespace sheaf::pdf
