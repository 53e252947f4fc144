#include "layout/baselines.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// So many lines are looked at to find the one that a run stands on.
constexpr std::ptrdiff_t most_lines = 400;

/// Letters of this many times the size of the text around them are set to be seen apart from it.
constexpr float tall_ratio = 1.6F;
/// Regions with more of them are posters, or hostile.
constexpr std::size_t most_tall = 200;

/// Height of capitals in em, and how far most letters reach below their baseline.
constexpr float cap_height = 0.72F;

/// Runs on one baseline.
struct Cluster {
    float left, right, top, bottom;
    float base, size;
    std::int16_t direction;
    bool tall;
    std::uint32_t count = 0;  ///< of its runs
    std::uint32_t end = 0;    ///< of those that are placed, in `Baselines::runs`
};

/// Whether a run at height `base` stands on the line. Text of one size shares the baseline; raised and lowered text is
/// smaller, stands close by, no further up or down than marks and indices do, and most of it lies within the line's
/// height. What is further away is another column's, or another line's.
bool share_line(const Run& run, float base, bool tall, const Cluster& line) {
    if (tall != line.tall) return false;
    if (std::abs(base - line.base) < 0.25F * std::min(run.size, line.size)) return true;
    const float large = std::max(run.size, line.size), small = std::min(run.size, line.size);
    if (run.direction != 0 || large < 1.1F * small) return false;
    // Beside a number set large in the margin there is room; a mark has none to what it is raised from.
    if (std::max(run.left - line.right, line.left - run.right) > (large < tall_ratio * small ? large : small))
        return false;
    const float raised = run.size < line.size ? line.base - base : base - line.base;
    if (raised > 0.6F * large || raised < -0.4F * large) return false;
    const float overlap = std::min(run.bottom, line.bottom) - std::max(run.top, line.top);
    return overlap > 0.5F * std::min(run.bottom - run.top, line.bottom - line.top);
}

bool blank(const PageContent& page, const Run& run) {
    const std::string_view text = page.text_of(run);
    for (std::size_t at = 0; at < text.size();)
        if (!text::is_space(text::next(text, at))) return false;
    return true;
}

/// A large run, and the smaller text that it reaches over.
struct Tall {
    std::size_t at;          ///< in the region's runs
    float first = 0;         ///< height of the first smaller baseline that it reaches over
    std::size_t beside = 0;  ///< lines that begin right behind it, the first of them included
    float beside_first = 0;  ///< height of the first of those
    float beside_size = 0;
};

/// A figure such as `33%`, beside which a line of smaller text runs, with room between them and not on its baseline: it
/// stands between two lines.
bool is_figure_between(const PageContent& page, std::span<const std::uint32_t> runs, const Run& large) {
    constexpr std::size_t longest = 8;  // bytes
    const std::string_view text = page.text_of(large);
    if (text.size() > longest || text.find_first_of("0123456789") == std::string_view::npos) return false;
    return std::any_of(runs.begin(), runs.end(), [&](std::uint32_t r) {
        const Run& run = page.runs[r];
        const float gap = std::max(run.left - large.right, large.left - run.right);
        return run.direction == 0 && run.size * tall_ratio <= large.size && !blank(page, run) &&
               run.baseline > large.baseline - cap_height * large.size &&
               large.baseline - run.baseline > 0.25F * run.size && gap > 0.3F * run.size &&
               run.right - run.left > 5 * large.size;
    });
}

/// What `runs[at]` reaches over, or nothing when that is less than two lines.
std::optional<Tall> reach_of(const PageContent& page, std::span<const std::uint32_t> runs, std::size_t at) {
    const Run& large = page.runs[runs[at]];
    const float foot = large.baseline + 0.1F * large.size, head = large.baseline - cap_height * large.size;
    Tall tall{at};
    float last = 0, small = 0, left = 0;
    bool any = false;
    for (const std::uint32_t r : runs) {
        const Run& run = page.runs[r];
        if (run.direction != 0 || run.size * tall_ratio > large.size || run.baseline < head ||
            run.baseline > foot || blank(page, run))
            continue;
        tall.first = any ? std::min(tall.first, run.baseline) : run.baseline;
        last = any ? std::max(last, run.baseline) : run.baseline;
        small = any ? std::max(small, run.size) : run.size;
        any = true;
        if (run.left < large.right - 0.2F * run.size || run.left > large.right + 0.9F * run.size) continue;
        if (tall.beside == 0 || run.baseline < tall.beside_first - 0.5F * run.size) {
            tall.beside_first = run.baseline;
            tall.beside_size = run.size;
            left = run.left;
        }
        if (std::abs(run.left - left) < run.size) ++tall.beside;
    }
    if (!any || (last - tall.first < 0.95F * small && !is_figure_between(page, runs, large)))
        return std::nullopt;
    // A large first letter on the line of its own word.
    if (tall.beside == 1 && std::abs(tall.beside_first - large.baseline) < 0.25F * tall.beside_size)
        return std::nullopt;
    return tall;
}

/// One or two letters, perhaps in quotation marks.
bool few_letters(std::string_view text) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        if (text::is_letter(c)) {
            ++letters;
        } else if (c != '"' && c != '\'' && (c < 0x2018 || c > 0x201F) && !text::is_space(c)) {
            return false;
        }
    }
    return letters == 1 || letters == 2;
}

/// Where each run stands across the text, and whether it is tall. Drop caps stand on the first line beside them.
struct Heights {
    std::vector<float> of;
    std::vector<bool> tall;  ///< empty when none is
    std::vector<float>
        caps;  ///< of drop caps the size of the text beside them, else 0; empty when there are none
};

/// Parts of one word, set in several sizes, are tall or not as the longest of them is.
void agree_in_words(const PageContent& page, std::span<const std::uint32_t> runs, std::vector<bool>& tall) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (!tall[i]) continue;
        const Run& run = page.runs[runs[i]];
        for (std::size_t k = 0; k < runs.size(); ++k) {
            const Run& other = page.runs[runs[k]];
            if (tall[k] || other.direction != 0 || other.size * tall_ratio < run.size ||
                std::abs(other.baseline - run.baseline) > 0.1F * run.size || blank(page, other))
                continue;
            const float gap = std::max(other.left - run.right, run.left - other.right);
            if (gap > 0.15F * run.size || gap < -0.3F * run.size) continue;
            tall[run.count >= other.count ? k : i] = run.count >= other.count;
        }
    }
}

Heights heights_of(const PageContent& page, std::span<const std::uint32_t> runs) {
    Heights heights;
    heights.of.reserve(runs.size());
    float smallest = 1e9F, largest = 0;
    for (const std::uint32_t r : runs) {
        const Run& run = page.runs[r];
        heights.of.push_back(across(run));
        if (run.direction != 0 || run.size <= 0) continue;
        smallest = std::min(smallest, run.size);
        largest = std::max(largest, run.size);
    }
    if (largest < tall_ratio * smallest) return heights;
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = page.runs[runs[i]];
        if (run.direction == 0 && run.size >= tall_ratio * smallest && !blank(page, run)) large.push_back(i);
    }
    // Where most of the text is large, small print is what stands apart.
    std::size_t found = 0;
    for (const std::size_t i : large) {
        if (found > most_tall) break;
        const std::optional<Tall> tall = reach_of(page, runs, i);
        if (!tall) continue;
        ++found;
        const Run& run = page.runs[runs[i]];
        const bool level =
            std::abs(run.baseline - cap_height * run.size - tall->beside_first) < 0.4F * run.size;
        if (tall->beside >= 2 && level && few_letters(page.text_of(run))) {
            heights.of[i] = tall->beside_first;
            heights.caps.resize(runs.size());
            heights.caps[i] = tall->beside_size;
            continue;
        }
        heights.tall.resize(runs.size());
        heights.tall[i] = true;
    }
    if (!heights.tall.empty()) agree_in_words(page, runs, heights.tall);
    return heights;
}

/// A drop cap as it stands on its line: no larger than the text that it begins.
Run as_high_as(Run run, float base, float size) {
    run.size = size;
    run.top = base - 0.75F * size;
    run.bottom = base + 0.25F * size;
    return run;
}

/// The run's pieces: cut where it leaves more room than words need.
void append_pieces(const PageContent& page, std::uint32_t index, std::vector<Piece>& pieces) {
    const Run& run = page.runs[index];
    const float start = run.direction == 0 ? run.left
                        : run.count        ? along(run, page.glyphs[run.first].left)
                                           : 0;
    const float sign = along(run, 1);
    float wide = wide_em * run.size;
    bool judged = false;  // `wide` is the run's own
    const Glyph* const glyphs = page.glyphs.data();
    const char* const text = page.text.data();
    const auto blank = [&](const Glyph& glyph) {
        return glyph.length == 0 || (glyph.length == 1 && text[glyph.text] == ' ');
    };
    const std::uint32_t stop = run.first + run.count;
    std::uint32_t g = run.first;
    while (g < stop && blank(glyphs[g])) ++g;
    if (g == stop) {
        pieces.push_back({index, run.first, run.count, start, run.direction == 0 ? run.right : start});
        return;
    }
    Piece piece{index, run.first, 0, sign * glyphs[g].left, std::max(start, sign * glyphs[g].right)};
    for (;;) {
        float reach = piece.right;
        for (++g; g < stop; ++g) {
            if (blank(glyphs[g])) continue;
            if (const float gap = std::abs(sign * glyphs[g].left - reach); gap > wide) {
                if (!judged) wide = spacing_of(page, run).wide;
                judged = true;
                if (gap > wide) break;
            }
            reach = std::max(reach, sign * glyphs[g].right);
        }
        piece.count = g - piece.first;
        piece.right = reach;
        pieces.push_back(piece);
        if (g == stop) return;
        piece = {index, g, 0, sign * glyphs[g].left, sign * glyphs[g].right};
    }
}

/// The clusters' runs from the top, each cluster's in stream order.
Baselines arranged(std::vector<Cluster>& clusters, std::span<const std::uint32_t> runs,
                   const std::vector<std::uint32_t>& cluster_of) {
    std::vector<Cluster*> order;
    order.reserve(clusters.size());
    for (Cluster& cluster : clusters) order.push_back(&cluster);
    const auto before = [](const Cluster* a, const Cluster* b) { return a->base < b->base; };
    if (!std::is_sorted(order.begin(), order.end(), before))
        std::stable_sort(order.begin(), order.end(), before);
    Baselines result;
    result.ends.reserve(order.size());
    result.tall.reserve(order.size());
    std::uint32_t begin = 0;
    for (Cluster* cluster : order) {
        cluster->end = begin;
        begin += cluster->count;
        result.ends.push_back(begin);
        result.tall.push_back(cluster->tall);
    }
    result.runs.resize(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) result.runs[clusters[cluster_of[i]].end++] = runs[i];
    return result;
}

}  // namespace

float along(const Run& run, float v) {
    return run.direction == 180 || run.direction == 270 ? -v : v;
}

float across(const Run& run) {
    switch (run.direction) {
        case 90:
            return -(run.left + run.right) / 2;
        case 270:
            return (run.left + run.right) / 2;
        case 180:
            return -run.baseline;
        default:
            return run.baseline;
    }
}

void sort_pieces(std::vector<Piece>& pieces) {
    const auto before = [](const Piece& a, const Piece& b) { return a.left < b.left; };
    if (!std::is_sorted(pieces.begin(), pieces.end(), before))
        std::stable_sort(pieces.begin(), pieces.end(), before);
}

std::vector<Piece> pieces_of(const PageContent& page, std::span<const std::uint32_t> runs) {
    std::vector<Piece> pieces;
    pieces.reserve(runs.size());
    for (const std::uint32_t r : runs) append_pieces(page, r, pieces);
    return pieces;
}

std::vector<bool> tall_runs(const PageContent& page, std::span<const std::uint32_t> runs) {
    return heights_of(page, runs).tall;
}

Baselines baselines(const PageContent& page, std::span<const std::uint32_t> runs) {
    const Heights heights = heights_of(page, runs);
    std::vector<Cluster> clusters;
    std::vector<std::uint32_t> cluster_of;  // by position in `runs`
    clusters.reserve(runs.size());
    cluster_of.reserve(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = page.runs[runs[i]];
        const bool tall = !heights.tall.empty() && heights.tall[i];
        const float cap = heights.caps.empty() ? 0 : heights.caps[i];
        const Run standing = cap > 0 ? as_high_as(run, heights.of[i], cap) : run;
        Cluster* found = nullptr;
        // A page has a few dozen lines; only a hostile one has so many that one must not look at all.
        const auto stop = static_cast<std::ptrdiff_t>(clusters.size()) > most_lines
                              ? clusters.rbegin() + most_lines
                              : clusters.rend();
        for (auto c = clusters.rbegin(); c != stop; ++c)
            if (c->direction == run.direction && share_line(standing, heights.of[i], tall, *c)) {
                found = &*c;
                break;
            }
        if (!found) {
            found = &clusters.emplace_back(Cluster{run.left, run.right, standing.top, standing.bottom,
                                                   heights.of[i], standing.size, run.direction, tall});
        } else if (run.size > 1.2F * found->size && cap == 0) {
            // The line is as high as its largest text.
            found->size = run.size;
            found->top = run.top;
            found->bottom = run.bottom;
            found->base = heights.of[i];
        }
        found->left = std::min(found->left, run.left);
        found->right = std::max(found->right, run.right);
        ++found->count;
        cluster_of.push_back(static_cast<std::uint32_t>(found - clusters.data()));
    }
    return arranged(clusters, runs, cluster_of);
}

}  // namespace sheaf::pdf
