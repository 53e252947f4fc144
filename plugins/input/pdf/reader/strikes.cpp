#include "strikes.hpp"

#include <algorithm>

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
            if (run.direction != 0 || run.oblique || run.clipped || run.optional_hidden) continue;
            const double size = static_cast<double>(run.size),
                         low = static_cast<double>(run.baseline) - 0.45 * size,
                         high = static_cast<double>(run.baseline) - 0.15 * size;
            auto line = std::lower_bound(lines.begin(), lines.end(), low,
                                         [](const Line& one, double y) { return one.y < y; });
            for (; line != lines.end() && line->y <= high; ++line) go_through(*line, run);
            for (const Box& box : painted_.struck)
                for (std::uint32_t g = run.first; g < run.first + run.count; ++g)
                    if (holds(box, middle_of(run, page_.glyphs[g]))) struck_.push_back(g);
            for (const Stroke& stroke : painted_.strokes()) strike_roughly(stroke, run);
        }
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
