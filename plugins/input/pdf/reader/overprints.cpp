#include "overprints.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "places.hpp"

namespace sheaf::pdf {
namespace {

constexpr std::size_t least_marks = 3, most_marks = 1000, most_rows = 2000;  // of a row; of a page
constexpr std::string_view ascii_marks = "_-=/xX#*", first_dash = "\u2010", last_dash = "\u2015";

constexpr std::array<bool, 256> begins_mark = [] {
    std::array<bool, 256> table{};
    for (const char c : ascii_marks) table[static_cast<unsigned char>(c)] = true;
    table[static_cast<unsigned char>(first_dash[0])] = true;
    return table;
}();

/// Marks of one kind that follow each other in a run.
struct Row {
    const Run* run;
    std::uint32_t first, count;
};

class Search {
  public:
    explicit Search(const PageContent& page) : page_(page) {}

    Overprints run() {
        for (const Run& run : page_.runs) find_rows(run);
        if (!rows_.empty() && rows_.size() <= most_rows)
            for (const Row& row : rows_) look_under(row);
        return std::move(found_);
    }

  private:
    static bool is_inked(const Run& run) { return is_level(run) && run.render_mode != 3; }

    std::string_view text_of(std::uint32_t g) const {
        const Glyph& glyph = page_.glyphs[g];
        return std::string_view(page_.text).substr(glyph.text, glyph.length);
    }

    /// Every glyph of a letter is asked: most are none by their first byte.
    bool is_mark(std::uint32_t g) const {
        const Glyph& glyph = page_.glyphs[g];
        if (glyph.length == 0 || !begins_mark[static_cast<unsigned char>(page_.text[glyph.text])])
            return false;
        const std::string_view text = text_of(g);
        return text.size() == 1 ||
               (text.size() == first_dash.size() && first_dash <= text && text <= last_dash);
    }

    void find_rows(const Run& run) {
        if (!is_inked(run)) return;
        const std::uint32_t end = run.first + run.count;
        for (std::uint32_t g = run.first; g < end;) {
            std::uint32_t next = g + 1;
            if (is_mark(g)) {
                const std::string_view mark = text_of(g);
                while (next < end && text_of(next) == mark) ++next;
                if (next - g >= least_marks && next - g <= most_marks) rows_.push_back({&run, g, next - g});
            }
            g = next;
        }
    }

    /// Whether the runs stand on one baseline, in letters of one size, and have some width in common.
    static bool share_line(const Run& run, const Row& row) {
        return run.right >= row.run->left && run.left <= row.run->right &&
               std::abs(run.baseline - row.run->baseline) <= 0.25F * row.run->size &&
               run.size <= 1.5F * row.run->size && row.run->size <= 1.5F * run.size;
    }

    void look_under(const Row& row) {
        const auto marks = page_.glyphs.begin() + row.first;
        const float left = marks->left, right = (marks + row.count - 1)->right;
        const std::string_view mark = text_of(row.first);
        std::vector<std::uint32_t> under;
        std::vector<bool> stands(row.count);  // on a letter
        for (const Run& run : page_.runs) {
            if (&run == row.run || !is_inked(run) || !share_line(run, row)) continue;
            for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
                const Glyph& glyph = page_.glyphs[g];
                const float middle = (glyph.left + glyph.right) / 2;
                if (middle < left || middle > right) continue;
                under.push_back(g);
                if (is_space(page_, glyph) || text_of(g) == mark) continue;
                auto over = std::lower_bound(marks, marks + row.count, glyph.left,
                                             [](const Glyph& one, float x) { return one.right <= x; });
                for (; over != marks + row.count && over->left < glyph.right; ++over)
                    stands[static_cast<std::size_t>(over - marks)] = true;
            }
        }
        const auto standing = static_cast<std::size_t>(std::count(stands.begin(), stands.end(), true));
        if (standing < least_marks || 10 * standing < 7 * stands.size()) return;
        for (std::uint32_t m = 0; m < row.count; ++m) found_.marks.push_back(row.first + m);
        if (mark != "_") found_.struck.insert(found_.struck.end(), under.begin(), under.end());
    }

    const PageContent& page_;
    std::vector<Row> rows_;
    Overprints found_;
};

}  // namespace

Overprints find_overprints(const PageContent& page) {
    return Search(page).run();
}

}  // namespace sheaf::pdf
