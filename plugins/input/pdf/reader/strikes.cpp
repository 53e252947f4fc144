#include "strikes.hpp"

#include <algorithm>
#include <set>

#include "places.hpp"

namespace sheaf::pdf {
namespace {

class Strikes {
  public:
    Strikes(const PageContent& page, const Painted& painted) : page_(page), painted_(painted) {}

    /// Lines go through the words that they strike out, above the baseline and below the tops of small letters, and end
    /// where the words end: what goes on is a rule of the page that happens to touch them.
    std::vector<std::uint32_t> run() {
        std::vector<Line> lines;
        for (const Rule& rule : page_.rules) {
            const double height = rule.box.bottom - rule.box.top, width = rule.box.right - rule.box.left;
            if (height <= 3 && width >= 3 * height && width >= 2 && !alike(rule.color, 0xFFFFFF))
                lines.push_back({(rule.box.top + rule.box.bottom) / 2, &rule.box, 1e9, -1e9, 0, {}});
        }
        std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.y < b.y; });
        for (const Run& run : page_.runs) {
            if (lines.empty() && painted_.struck.empty() && painted_.strokes().empty()) break;
            if (!is_level(run)) continue;
            const double size = static_cast<double>(run.size),
                         low = static_cast<double>(run.baseline) - 0.45 * size,
                         high = static_cast<double>(run.baseline) - 0.15 * size;
            auto line = std::lower_bound(lines.begin(), lines.end(), low,
                                         [](const Line& one, double y) { return one.y < y; });
            for (; line != lines.end() && line->y <= high; ++line) go_through(*line, run);
            for (const Box& box : painted_.struck)
                for (std::uint32_t g = run.first; g < run.first + run.count; ++g)
                    if (holds(box, middle_of(run, page_.glyphs[g]))) struck_.push_back(g);
            for (const Stroke& stroke : painted_.strokes())
                if (stroke.wild)
                    strike_scribbled(stroke, run);
                else if (!stroke.aslant)
                    strike_roughly(stroke, run);
        }
        for (const Stroke& stroke : painted_.strokes())
            if (stroke.aslant) strike_block(stroke);
        for (const Line& line : lines) {
            const double length = line.box->right - line.box->left;
            const double over =
                std::max(line.left - line.box->left, 0.0) + std::max(line.box->right - line.right, 0.0);
            if (line.glyphs.empty() || line.inked < 0.5 * length || over > std::min(8.0, 0.4 * length))
                continue;
            struck_.insert(struck_.end(), line.glyphs.begin(), line.glyphs.end());
        }
        return std::move(struck_);
    }

  private:
    /// A level line that may go through words.
    struct Line {
        double y = 0;
        const Box* box = nullptr;
        double left = 1e9, right = -1e9, inked = 0;  ///< what it goes through
        std::vector<std::uint32_t> glyphs;
    };

    /// A line drawn by hand strikes out the letters that it passes between their feet and their heads, where it does so
    /// nearly all along the run's part beside it.
    void strike_roughly(const Stroke& stroke, const Run& run) {
        const double size = static_cast<double>(run.size), foot = static_cast<double>(run.baseline);
        if (stroke.box.left > static_cast<double>(run.right) ||
            stroke.box.right < static_cast<double>(run.left) || stroke.box.top > foot ||
            stroke.box.bottom < foot - 0.6 * size || alike(stroke.rgb, 0xFFFFFF))
            return;
        std::vector<std::uint32_t> passed;
        std::size_t beside = 0;
        for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
            const GlyphMiddle at = middle_of(run, page_.glyphs[g]);
            if (at.x < stroke.box.left || at.x > stroke.box.right) continue;
            ++beside;
            const double y = height_at(stroke, at.x);
            if (y < foot - 0.08 * size && y > foot - 0.6 * size) passed.push_back(g);
        }
        if (passed.size() < 3 || 10 * passed.size() < 9 * beside) return;
        struck_.insert(struck_.end(), passed.begin(), passed.end());
    }

    /// A scribble strikes out the letters of the run below it where it goes through most of them. The lines of charts go
    /// through few.
    void strike_scribbled(const Stroke& stroke, const Run& run) {
        const double foot = static_cast<double>(run.baseline),
                     head = foot - 0.6 * static_cast<double>(run.size);
        if (foot < stroke.box.top || head > stroke.box.bottom || alike(stroke.rgb, 0xFFFFFF)) return;
        std::vector<std::uint32_t> below;
        std::size_t passed = 0, letters = 0;
        for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
            const Glyph& glyph = page_.glyphs[g];
            const Rect box{static_cast<double>(glyph.left), head, static_cast<double>(glyph.right), foot};
            if (box.left < stroke.box.left - 2 || box.right > stroke.box.right + 2) continue;
            below.push_back(g);
            if (is_space(page_, glyph)) continue;
            ++letters;
            for (std::size_t i = 1; i < stroke.points.size(); ++i)
                if (goes_through(stroke.points[i - 1], stroke.points[i], box)) {
                    ++passed;
                    break;
                }
        }
        constexpr std::size_t fewest = 4;
        if (passed < fewest || 10 * passed < 6 * letters) return;
        struck_.insert(struck_.end(), below.begin(), below.end());
    }

    /// Whether a line goes through a letter's box: some point of it lies inside.
    static bool goes_through(const Point& a, const Point& b, const Rect& box) {
        double from = 0, to = 1;  // of the way from a to b
        const auto cut = [&](double start, double way, double low, double high) {
            if (std::abs(way) < 1e-9) return start >= low && start <= high;
            const auto [in, out] = std::minmax({(low - start) / way, (high - start) / way});
            from = std::max(from, in);
            to = std::min(to, out);
            return from <= to;
        };
        return cut(a.x, b.x - a.x, box.left, box.right) && cut(a.y, b.y - a.y, box.top, box.bottom);
    }

    /// A line aslant from one side of a block to the other strikes out what lies between its ends, and so does a cross, over
    /// however much.
    void strike_block(const Stroke& stroke) {
        if (alike(stroke.rgb, 0xFFFFFF)) return;
        std::vector<const Run*> near;
        for (const Run& run : page_.runs)
            if (is_level(run) && Rect{run.left, run.top, run.right, run.bottom}.touches(stroke.box))
                near.push_back(&run);
        if (!is_crossed(stroke) && !runs_over_text(stroke, near)) return;
        for (const Run* run : near)
            for (std::uint32_t g = run->first; g < run->first + run->count; ++g) {
                const GlyphMiddle at = middle_of(*run, page_.glyphs[g]);
                if (at.x >= stroke.box.left && at.x <= stroke.box.right && at.y >= stroke.box.top - 2 &&
                    at.y <= stroke.box.bottom + 2)
                    struck_.push_back(g);
            }
    }

    /// The line runs over lines of text for most of its way, where arrows and the lines of drawings run over paper.
    static bool runs_over_text(const Stroke& stroke, const std::vector<const Run*>& near) {
        constexpr int points = 40, least = 16;
        int over = 0;
        std::set<int> baselines;  // that it crosses, by tenths of a point
        for (int i = 0; i < points; ++i) {
            const double y = stroke.box.top + (stroke.box.bottom - stroke.box.top) * (i + 0.5) / points,
                         x = crossing(stroke, y);
            const auto run = std::find_if(near.begin(), near.end(), [&](const Run* one) {
                return x > static_cast<double>(one->left) && x < static_cast<double>(one->right) &&
                       y > static_cast<double>(one->top) && y < static_cast<double>(one->bottom);
            });
            if (run == near.end()) continue;
            ++over;
            baselines.insert(static_cast<int>((*run)->baseline * 10));
        }
        return over >= least && baselines.size() >= 2;
    }

    /// Another line goes from corner to corner of the same box, the other way.
    bool is_crossed(const Stroke& stroke) const {
        const auto rises = [](const Stroke& one) {
            return (one.points.back().x - one.points.front().x) *
                       (one.points.back().y - one.points.front().y) >
                   0;
        };
        const auto near = [](double a, double b, double length) { return std::abs(a - b) < 0.25 * length; };
        const double width = stroke.box.right - stroke.box.left, height = stroke.box.bottom - stroke.box.top;
        return std::any_of(painted_.strokes().begin(), painted_.strokes().end(), [&](const Stroke& other) {
            return other.aslant && rises(other) != rises(stroke) &&
                   near(other.box.left, stroke.box.left, width) &&
                   near(other.box.right, stroke.box.right, width) &&
                   near(other.box.top, stroke.box.top, height) &&
                   near(other.box.bottom, stroke.box.bottom, height);
        });
    }

    /// Where a straight line is at that height.
    static double crossing(const Stroke& stroke, double y) {
        const Point &a = stroke.points.front(), &b = stroke.points.back();
        return a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
    }

    static double height_at(const Stroke& stroke, double x) {
        for (std::size_t i = 1; i < stroke.points.size(); ++i) {
            const Point &a = stroke.points[i - 1], &b = stroke.points[i];
            if ((a.x <= x) != (b.x <= x)) return a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y);
        }
        return stroke.points.back().y;
    }

    void go_through(Line& line, const Run& run) const {
        if (line.box->left > static_cast<double>(run.right) ||
            line.box->right < static_cast<double>(run.left))
            return;
        for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
            const Glyph& glyph = page_.glyphs[g];
            const double left = static_cast<double>(glyph.left), right = static_cast<double>(glyph.right);
            const double middle = (left + right) / 2;
            if (middle < line.box->left || middle > line.box->right) continue;
            line.glyphs.push_back(g);
            line.inked += right - left;
            if (is_space(page_, glyph)) continue;
            line.left = std::min(line.left, left);
            line.right = std::max(line.right, right);
        }
    }

    const PageContent& page_;
    const Painted& painted_;
    std::vector<std::uint32_t> struck_;
};

}  // namespace

std::vector<std::uint32_t> find_struck(const PageContent& page, const Painted& painted) {
    return Strikes(page, painted).run();
}

}  // namespace sheaf::pdf
