// Paths, as far as they are ruled lines, boxes and clips, and images.
#include <cmath>

#include "interpreter.hpp"

namespace sheaf::pdf {
namespace {

constexpr std::size_t max_path_points = 20000, max_rules = 100000, max_images = 20000;
constexpr double straightness = 0.5;  // points by which a line may be off the axis

bool level(Point a, Point b) {
    return std::abs(a.y - b.y) < straightness;
}
bool upright(Point a, Point b) {
    return std::abs(a.x - b.x) < straightness;
}

}  // namespace

void Interpreter::add_point(double x, double y, bool begins) {
    if (path_.size() >= max_path_points) return;
    path_.push_back({state_.ctm(x, y), begins || path_.empty(), true});
}

void Interpreter::add_rectangle(double x, double y, double width, double height) {
    add_point(x, y, true);
    add_point(x + width, y, false);
    add_point(x + width, y + height, false);
    add_point(x, y + height, false);
    add_point(x, y, false);
}

void Interpreter::add_rule(const Rect& box, bool filled, std::uint32_t color) {
    if (page_.rules.size() >= max_rules) return;
    // Lines have no area: a little room, so that those on the clip's edge count.
    const Rect seen = Rect{box.left - 0.01, box.top - 0.01, box.right + 0.01, box.bottom + 0.01}
                          .intersection(state_.clip)
                          .intersection(page_box_);
    if (!(seen.left < seen.right && seen.top < seen.bottom)) return;
    const auto within = [](double v, double low, double high) {
        return place(std::min(std::max(v, low), high));
    };
    page_.rules.push_back(
        {{within(box.left, seen.left, seen.right), within(box.top, seen.top, seen.bottom),
          within(box.right, seen.left, seen.right), within(box.bottom, seen.top, seen.bottom)},
         filled,
         color});
}

void Interpreter::paint(bool fill, bool stroke) {
    if (mark_.hidden) {
        end_path();
        return;
    }
    const double scale = std::sqrt(std::abs(state_.ctm.a * state_.ctm.d - state_.ctm.b * state_.ctm.c));
    const double half = std::max(std::abs(state_.line_width) * scale, 0.1) / 2;
    for (std::size_t first = 0; first < path_.size();) {
        std::size_t end = first + 1;
        bool straight = true;
        for (; end < path_.size() && !path_[end].begins; ++end) straight = straight && path_[end].straight;
        const std::size_t count = end - first;
        const PathPoint* p = path_.data() + first;
        // Four corners, perhaps with the first repeated, sides along the axes.
        const bool closed =
            count == 4 || (count == 5 && level(p[0].at, p[4].at) && upright(p[0].at, p[4].at));
        const bool box = straight && closed &&
                         ((level(p[0].at, p[1].at) && upright(p[1].at, p[2].at) && level(p[2].at, p[3].at) &&
                           upright(p[3].at, p[0].at)) ||
                          (upright(p[0].at, p[1].at) && level(p[1].at, p[2].at) &&
                           upright(p[2].at, p[3].at) && level(p[3].at, p[0].at)));
        if (box) {
            const Rect rect = Rect::of(p[0].at, p[2].at);
            add_rule(rect, fill, fill ? state_.fill.rgb : state_.stroke.rgb);
        } else if (stroke) {
            for (std::size_t i = 1; i < count; ++i) {
                if (!p[i].straight || !(level(p[i - 1].at, p[i].at) || upright(p[i - 1].at, p[i].at)))
                    continue;
                Rect line = Rect::of(p[i - 1].at, p[i].at);
                if (std::max(line.right - line.left, line.bottom - line.top) < 1) continue;
                if (line.right - line.left > line.bottom - line.top)
                    line.top -= half, line.bottom += half;
                else
                    line.left -= half, line.right += half;
                add_rule(line, false, state_.stroke.rgb);
            }
        }
        first = end;
    }
    end_path();
}

void Interpreter::end_path() {
    if (clip_pending_ && !path_.empty()) {
        Rect box = Rect::of(path_[0].at, path_[0].at);
        for (const PathPoint& p : path_) box.add(p.at);
        state_.clip = state_.clip.intersection(box);
    }
    clip_pending_ = false;
    path_.clear();
}

void Interpreter::add_image() {
    if (mark_.hidden || page_.images.size() >= max_images) return;
    const Rect box = state_.ctm(Rect{0, 0, 1, 1}).intersection(state_.clip);
    if (!(box.left < box.right && box.top < box.bottom)) return;
    page_.images.push_back(
        {{place(box.left), place(box.top), place(box.right), place(box.bottom)}, mark_.mcid});
}

}  // namespace sheaf::pdf
