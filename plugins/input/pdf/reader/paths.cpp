// Paths, as far as they are ruled lines, boxes and clips, and images.
#include <cmath>
#include <optional>

#include "interpreter.hpp"

namespace sheaf::pdf {
namespace {

constexpr std::size_t max_path_points = 20000, max_rules = 100000, max_images = 20000, max_shapes = 20000;
constexpr std::size_t most_with_dots = 500;  // a drawing has more
constexpr double straightness = 0.5;         // points by which a line may be off the axis
constexpr double longest_of_wave = 40;       // points: longer parts of a drawn line are lines of their own

bool level(Point a, Point b) {
    return std::abs(a.y - b.y) < straightness;
}
bool upright(Point a, Point b) {
    return std::abs(a.x - b.x) < straightness;
}

/// The box of a small shape that is no box itself and about as high as wide, as bullets are drawn: a circle, a diamond, a
/// stroke with round ends. `half` is half the width of its stroke.
template <typename PathPoint>
std::optional<Rect> dot_of(const PathPoint* p, std::size_t count, double half) {
    constexpr double smallest = 1.2, largest = 12;
    Rect box = Rect::of(p[0].at, p[0].at);
    for (std::size_t i = 1; i < count; ++i) box.add(p[i].at);
    box = Rect{box.left - half, box.top - half, box.right + half, box.bottom + half};
    const double width = box.right - box.left, height = box.bottom - box.top;
    if (width < smallest || width > largest || height < 0.6 * width || height > 1.6 * width)
        return std::nullopt;
    return box;
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

/// Four corners, perhaps with the first repeated, sides along the axes.
bool Interpreter::is_box(const PathPoint* p, std::size_t count) {
    if (count != 4 && !(count == 5 && level(p[0].at, p[4].at) && upright(p[0].at, p[4].at))) return false;
    if (!std::all_of(p + 1, p + count, [](const PathPoint& one) { return one.straight && !one.begins; }))
        return false;
    return (level(p[0].at, p[1].at) && upright(p[1].at, p[2].at) && level(p[2].at, p[3].at) &&
            upright(p[3].at, p[0].at)) ||
           (upright(p[0].at, p[1].at) && level(p[1].at, p[2].at) && upright(p[2].at, p[3].at) &&
            level(p[3].at, p[0].at));
}

void Interpreter::paint(bool fill, bool stroke, bool even_odd) {
    if (mark_.hidden) {
        end_path();
        return;
    }
    const double scale = std::sqrt(std::abs(state_.ctm.a * state_.ctm.d - state_.ctm.b * state_.ctm.c));
    const double half = std::max(std::abs(state_.line_width) * scale, 0.1) / 2;
    for (std::size_t first = 0; first < path_.size();) {
        std::size_t end = first + 1;
        while (end < path_.size() && !path_[end].begins) ++end;
        const std::size_t count = end - first;
        const PathPoint* p = path_.data() + first;
        if (is_box(p, count)) {
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
            add_rough_stroke(p, count);
        }
        if (page_.rules.size() < most_with_dots && !is_box(p, count))
            if (const auto dot = dot_of(p, count, stroke ? half : 0))
                add_rule(*dot, true, fill ? state_.fill.rgb : state_.stroke.rgb);
        // Lines aslant leave letters to be read where level ones of that width blot them out.
        constexpr double least_level = 1, least_aslant = 2;
        for (std::size_t i = 1; stroke && half >= least_level && i < count; ++i)
            if (half >= least_aslant || level(p[i - 1].at, p[i].at) || upright(p[i - 1].at, p[i].at))
                add_stroked(p[i - 1].at, p[i].at, 2 * half);
        first = end;
    }
    if (fill) add_filled(even_odd);
    end_path();
}

/// A line that is not level all along, as somebody's hand draws it, or as a wave.
void Interpreter::add_rough_stroke(const PathPoint* p, std::size_t count) {
    constexpr std::size_t most_sides = 6;  // of a sign that somebody drew over words, such as a Z
    bool is_level = true, is_straight = true;
    Stroke stroke;
    stroke.rgb = state_.stroke.rgb;
    for (std::size_t i = 0; i < count; ++i) {
        is_straight = is_straight && p[i].straight;
        is_level = is_level && p[i].straight && level(p[0].at, p[i].at);
        stroke.points.push_back(p[i].at);
    }
    if (is_straight && count > 2 && count <= most_sides + 1)
        for (std::size_t i = 1; i < count; ++i)
            if (std::abs(p[i].at.x - p[i - 1].at.x) > longest_of_wave && !level(p[i].at, p[i - 1].at))
                painted_.add_stroke({{}, {p[i - 1].at, p[i].at}, state_.stroke.rgb});
    if (!is_level) painted_.add_stroke(std::move(stroke));
}

void Interpreter::end_path() {
    if (clip_pending_ && !path_.empty()) {
        Rect box = Rect::of(path_[0].at, path_[0].at);
        for (const PathPoint& p : path_) box.add(p.at);
        state_.clip = state_.clip.intersection(box);
        state_.clip_exact = state_.clip_exact && is_box(path_.data(), path_.size());
    }
    clip_pending_ = false;
    path_.clear();
}

Ink Interpreter::ink(const Color& color, double opacity) const {
    // Of a pattern nobody knows where it paints.
    const bool is_unclear =
        state_.masked || state_.group_unclear || color.space.kind == ColorSpace::Kind::pattern;
    if (color.space.kind == ColorSpace::Kind::none) opacity = 0;
    return {color.rgb, color.known, static_cast<float>(opacity * state_.group_opacity),
            state_.group_inverts ? Blend::inverting
            : is_unclear         ? Blend::other
                                 : state_.blend};
}

TextInk Interpreter::text_ink() const {
    TextInk out;
    const int mode = state_.render_mode % 4;  // 4 to 7 are the same, and clip (ISO 32000-1, 9.3.6)
    if (mode == 0 || mode == 2) out.fill = ink(state_.fill, state_.fill_opacity);
    if (mode == 1 || mode == 2) out.stroke = ink(state_.stroke, state_.stroke_opacity);
    out.clip_exact = state_.clip_exact;
    return out;
}

/// What is painted now, with that ink.
Area Interpreter::area(const Ink& ink) const {
    Area out;
    out.ink = ink;
    out.glyphs = static_cast<std::uint32_t>(page_.glyphs.size());
    out.exact = state_.clip_exact;
    // What marks words leaves them to be read, however it mixes; as dark as they are, it blots them out.
    if (see_through_ && !(ink.known && is_black(ink.rgb))) out.ink.opacity = 0;
    return out;
}

void Interpreter::add_filled(bool even_odd) {
    Area filled = area(ink(state_.fill, state_.fill_opacity));
    filled.even_odd = even_odd;
    // Of patterns nobody knows how dense they are.
    if (state_.fill.space.kind == ColorSpace::Kind::pattern) filled.exact = false;
    if (is_box(path_.data(), path_.size())) {
        painted_.add_box(Rect::of(path_[0].at, path_[2].at), state_.clip, filled);
        return;
    }
    corners_.clear();
    for (std::size_t first = 0; first < path_.size();) {
        Rect box = Rect::of(path_[first].at, path_[first].at);
        std::size_t end = first;
        for (; end < path_.size() && (end == first || !path_[end].begins); ++end) box.add(path_[end].at);
        if (!is_box(path_.data() + first, end - first)) add_shape(box);
        // Rules of a table are often one path.
        if (box.right - box.left >= 2 && box.bottom - box.top >= 2)
            for (std::size_t i = first; i < end; ++i) corners_.push_back({path_[i].at, i == first});
        first = end;
    }
    painted_.add_corners(corners_, state_.clip, filled);
}

/// A letter may be drawn as one.
void Interpreter::add_shape(const Rect& box) {
    constexpr double least = 2, widest = 60, highest = 40;
    const double width = box.right - box.left, height = box.bottom - box.top;
    const Rect seen = box.intersection(state_.clip);
    if (height < least || height > highest || width > widest || seen.left >= seen.right ||
        seen.top >= seen.bottom || page_.shapes.size() >= max_shapes)
        return;
    page_.shapes.push_back({place(seen.left), place(seen.top), place(seen.right), place(seen.bottom)});
}

void Interpreter::add_stroked(Point from, Point to, double width) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (!(length > 0)) return;
    const double x = (to.y - from.y) / length * width / 2, y = (from.x - to.x) / length * width / 2;
    corners_ = {{{from.x + x, from.y + y}, true},
                {{to.x + x, to.y + y}, false},
                {{to.x - x, to.y - y}, false},
                {{from.x - x, from.y - y}, false}};
    Area stroked = area(ink(state_.stroke, state_.stroke_opacity));
    if (state_.stroke.space.kind == ColorSpace::Kind::pattern) stroked.exact = false;
    painted_.add_corners(corners_, state_.clip, stroked);
}

void Interpreter::add_shading() {
    if (mark_.hidden) return;
    Area shaded = area(ink(state_.fill, state_.fill_opacity));
    shaded.ink.known = shaded.exact = false;
    painted_.add_box(state_.clip, page_box_, shaded);
}

void Interpreter::add_image(const XObject& shown) {
    if (mark_.hidden) return;
    const Rect box = state_.ctm(Rect{0, 0, 1, 1}).intersection(state_.clip);
    if (!(box.left < box.right && box.top < box.bottom)) return;
    Area image = area(ink(state_.fill, state_.fill_opacity));
    image.image = true;
    image.ink.known = false;
    image.exact = image.exact && shown.opaque;
    constexpr double thickest_line = 3;  // points
    const double width = box.right - box.left, height = box.bottom - box.top;
    if (shown.line && std::min(width, height) <= thickest_line && std::max(width, height) > thickest_line)
        add_rule(box, true, shown.opaque ? 0 : state_.fill.rgb);
    if ((state_.ctm.b == 0 && state_.ctm.c == 0) || (state_.ctm.a == 0 && state_.ctm.d == 0)) {
        painted_.add_box(box, state_.clip, image);
    } else {
        corners_ = {{state_.ctm(0, 0), true}, {state_.ctm(1, 0)}, {state_.ctm(1, 1)}, {state_.ctm(0, 1)}};
        painted_.add_corners(corners_, state_.clip, image);
    }
    if (page_.images.size() >= max_images) return;
    page_.images.push_back(
        {{place(box.left), place(box.top), place(box.right), place(box.bottom)}, mark_.mcid, shown.number});
}

}  // namespace sheaf::pdf
