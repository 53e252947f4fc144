#include "layout/views.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <span>

#include "layout/baselines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// The direction of most of a page's words.
std::int16_t direction_of(const PageContent& page) {
    std::array<std::uint64_t, 4> letters{};
    for (const Run& run : page.runs)
        if (!run.oblique && !run.clipped && !run.optional_hidden && run.direction >= 0 && run.direction < 360)
            letters[static_cast<std::size_t>(run.direction / 90)] += run.count;
    const auto most = std::max_element(letters.begin(), letters.end());
    // A page with as much upright text is no page that lies on its side.
    return *most > 3 * letters[0] ? static_cast<std::int16_t>(90 * (most - letters.begin()))
                                  : std::int16_t{0};
}

/// A point of a page of that size, as it stands when text of the direction is made level.
struct Turn {
    std::int16_t direction;
    double width, height;  ///< of the page, before

    /// Where a value on the page's x axis, or on its y axis, comes to stand, on whichever axis that is then.
    double x(double v) const { return direction == 90 || direction == 180 ? width - v : v; }
    double y(double v) const { return direction == 180 || direction == 270 ? height - v : v; }

    Box box(const Box& b) const {
        const double x0 = std::min(x(b.left), x(b.right)), x1 = std::max(x(b.left), x(b.right));
        const double y0 = std::min(y(b.top), y(b.bottom)), y1 = std::max(y(b.top), y(b.bottom));
        return direction == 90 || direction == 270 ? Box{y0, x0, y1, x1} : Box{x0, y0, x1, y1};
    }
    /// The way back.
    Box back(const Box& b) const {
        const bool sideways = direction == 90 || direction == 270;
        const Box upright = sideways ? Box{b.top, b.left, b.bottom, b.right} : b;
        const double x0 = x(upright.left), x1 = x(upright.right), y0 = y(upright.top), y1 = y(upright.bottom);
        return {std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1)};
    }
};

void turn_run(const Turn& turn, const Content& content, PageContent& page, Run& run) {
    const bool level = run.direction == 0 || run.direction == 180;
    for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
        Glyph& glyph = page.glyphs[g];
        glyph.left = static_cast<float>(level ? turn.x(glyph.left) : turn.y(glyph.left));
        glyph.right = static_cast<float>(level ? turn.x(glyph.right) : turn.y(glyph.right));
    }
    const Box box = turn.box({run.left, run.top, run.right, run.bottom});
    run.left = static_cast<float>(box.left);
    run.top = static_cast<float>(box.top);
    run.right = static_cast<float>(box.right);
    run.bottom = static_cast<float>(box.bottom);
    run.direction = static_cast<std::int16_t>((run.direction - turn.direction + 360) % 360);
    // The box reaches from the font's ascent to its descent.
    const float descent = content.fonts[run.font].descent * run.size;
    if (run.direction == 0 || run.direction == 180)
        run.baseline = run.direction == 0 ? run.bottom + descent : run.top - descent;
}

void turn_page(const Turn& turn, const Content& content, PageContent& page) {
    for (Run& run : page.runs) turn_run(turn, content, page, run);
    for (Rule& rule : page.rules) rule.box = turn.box(rule.box);
    for (Image& image : page.images) image.box = turn.box(image.box);
    for (Link& link : page.links) link.box = turn.box(link.box);
    for (UnsetText& text : page.unset) text.box = turn.box(text.box);
    if (turn.direction != 180) std::swap(page.width, page.height);
}

/// Moves all that stands on the page to the left.
void shift(PageContent& page, float by) {
    const auto move = [&](Box& box) { box.left -= by, box.right -= by; };
    for (Run& run : page.runs) {
        run.left -= by;
        run.right -= by;
        if (run.direction != 0 && run.direction != 180) continue;
        for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
            page.glyphs[g].left -= by;
            page.glyphs[g].right -= by;
        }
    }
    for (Rule& rule : page.rules) move(rule.box);
    for (Image& image : page.images) move(image.box);
    for (Link& link : page.links) move(link.box);
    for (UnsetText& text : page.unset) move(text.box);
}

/// The middle of the white strip that parts a sheet's two pages, or 0: it stands in the middle of the sheet, and neither
/// words nor rules cross it.
float fold_of(const PageContent& page) {
    if (page.width < 1.2 * page.height) return 0;
    const auto middle = static_cast<float>(page.width / 2);
    float left = 0, right = static_cast<float>(page.width);
    const auto part = [&](float from, float to) {
        if (to <= middle)
            left = std::max(left, to);
        else if (from >= middle)
            right = std::min(right, from);
        else
            left = right = middle;
    };
    for (const Run& run : page.runs)
        if (run.right > run.left && !run.clipped) part(run.left, run.right);
    // A line may be drawn where the sheet is folded.
    const auto at_fold = [&](const Box& box) {
        return box.right - box.left < 3 && std::abs((box.left + box.right) / 2 - page.width / 2) < 6;
    };
    for (const Rule& rule : page.rules)
        if (rule.box.right - rule.box.left < 0.9 * page.width && !at_fold(rule.box))
            part(static_cast<float>(rule.box.left), static_cast<float>(rule.box.right));
    return right - left > 0.03F * static_cast<float>(page.width) ? middle : 0;
}

/// Whether running text stands at both sides of the fold, as on two pages: lines enough, some of which go on with a
/// small letter.
bool holds_two_pages(const PageContent& page, float fold) {
    std::vector<std::uint32_t> sides[2];
    for (std::uint32_t r = 0; r < page.runs.size(); ++r)
        if (page.runs[r].direction == 0) sides[page.runs[r].left < fold ? 0 : 1].push_back(r);
    for (const auto& side : sides) {
        const Baselines lines = baselines(page, side);
        std::size_t lower = 0;
        for (std::size_t l = 0; l < lines.size(); ++l) {
            const std::string text = text::squeeze(page.text_of(page.runs[lines[l].front()]));
            std::size_t at = 0;
            if (!text.empty() && text::is_lower(text::next(text, at))) ++lower;
        }
        if (lines.size() < 12 || lower < 4) return false;
    }
    return true;
}

/// Whether pieces of the line stand apart as columns do.
bool is_row(const PageContent& page, std::span<const std::uint32_t> runs) {
    std::vector<Piece> pieces = pieces_of(page, runs);
    sort_pieces(pieces);
    for (std::size_t i = 1; i < pieces.size(); ++i)
        if (pieces[i].left - pieces[i - 1].right > wide_em * page.runs[pieces[i].run].size) return true;
    return false;
}

bool is_inside(const Box& box, double x, double y) {
    return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/// The page's own text of that direction.
std::vector<bool> runs_along(const Work& work, std::size_t p, std::int16_t direction) {
    const std::vector<Run>& runs = work.content.pages[p].runs;
    std::vector<bool> found(runs.size());
    for (std::size_t r = 0; r < runs.size(); ++r)
        found[r] = work.fates[p][r] == Fate::text && runs[r].direction == direction && !runs[r].oblique &&
                   !runs[r].annotation && runs[r].count > 0;
    return found;
}

/// Keeps of a page's drawings and pictures those in the box, or those outside it.
void keep(PageContent& page, const Box& box, bool inside) {
    constexpr double frame = 12;  // a table's outer rules stand around its words
    const Box reach{box.left - frame, box.top - frame, box.right + frame, box.bottom + frame};
    const auto goes = [&](const auto& one) {
        return is_inside(reach, (one.box.left + one.box.right) / 2, (one.box.top + one.box.bottom) / 2) !=
               inside;
    };
    std::erase_if(page.rules, goes);
    std::erase_if(page.images, goes);
    std::erase_if(page.unset, goes);
}

}  // namespace

Views::Views(const Content& content) {
    std::vector<float> folds;
    for (const PageContent& page : content.pages) {
        folds.push_back(fold_of(page));
        cuts_ = cuts_ || (folds.back() > 0 && holds_two_pages(page, folds.back()));
    }
    for (std::size_t p = 0; p < content.pages.size(); ++p) {
        const PageContent& page = content.pages[p];
        const std::int16_t direction = direction_of(page);
        turns_ = turns_ || direction != 0;
        any_level_ = any_level_ || (direction == 0 && !page.runs.empty());
        View view{page.number, direction, 0, static_cast<float>(page.width), page.width, page.height};
        // Where one sheet holds two pages, all that are like it do.
        if (cuts_ && folds[p] > 0 && direction == 0) {
            view.right = folds[p];
            view.width = page.width / 2;
            views_.push_back(view);
            view.left = folds[p];
            view.right = static_cast<float>(page.width);
        }
        views_.push_back(view);
    }
}

Content Views::cut(const Content& content) const {
    Content result = content;
    result.pages.clear();
    std::vector<int> first_of(content.pages.size() + 1, 0);  // the first view of each page, counted from 1
    for (const View& view : views_) {
        PageContent page = content.pages[static_cast<std::size_t>(view.page - 1)];
        page.number = static_cast<int>(result.pages.size()) + 1;
        int& first = first_of[static_cast<std::size_t>(view.page)];
        if (first == 0) first = page.number;
        if (view.width < page.width) {
            const auto outside = [&](double left, double right) {
                const double middle = (left + right) / 2;
                return middle < view.left || middle >= view.right;
            };
            std::erase_if(page.runs, [&](const Run& run) { return outside(run.left, run.right); });
            std::erase_if(page.rules, [&](const Rule& r) { return outside(r.box.left, r.box.right); });
            std::erase_if(page.images, [&](const Image& i) { return outside(i.box.left, i.box.right); });
            std::erase_if(page.unset, [&](const UnsetText& t) { return outside(t.box.left, t.box.right); });
            shift(page, view.left);
            page.width = view.width;
        }
        result.pages.push_back(std::move(page));
    }
    for (PageContent& page : result.pages)
        for (Link& link : page.links)
            if (link.page > 0 && static_cast<std::size_t>(link.page) < first_of.size())
                link.page = first_of[static_cast<std::size_t>(link.page)];
    std::vector<ContentRef> refs;
    for (const ContentRef& ref : content.structure.refs)
        for (std::size_t v = 0; v < views_.size(); ++v)
            if (views_[v].page == ref.key.page) {
                refs.push_back(ref);
                refs.back().key.page = static_cast<int>(v) + 1;
            }
    std::stable_sort(refs.begin(), refs.end(),
                     [](const ContentRef& a, const ContentRef& b) { return a.key < b.key; });
    result.structure.refs = std::move(refs);
    return result;
}

/// Rows that stand sideways have a view of their own where they are two at least and alone in their place: the titles of
/// columns or of a diagram's axes, say, are none.
void Views::set_aside(const Work& work, std::size_t p, std::int16_t direction) {
    const PageContent& page = work.content.pages[p];
    View aside = views_[p];
    aside.direction = direction;
    aside.base = static_cast<int>(p) + 1;
    aside.sideways = runs_along(work, p, direction);
    constexpr std::ptrdiff_t fewest = 4;  // two rows of two columns
    if (std::count(aside.sideways.begin(), aside.sideways.end(), true) < fewest) return;
    aside.rows = {page.width, page.height, 0, 0};
    std::vector<std::uint32_t> runs;
    for (std::uint32_t r = 0; r < page.runs.size(); ++r) {
        if (!aside.sideways[r]) continue;
        const Run& run = page.runs[r];
        aside.rows = united(aside.rows, {run.left, run.top, run.right, run.bottom});
        runs.push_back(r);
    }
    for (std::size_t r = 0; r < page.runs.size(); ++r) {
        const Run& run = page.runs[r];
        if (!aside.sideways[r] && work.fates[p][r] == Fate::text && run.count > 0 &&
            is_inside(aside.rows, (run.left + run.right) / 2, (run.top + run.bottom) / 2))
            return;
    }
    PageContent turned = page;
    turn_page({direction, page.width, page.height}, work.content, turned);
    const Baselines lines = baselines(turned, runs);
    int rows = 0;
    for (std::size_t l = 0; l < lines.size(); ++l) rows += is_row(turned, lines[l]);
    if (rows < 2) return;
    views_[p].sideways = aside.sideways;
    views_.push_back(std::move(aside));
    turns_ = true;
}

void Views::set_asides(const Work& work) {
    // Sheets that are cut have no rows that stand sideways.
    for (std::size_t p = 0; p < work.content.pages.size() && !cuts_; ++p)
        for (const std::int16_t direction : {std::int16_t{90}, std::int16_t{270}})
            if (views_[p].direction == 0 && views_[p].sideways.empty()) set_aside(work, p, direction);
}

Content Views::turn(const Work& work) const {
    Content result = work.content;
    std::vector<ContentRef>& refs = result.structure.refs;
    for (std::size_t v = work.content.pages.size(); v < views_.size(); ++v) {
        const View& aside = views_[v];
        PageContent& base = result.pages[static_cast<std::size_t>(aside.base - 1)];
        PageContent page = base;
        page.number = static_cast<int>(v) + 1;
        keep(page, aside.rows, true);
        keep(base, aside.rows, false);
        for (const ContentRef& ref : work.content.structure.refs)
            if (ref.key.page == aside.base) {
                refs.push_back(ref);
                refs.back().key.page = page.number;
            }
        result.pages.push_back(std::move(page));
    }
    for (std::size_t v = 0; v < views_.size(); ++v)
        if (views_[v].direction != 0)
            turn_page({views_[v].direction, views_[v].width, views_[v].height}, work.content,
                      result.pages[v]);
    return result;
}

void Views::turn_places(Work& work) const {
    const auto turned = [&](int page, Box& box) {
        if (page < 1 || static_cast<std::size_t>(page) > views_.size()) return;
        const View& view = views_[static_cast<std::size_t>(page - 1)];
        box = Turn{view.direction, view.width, view.height}.box(box);
    };
    for (std::size_t v = work.fates.size(); v < views_.size(); ++v) {
        const View& aside = views_[v];
        const auto base = static_cast<std::size_t>(aside.base - 1);
        // Each run is read in one of the two.
        std::vector<Fate> fates = work.fates[base];
        for (std::size_t r = 0; r < fates.size(); ++r)
            (aside.sideways[r] ? work.fates[base] : fates)[r] = Fate::refused;
        work.fates.push_back(std::move(fates));
        work.asides.push_back(aside.base);
        const PageContent& page = work.content.pages[base];
        for (std::uint32_t g = 0; g < page.glyphs.size(); ++g)
            if (const auto found = work.repaired.find(glyph_key(static_cast<std::uint32_t>(base), g));
                found != work.repaired.end())
                work.repaired[glyph_key(static_cast<std::uint32_t>(v), g)] = std::string(found->second);
    }
    for (Refused& one : work.refused) turned(one.page, one.box);
    for (Diagnostic& one : work.document.diagnostics)
        if (one.place.box) turned(one.place.page, *one.place.box);
}

std::vector<std::vector<Item>> Views::take_asides(std::vector<Item>& items) const {
    std::vector<std::vector<Item>> asides;
    for (std::size_t v = 0; v < views_.size(); ++v) {
        if (views_[v].base == 0) continue;
        const auto begin = std::stable_partition(items.begin(), items.end(), [&](const Item& item) {
            return item.first_page() != static_cast<int>(v) + 1;
        });
        if (begin == items.end()) continue;
        asides.emplace_back(std::make_move_iterator(begin), std::make_move_iterator(items.end()));
        items.erase(begin, items.end());
    }
    return asides;
}

void Views::put_asides(std::vector<Item>& items, std::vector<std::vector<Item>> asides) const {
    // The last first: those that are back already stand behind what is looked through.
    for (auto at = asides.rbegin(); at != asides.rend(); ++at) {
        std::vector<Item>& aside = *at;
        if (aside.empty()) continue;
        const View& view = views_[static_cast<std::size_t>(aside.front().first_page() - 1)];
        const auto below = std::find_if(items.begin(), items.end(), [&](const Item& item) {
            const Line* const line = item.first_line();
            return item.first_page() > view.base ||
                   (item.first_page() == view.base && line && line->box.top > view.rows.top);
        });
        items.insert(below, std::make_move_iterator(aside.begin()), std::make_move_iterator(aside.end()));
    }
}

void Views::put_back(Document& document) const {
    const auto back = [&](int& page, Box* box) {
        if (page < 1 || static_cast<std::size_t>(page) > views_.size()) return;
        const View& view = views_[static_cast<std::size_t>(page - 1)];
        page = view.page;
        if (!box) return;
        if (view.direction != 0) *box = Turn{view.direction, view.width, view.height}.back(*box);
        box->left += view.left;
        box->right += view.left;
    };
    const auto tenth = [](double v) { return std::round(v * 10) / 10; };
    for (Block& block : document.blocks)
        for (Region& region : block.regions) {
            back(region.page, &region.box);
            region.box = {tenth(region.box.left), tenth(region.box.top), tenth(region.box.right),
                          tenth(region.box.bottom)};
        }
    for (Diagnostic& one : document.diagnostics)
        back(one.place.page, one.place.box ? &*one.place.box : nullptr);
}

}  // namespace sheaf::pdf
