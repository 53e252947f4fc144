#include "layout/frames.hpp"

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {
namespace {

/// Pages with more filled boxes are drawings, or hostile.
constexpr std::size_t most_panels = 60;

/// Baselines of the runs inside a box, and of those that stand beside it.
struct FrameHeights {
    std::vector<float> inside, beside;
};

FrameHeights heights_at(const PageContent& page, const std::vector<std::uint32_t>& runs, const Box& box) {
    FrameHeights heights;
    const auto add = [](std::vector<float>& to, float height) {
        if (std::none_of(to.begin(), to.end(), [&](float other) { return std::abs(other - height) < 1; }))
            to.push_back(height);
    };
    for (const std::uint32_t r : runs) {
        const Run& run = page.runs[r];
        if (run.direction != 0 || run.right <= run.left || run.baseline < box.top ||
            run.baseline > box.bottom)
            continue;
        if (run.left > box.left - 1 && run.right < box.right + 1)
            add(heights.inside, run.baseline);
        else if (run.right <= box.left + 1 || run.left >= box.right - 1)
            add(heights.beside, run.baseline);
        else
            return {};  // text crosses its edge
    }
    return heights;
}

}  // namespace

bool within(const Box& box, float x, float y) {
    return x > box.left - 1 && x < box.right + 1 && y > box.top - 1 && y < box.bottom + 1;
}

bool is_frame(const Item& table) {
    return table.children.size() == 1 && table.children.front().children.size() == 1;
}

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

std::vector<Grid> find_panels(const PageContent& page, const std::vector<std::uint32_t>& runs,
                              const std::vector<Grid>& grids) {
    std::vector<Grid> panels;
    std::size_t seen = 0;
    for (const Rule& rule : page.rules) {
        const Box& box = rule.box;
        if (!rule.filled || rule.color == 0xFFFFFF || box.right - box.left < 60 ||
            box.bottom - box.top < 30 || box.right - box.left > 0.6 * page.width)
            continue;
        if (++seen > most_panels) break;
        const auto overlaps = [&](const Grid& grid) {
            return grid.box.left < box.right && grid.box.right > box.left && grid.box.top < box.bottom &&
                   grid.box.bottom > box.top;
        };
        if (std::any_of(grids.begin(), grids.end(), overlaps) ||
            std::any_of(panels.begin(), panels.end(), overlaps))
            continue;
        const FrameHeights heights = heights_at(page, runs, box);
        if (heights.inside.size() < 2 || heights.beside.size() < 2) continue;
        // Cells of a table that is shaded in stripes share the baselines of those beside them.
        const auto level = std::count_if(heights.inside.begin(), heights.inside.end(), [&](float height) {
            return std::any_of(heights.beside.begin(), heights.beside.end(),
                               [&](float other) { return std::abs(other - height) < 1; });
        });
        if (2 * static_cast<std::size_t>(level) > heights.inside.size()) continue;
        Grid& panel = panels.emplace_back();
        panel.box = box;
        panel.rows = panel.columns = 1;
        panel.cells.push_back({0, 0, 1, 1, box});
    }
    return panels;
}

}  // namespace sheaf::pdf
