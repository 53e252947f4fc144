#include "sight.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "overprints.hpp"
#include "places.hpp"
#include "sheaf/text.hpp"
#include "strikes.hpp"

namespace sheaf::pdf {
namespace {

constexpr double band_height = 24;  // points
constexpr float least_opacity = 0.05F, least_size = 1;

/// What is seen where the ink lies on a ground.
Ink over(const Ink& ink, const Ink& ground) {
    Ink out = ground;
    out.known = ground.known && ink.known && is_plain(ink.blend);
    if (ink.opacity >= 1 && ink.blend == Blend::normal) out.known = ink.known;
    if (!out.known) return out;
    out.rgb = 0;
    for (const int shift : {16, 8, 0}) {
        const double below = channel(ground.rgb, shift), own = channel(ink.rgb, shift),
                     mixed = ink.blend == Blend::multiply ? own * below / 255 : own,
                     opacity = static_cast<double>(ink.opacity);
        out.rgb |= static_cast<std::uint32_t>(std::lround(opacity * mixed + (1 - opacity) * below)) << shift;
    }
    return out;
}

/// What becomes of a glyph.
struct Seen {
    Hidden hidden = Hidden::no;
    bool struck = false;
    bool shown_through = false;  ///< it is a hole through which something is painted
    friend bool operator==(const Seen&, const Seen&) = default;
};

/// What hides a glyph.
struct Verdict {
    Hidden hidden = Hidden::no;
    std::size_t by = 0;  ///< number of the redaction that does: its area's, or behind those its annotation's
    bool unclear = false;  ///< the drawn page tells whether it is hidden
};

class Looking {
  public:
    Looking(PageContent& page, const Painted& painted, const FindSeen& find_seen)
        : page_(page), painted_(painted), find_seen_(find_seen), areas_(painted.areas()) {}

    Sight run() {
        part_areas();
        const std::vector<std::uint32_t> struck = find_struck(page_, painted_);
        for (const std::uint32_t g : struck) seen(g).struck = true;
        const Overprints overprints = find_overprints(page_);
        for (const std::uint32_t g : overprints.struck) seen(g).struck = true;
        for (const std::uint32_t g : overprints.marks) seen(g).hidden = Hidden::mark;
        for (std::uint32_t r = 0; r < page_.runs.size(); ++r) look_at(r);
        settle_suspects();
        part_runs();
        for (const auto& [number, redaction] : redactions_) out_.redactions.push_back(redaction);
        return std::move(out_);
    }

  private:
    std::size_t band_of(double y) const {
        return static_cast<std::size_t>(std::clamp(y / band_height, 0.0, 511.0));
    }

    void part_areas() {
        for (std::uint32_t a = 0; a < areas_.size(); ++a) {
            const std::size_t last = band_of(areas_[a].box.bottom);
            if (last >= bands_.size()) bands_.resize(last + 1);
            for (std::size_t band = band_of(areas_[a].box.top); band <= last; ++band)
                bands_[band].push_back(a);
        }
    }

    /// The areas that touch a run, in the order of painting.
    void find_near(const Run& run) {
        near_.clear();
        const Rect box{static_cast<double>(run.left), static_cast<double>(run.top),
                       static_cast<double>(run.right) + 0.01, static_cast<double>(run.bottom)};
        const std::size_t first = band_of(box.top), last = band_of(box.bottom);
        for (std::size_t band = first; band <= last && band < bands_.size(); ++band)
            for (const std::uint32_t a : bands_[band])
                if (areas_[a].box.touches(box)) near_.push_back(a);
        if (first == last) return;
        std::sort(near_.begin(), near_.end());
        near_.erase(std::unique(near_.begin(), near_.end()), near_.end());
    }

    /// All glyphs of the run fare alike: what is near was painted before or after all of them, and lies under or over all
    /// of them.
    bool is_uniform(const Run& run) const {
        return painted_.redactions.empty() && std::all_of(near_.begin(), near_.end(), [&](std::uint32_t a) {
                   const Area& area = areas_[a];
                   return area.count == 0 && area.box.left <= static_cast<double>(run.left) &&
                          area.box.right >= static_cast<double>(run.right) &&
                          area.box.top <= static_cast<double>(run.top) &&
                          area.box.bottom >= static_cast<double>(run.bottom) &&
                          (area.glyphs <= run.first || area.glyphs >= run.first + run.count);
               });
    }

    /// The area that hides a glyph: the topmost of those over its middle, if they lie over most of it. Null when none does.
    const Area* cover_of(std::uint32_t glyph, const GlyphMiddle& at) const {
        const Area* top = nullptr;
        for (const std::uint32_t a : near_)
            if (areas_[a].glyphs > glyph && areas_[a].hides() && painted_.is_at(areas_[a], at.x, at.y))
                top = &areas_[a];
        if (!top) return nullptr;
        int under = 0;
        for (const double dx : {-at.half_x, 0.0, at.half_x})
            for (const double dy : {-at.half_y, at.half_y})
                under += std::any_of(near_.begin(), near_.end(), [&](std::uint32_t a) {
                    return areas_[a].glyphs > glyph && areas_[a].hides() &&
                           painted_.is_at(areas_[a], at.x + dx, at.y + dy);
                });
        return under >= 4 ? top : nullptr;
    }

    Ink ground_of(std::uint32_t glyph, const GlyphMiddle& at) const {
        Ink ground{0xFFFFFF};
        for (const std::uint32_t a : near_) {
            if (areas_[a].glyphs > glyph || !painted_.is_at(areas_[a], at.x, at.y)) continue;
            Ink ink = areas_[a].ink;
            if (!areas_[a].exact) ink.known = false;
            ground = over(ink, ground);
        }
        return ground;
    }

    /// The same words are printed on the area again.
    bool is_printed_again(const Area& area, const Run& hidden) {
        if (asked_ == std::pair(&area, &hidden)) return printed_again_;
        asked_ = {&area, &hidden};
        const std::string words = text::squeeze(page_.text_of(hidden));
        printed_again_ = std::any_of(page_.runs.begin(), page_.runs.end(), [&](const Run& run) {
            if (run.first < area.glyphs || run.render_mode == 3) return false;
            const double x = (static_cast<double>(run.left) + static_cast<double>(run.right)) / 2,
                         y = (static_cast<double>(run.top) + static_cast<double>(run.bottom)) / 2;
            if (!painted_.is_at(area, x, y)) return false;
            const std::string again = text::squeeze(page_.text_of(run));
            return !again.empty() &&
                   (words.find(again) != std::string::npos || again.find(words) != std::string::npos);
        });
        return printed_again_;
    }

    /// A box of the ground's own colour corrects what is under it. Any other box hides it so that everybody sees that
    /// something is hidden, whatever is written on the box, unless that is the same again.
    Hidden hidden_by(const Area& cover, const Run& run, std::uint32_t glyph, const GlyphMiddle& at) {
        if (cover.image && is_page_picture(cover)) return Hidden::under_picture;
        // Programs do not agree whether it shows the words in the other colour or not at all.
        if (cover.ink.blend == Blend::inverting) return Hidden::redacted;
        const Ink below = ground_of(glyph, at);
        if (cover.ink.known && below.known && alike(cover.ink.rgb, below.rgb)) return Hidden::covered;
        return is_printed_again(cover, run) ? Hidden::covered : Hidden::redacted;
    }

    /// A scan, whose words lie under it as its text layer.
    bool is_page_picture(const Area& image) const {
        return (image.box.right - image.box.left) * (image.box.bottom - image.box.top) >
               0.6 * page_.width * page_.height;
    }

    /// What was painted over a glyph and does not hide it by itself, in the order of painting.
    void find_veils(std::uint32_t glyph, const GlyphMiddle& at) {
        veils_.clear();
        for (const std::uint32_t a : near_)
            if (areas_[a].glyphs > glyph && !areas_[a].hides() && painted_.is_at(areas_[a], at.x, at.y))
                veils_.push_back(&areas_[a]);
    }

    /// Of dark colours nobody sees a difference that is seen between light ones.
    static bool look_alike(std::uint32_t a, std::uint32_t b) {
        return alike(a, b) || (is_black(a) && is_black(b));
    }

    /// Whether ink shows on its ground, with the veils over both.
    bool shows(const std::optional<Ink>& ink, Ink ground) const {
        if (!ink || ink->opacity < least_opacity) return false;
        Ink seen = over(*ink, ground);
        for (const Area* veil : veils_) {
            seen = over(veil->ink, seen);
            ground = over(veil->ink, ground);
        }
        return !seen.known || !ground.known || !look_alike(seen.rgb, ground.rgb);
    }

    /// How far letters are seen through the veils is known only where all colours are.
    bool is_veiled(const TextInk& ink, const Ink& ground) const {
        const auto known = [](const std::optional<Ink>& one) {
            return !one || (one->known && is_plain(one->blend));
        };
        return !veils_.empty() && !(ground.known && known(ink.fill) && known(ink.stroke) &&
                                    std::all_of(veils_.begin(), veils_.end(), [&](const Area* veil) {
                                        return veil->exact && known(veil->ink);
                                    }));
    }

    Verdict verdict(const Run& run, const TextInk& ink, std::uint32_t g, const GlyphMiddle& at) {
        if (run.size < least_size) return {Hidden::too_small};
        for (std::size_t i = 0; i < painted_.redactions.size(); ++i)
            if (holds(painted_.redactions[i], at)) return {Hidden::redacted, areas_.size() + i};
        const auto under = [&](const Area& area, bool unclear) -> Verdict {
            return {hidden_by(area, run, g, at), static_cast<std::size_t>(&area - areas_.data()), unclear};
        };
        if (const Area* cover = cover_of(g, at)) return under(*cover, false);
        find_veils(g, at);
        if (!ink.fill && !ink.stroke)  // invisible by its mode, which is another matter
            return {Hidden::no, 0, run.render_mode == 7 && !veils_.empty()};
        const auto faint = [](const std::optional<Ink>& one) { return !one || one->opacity < least_opacity; };
        if (faint(ink.fill) && faint(ink.stroke)) return {Hidden::transparent};
        const Ink ground = ground_of(g, at);
        if (is_veiled(ink, ground)) return under(*veils_.back(), true);
        const auto masked = [](const std::optional<Ink>& one) { return one && !is_plain(one->blend); };
        if (masked(ink.fill) || masked(ink.stroke)) return {Hidden::transparent, 0, true};
        if (!ink.clip_exact) return {Hidden::cut_off, 0, true};
        if (!ground.known || shows(ink.fill, ground) || shows(ink.stroke, ground)) return {};
        if (!veils_.empty()) return under(*veils_.back(), false);
        // Who reads the page sees that something is hidden, whichever of the two was painted first.
        if (is_dark(ground.rgb)) return {Hidden::redacted, ground_area(g, at)};
        return {Hidden::same_colour};
    }

    static bool is_dark(std::uint32_t rgb) {
        return 30 * channel(rgb, 16) + 59 * channel(rgb, 8) + 11 * channel(rgb, 0) < 100 * 128;
    }

    /// The number of the topmost area under a glyph.
    std::size_t ground_area(std::uint32_t glyph, const GlyphMiddle& at) const {
        const auto found = std::find_if(near_.rbegin(), near_.rend(), [&](std::uint32_t a) {
            return areas_[a].glyphs <= glyph && painted_.is_at(areas_[a], at.x, at.y);
        });
        return found == near_.rend() ? 0 : *found;
    }

    void hide(const Run& run, std::uint32_t first, std::uint32_t count, const Verdict& by) {
        if (by.unclear) {
            const auto begin = page_.glyphs.begin() + first;
            if (std::any_of(begin, begin + count, [&](const Glyph& glyph) { return is_letter(glyph); }))
                suspects_.push_back({&run, first, count, by});
            return;
        }
        if (by.hidden == Hidden::no) return;
        for (std::uint32_t g = first; g < first + count; ++g) seen(g).hidden = by.hidden;
        if (by.hidden != Hidden::redacted) return;
        Box box{run.left, run.top, run.right, run.bottom};
        const Glyph &a = page_.glyphs[first], &z = page_.glyphs[first + count - 1];
        const auto [low, high] = std::minmax({a.left, a.right, z.left, z.right});
        if (run.direction % 180 == 0)
            box.left = low, box.right = high;
        else
            box.top = low, box.bottom = high;
        const auto [at, is_new] = redactions_.try_emplace(by.by);
        Redaction& redaction = at->second;
        redaction.box =
            is_new
                ? box
                : Box{std::min(redaction.box.left, box.left), std::min(redaction.box.top, box.top),
                      std::max(redaction.box.right, box.right), std::max(redaction.box.bottom, box.bottom)};
        redaction.characters += text::count_visible(page_.text_of(first, count));
        redaction.marked = by.by >= areas_.size();
        redaction.picture = !redaction.marked && areas_[by.by].image;
    }

    /// Glyphs of which the drawn page tells whether they are seen.
    struct Suspect {
        const Run* run;
        std::uint32_t first, count;
        Verdict verdict;
    };

    bool is_letter(const Glyph& glyph) const {
        std::size_t at = glyph.text;
        const char32_t c = glyph.length ? text::next(page_.text, at) : 0;
        return text::is_letter(c) || text::is_digit(c);
    }

    GlyphPlace place_in(const Run& run, const Glyph& glyph) const {
        constexpr double slack = 0.3;  // points
        const Box box{static_cast<double>(run.left), static_cast<double>(run.top),
                      static_cast<double>(run.right), static_cast<double>(run.bottom)};
        if (run.oblique) return {box, box};
        const double left = static_cast<double>(glyph.left), foot = static_cast<double>(run.baseline);
        const GlyphMiddle at = middle_of(run, glyph);
        const Box inked{at.x - at.half_x, at.y - at.half_y, at.x + at.half_x, at.y + at.half_y};
        if (run.direction % 180 == 0)
            return {{left - slack, foot - slack, left + slack, foot + slack}, inked};
        return {{box.left - slack, left - slack, box.right + slack, left + slack}, inked};
    }

    /// Letters and figures are looked for, each where all of them have ink; other characters fare as the one before.
    void settle_suspects() {
        if (suspects_.empty()) return;
        std::vector<GlyphPlace> places;
        for (const Suspect& one : suspects_)
            for (std::uint32_t g = one.first; g < one.first + one.count; ++g)
                if (is_letter(page_.glyphs[g])) places.push_back(place_in(*one.run, page_.glyphs[g]));
        const auto found = find_seen_(places);
        std::size_t next = 0;
        for (const Suspect& one : suspects_) {
            if (!found) {
                const Run& run = *one.run;
                out_.unsettled = Box{run.left, run.top, run.right, run.bottom};
                continue;
            }
            bool is_seen = (*found)[next];
            for (std::uint32_t g = one.first; g < one.first + one.count; ++g) {
                if (is_letter(page_.glyphs[g])) is_seen = (*found)[next++];
                settle(one, g, is_seen);
            }
        }
    }

    void settle(const Suspect& suspect, std::uint32_t g, bool is_seen) {
        if (suspect.verdict.hidden == Hidden::no)
            seen(g).shown_through = is_seen;
        else if (!is_seen)
            hide(*suspect.run, g, 1, {suspect.verdict.hidden, suspect.verdict.by});
    }

    void look_at(std::uint32_t r) {
        const Run& run = page_.runs[r];
        if (run.clipped || run.optional_hidden) return;
        std::uint32_t g = run.first;
        const std::uint32_t end = run.first + run.count;
        while (g < end && is_space(page_, page_.glyphs[g])) ++g;
        if (g == end) return;
        find_near(run);
        const TextInk& ink = painted_.texts[r];
        if (run.oblique) {
            const GlyphMiddle middle{(static_cast<double>(run.left) + static_cast<double>(run.right)) / 2,
                                     (static_cast<double>(run.top) + static_cast<double>(run.bottom)) / 2, 0,
                                     0};
            hide(run, run.first, run.count, verdict(run, ink, g, middle));
        } else if (is_uniform(run)) {
            hide(run, run.first, run.count, verdict(run, ink, g, middle_of(run, page_.glyphs[g])));
        } else {
            for (; g < end; ++g) {
                const std::uint32_t first = g;
                const auto by = verdict(run, ink, g, middle_of(run, page_.glyphs[g]));
                while (g + 1 < end && is_space(page_, page_.glyphs[g + 1]))
                    ++g;  // fare as the letter before them
                hide(run, first, g + 1 - first, by);
            }
        }
    }

    Seen& seen(std::uint32_t g) {
        if (seen_.empty()) seen_.resize(page_.glyphs.size());
        return seen_[g];
    }

    void part_runs() {
        if (seen_.empty()) return;
        divide_runs(
            page_, [&](std::uint32_t a, std::uint32_t b) { return seen_[a] == seen_[b]; },
            [&](Run& part) {
                const auto& seen = seen_[part.first];
                part.hidden = seen.hidden;
                if (seen.shown_through) part.render_mode = 0;
                part.struck = seen.struck;
            });
    }

    PageContent& page_;
    const Painted& painted_;
    const FindSeen& find_seen_;
    const std::vector<Area>& areas_;
    Sight out_;
    std::vector<Suspect> suspects_;
    std::vector<const Area*> veils_;                 ///< over the glyph that is looked at
    std::vector<std::vector<std::uint32_t>> bands_;  ///< areas by where they are on the page
    std::vector<std::uint32_t> near_;
    std::pair<const Area*, const Run*> asked_;  ///< of a run's glyphs the first alone is looked for
    bool printed_again_ = false;
    std::vector<Seen> seen_;                       ///< by glyph; empty while nothing is amiss
    std::map<std::size_t, Redaction> redactions_;  ///< by the number of what hides them
};

}  // namespace

Sight settle_sight(PageContent& page, const Painted& painted, const FindSeen& find_seen) {
    return Looking(page, painted, find_seen).run();
}

}  // namespace sheaf::pdf
