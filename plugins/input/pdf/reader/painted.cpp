#include "painted.hpp"

#include <cmath>

namespace sheaf::pdf {
namespace {

constexpr std::size_t most_areas = 20000, most_corners = 200000, most_corners_of_one = 4000;
/// Points: what is thinner neither hides letters nor is their ground.
constexpr double least_area = 2;
/// Strokes that are looked at; and the shape, in points, of one that may go through the words of a line.
constexpr std::size_t most_strokes = 500, most_points = 500;
constexpr double highest_stroke = 9, shortest_stroke = 15, slimness = 4;

/// All points lie near the way from the first to the last, and follow each other on it: a hand does not draw straighter.
bool is_straight(const std::vector<Point>& points) {
    constexpr double most_off = 0.06;  // of the length
    const Point a = points.front(), b = points.back();
    const double x = b.x - a.x, y = b.y - a.y, length = std::hypot(x, y);
    double before = -most_off;
    for (const Point& point : points) {
        const double across = (point.x - a.x) * y - (point.y - a.y) * x,
                     along = (point.x - a.x) * x + (point.y - a.y) * y;
        if (std::abs(across) > most_off * length * length || along < (before - most_off) * length * length)
            return false;
        before = along / (length * length);
    }
    return length > 0;
}

/// The way turns again and again, up and down or left and right.
bool is_to_and_fro(const std::vector<Point>& points) {
    constexpr int fewest_turns = 5;
    int turns_x = 0, turns_y = 0;
    for (std::size_t i = 2; i < points.size(); ++i) {
        const Point &a = points[i - 2], &b = points[i - 1], &c = points[i];
        turns_x += (b.x - a.x) * (c.x - b.x) < 0 ? 1 : 0;
        turns_y += (b.y - a.y) * (c.y - b.y) < 0 ? 1 : 0;
    }
    return std::max(turns_x, turns_y) >= fewest_turns;
}

}  // namespace

void Painted::add_box(const Rect& box, const Rect& clip, Area area) {
    if (area.ink.opacity <= 0) return;
    area.box = box.intersection(clip);
    if (!(area.box.right - area.box.left >= least_area && area.box.bottom - area.box.top >= least_area))
        return;
    if (areas_.size() < most_areas)
        areas_.push_back(area);
    else
        full_ = true;
}

void Painted::add_corners(const std::vector<Corner>& corners, const Rect& clip, Area area) {
    if (corners.size() < 3) return;
    Rect box = Rect::of(corners[0].at, corners[0].at);
    for (const Corner& corner : corners) box.add(corner.at);
    if (corners.size() > most_corners_of_one || corners_.size() + corners.size() > most_corners) {
        // A drawing: where it is open cannot be told, so it hides nothing and is nobody's known ground.
        area.exact = area.ink.known = false;
        add_box(box, clip, area);
        return;
    }
    const std::size_t before = areas_.size();
    area.first = static_cast<std::uint32_t>(corners_.size());
    area.count = static_cast<std::uint32_t>(corners.size());
    add_box(box, clip, area);
    if (areas_.size() > before) corners_.insert(corners_.end(), corners.begin(), corners.end());
}

void Painted::add_stroke(Stroke stroke) {
    if (strokes_.size() >= most_strokes || stroke.points.size() < 2 || stroke.points.size() > most_points)
        return;
    stroke.box = Rect::of(stroke.points.front(), stroke.points.front());
    for (const Point& point : stroke.points) stroke.box.add(point);
    const double width = stroke.box.right - stroke.box.left, height = stroke.box.bottom - stroke.box.top;
    if (width <= shortest_stroke) return;
    stroke.aslant = height >= highest_stroke && is_straight(stroke.points);
    stroke.wild = height >= highest_stroke && !stroke.aslant && is_to_and_fro(stroke.points);
    if (stroke.aslant || stroke.wild || (height < highest_stroke && width > slimness * height))
        strokes_.push_back(std::move(stroke));
}

bool Painted::is_at(const Area& area, double x, double y) const {
    if (x < area.box.left || x > area.box.right || y < area.box.top || y > area.box.bottom) return false;
    if (area.count == 0) return true;
    // How often, and in which sense, the path goes around the point.
    int winding = 0, crossings = 0;
    const Corner* const corners = corners_.data() + area.first;
    for (std::uint32_t first = 0; first < area.count;) {
        std::uint32_t end = first + 1;
        while (end < area.count && !corners[end].begins) ++end;
        Point a = corners[end - 1].at;
        for (std::uint32_t i = first; i < end; ++i) {
            const Point b = corners[i].at;
            if ((a.y <= y) != (b.y <= y) && x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) {
                winding += a.y <= y ? 1 : -1;
                ++crossings;
            }
            a = b;
        }
        first = end;
    }
    return area.even_odd ? crossings % 2 != 0 : winding != 0;
}

}  // namespace sheaf::pdf
