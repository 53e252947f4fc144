// Points, rectangles and the affine maps between coordinate systems.
#pragma once

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {

struct Point {
    double x = 0, y = 0;
};

/// An upright rectangle; empty when `left > right` or `top > bottom`.
struct Rect {
    double left = 0, top = 0, right = 0, bottom = 0;

    void add(Point p) {
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
    }
    static Rect of(Point a, Point b) {
        return {std::min(a.x, b.x), std::min(a.y, b.y), std::max(a.x, b.x), std::max(a.y, b.y)};
    }
    Rect intersection(const Rect& o) const {
        return {std::max(left, o.left), std::max(top, o.top), std::min(right, o.right),
                std::min(bottom, o.bottom)};
    }
    bool touches(const Rect& o) const {
        return left < o.right && o.left < right && top < o.bottom && o.top < bottom;
    }
};

/// x' = a x + c y + e, y' = b x + d y + f, as in PDF.
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

    Point operator()(double x, double y) const { return {a * x + c * y + e, b * x + d * y + f}; }
    /// The map that applies this one first, then `o`.
    Matrix then(const Matrix& o) const {
        return {a * o.a + b * o.c, a * o.b + b * o.d,       c * o.a + d * o.c,
                c * o.b + d * o.d, e * o.a + f * o.c + o.e, e * o.b + f * o.d + o.f};
    }
    /// The upright rectangle around the image of one.
    Rect operator()(const Rect& r) const {
        Rect out = Rect::of((*this)(r.left, r.top), (*this)(r.right, r.bottom));
        out.add((*this)(r.left, r.bottom));
        out.add((*this)(r.right, r.top));
        return out;
    }
    bool finite() const {
        return std::isfinite(a) && std::isfinite(b) && std::isfinite(c) && std::isfinite(d) &&
               std::isfinite(e) && std::isfinite(f);
    }
};

/// A coordinate as it is kept: damaged files place things beyond all bounds, or nowhere.
inline double place(double v) {
    constexpr double bound = 1e6;
    return v > -bound ? (v < bound ? v : bound) : -bound;
}

}  // namespace sheaf::pdf
