#include "layout/lines.hpp"

#include <algorithm>
#include <cmath>

#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// A gap of this many em is a space even where no space glyph stands. Words in justified text stand at least
/// 0.2 em apart; kerning moves letters by less than 0.12 em.
constexpr float space_em = 0.16F;
/// A gap of this many em is more than a space between words: a tab, a column, a hole that another run fills.
constexpr float wide_em = 0.75F;

/// So many lines are looked at to find the one that a run stands on.
constexpr std::ptrdiff_t most_lines = 400;

bool is_private(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF;
}

/// The font shows pictures in the place of letters.
bool is_pictorial(const Font& font) {
    return font.symbolic && font.name.find("ingdings") != std::string::npos;
}

/// The character that a glyph shows.
char32_t shown(char32_t c, bool pictorial) {
    if (is_private(c)) return text::unicode_of_symbol(c);
    if (c == 0x2010 || c == 0x2011) return U'-';
    if (pictorial && c > 0x20 && c < 0x100) {
        const char32_t symbol = text::unicode_of_symbol(0xF000 + c);
        return is_private(symbol) ? c : symbol;
    }
    return c;
}

bool is_control(char32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0 && c != 0x85);
}

struct Weights {
    std::array<std::pair<float, std::uint32_t>, 8> entries{};
    std::size_t used = 0;
    void add(float value, std::uint32_t weight) {
        for (std::size_t i = 0; i < used; ++i)
            if (entries[i].first == value) {
                entries[i].second += weight;
                return;
            }
        if (used < entries.size()) entries[used++] = {value, weight};
    }
    float heaviest() const {
        float best = 0;
        std::uint32_t weight = 0;
        for (std::size_t i = 0; i < used; ++i)
            if (entries[i].second > weight) {
                best = entries[i].first;
                weight = entries[i].second;
            }
        return best;
    }
};

/// Adds characters to a line one after the other.
struct LineMaker {
    const PageContent& page;
    Line& line;
    std::vector<Placed>& placed;
    bool space = false;       // white space is due before the next character
    bool any = false;         // a visible character stands
    float first = 0;          // left edge of the first visible character
    float end = 0;            // right edge of the last visible character
    std::uint32_t style = 0;  // of the next characters
    bool bold = false, italic = false;
    bool all_bold = true, all_italic = true;
    float left = 1e9F, right = -1e9F;  // edges of all visible characters

    void put(char32_t c, std::uint32_t glyph, float from, float to, float size) {
        if (any) {
            const float gap = from - end;
            if (gap > space_em * size) space = true;
            if (space && gap > wide_em * size)
                line.gaps.push_back({static_cast<std::uint32_t>(line.text.size() + 1), end, from});
        }
        if (space && !line.text.empty()) {
            if (line.first_word == 0) line.first_word = end - first;
            line.text.push_back(' ');
        }
        if (!any) first = from;
        space = false;
        any = true;
        const auto at = static_cast<std::uint32_t>(line.text.size());
        if (line.stretches.empty())
            line.stretches.push_back({0, style});
        else if (line.stretches.back().style != style)
            line.stretches.push_back({at, style});
        text::append(line.text, c);
        placed.push_back({glyph, 1, c, from});
        line.soft_hyphen = false;
        end = std::max(end, to);
        left = std::min(left, from);
        right = std::max(right, to);
        if (c > 0x40) note_weight();
    }

    /// Of letters: digits and most signs look alike in all weights.
    void note_weight() {
        all_bold = all_bold && bold;
        all_italic = all_italic && italic;
    }

    /// Puts glyphs that only go on with the line, as nearly all do: printable ASCII in the style under way, without extra
    /// room, words parted by one space glyph. They follow what stands, so that it keeps its left edge. Gives the first
    /// glyph that is no such one.
    std::uint32_t put_plain(std::uint32_t glyph, std::uint32_t stop, float size) {
        const float overlap = 0.1F * size, narrow = space_em * size, wide = wide_em * size;
        if (glyph == stop || space || end != right || left > end - overlap ||
            line.stretches.back().style != style)
            return glyph;
        const Glyph* const glyphs = page.glyphs.data();
        const Glyph *next = glyphs + glyph, *behind = next;  // behind the last visible one
        const char* c = page.text.data() + next->text;
        float reach = end;
        for (; next != glyphs + stop && next->length == 1; ++next, ++c) {
            if (*c == ' ') {
                if (next != behind) break;
                continue;
            }
            if (*c < '!' || *c > '~' || next->left < reach - overlap ||
                next->left - reach > (next == behind ? narrow : wide))
                break;
            if (next != behind && line.first_word == 0) line.first_word = reach - first;
            reach = std::max(reach, next->right);
            behind = next + 1;
        }
        const auto count = static_cast<std::uint32_t>(behind - (glyphs + glyph));
        if (count == 0) return glyph;
        const std::string_view text = page.text_of(glyph, count);
        line.text += text;
        line.soft_hyphen = false;
        placed.push_back({glyph, count});
        end = right = reach;
        if (((all_bold && !bold) || (all_italic && !italic)) &&
            std::any_of(text.begin(), text.end(), [](char letter) { return letter > 0x40; }))
            note_weight();
        return glyph + count;
    }

    /// Whether the character stands at that place already, as another glyph's.
    bool stands(char32_t c, std::uint32_t glyph, float from, float size) const {
        const auto there = [&](char32_t other, std::uint32_t other_glyph, float other_left) {
            return other == c && other_glyph != glyph && std::abs(other_left - from) < 0.12F * size;
        };
        return std::any_of(placed.begin(), placed.end(), [&](const Placed& p) {
            if (p.c != 0) return there(p.c, p.glyph, p.left);
            for (std::uint32_t g = p.glyph; g < p.glyph + p.count; ++g)
                if (there(static_cast<unsigned char>(page.text[page.glyphs[g].text]), g, page.glyphs[g].left))
                    return true;
            return false;
        });
    }
};

/// A link's target as a style carries it: a URI, or a place on a page that `write_blocks` turns into a block.
std::string link_target(const PageContent& page, const Run& run) {
    if (run.link < 0 || static_cast<std::size_t>(run.link) >= page.links.size()) return {};
    const Link& link = page.links[static_cast<std::size_t>(run.link)];
    if (!link.uri.empty() || link.page <= 0) return link.uri;
    return page_link(link.page, link.top);
}

/// How a run's text is set on that line.
Style style_of(const Work& work, const PageContent& page, const Run& run, const Line& line) {
    const Font& font = work.content.fonts[run.font];
    Style style;
    style.bold = font.bold;
    style.italic = font.italic;
    style.size = std::round(run.size * 10) / 10;
    style.superscript =
        run.direction == 0 && run.size < 0.9F * line.size && run.baseline < line.baseline - 0.12F * line.size;
    style.link = link_target(page, run);
    style.language = work.foreign_language(page, run);
    // In steps of a tenth, so that words of like confidence share a span.
    if (run.confidence < 1) style.confidence = std::floor(run.confidence * 10) / 10;
    return style;
}

/// A place along the direction of the text, rising as one reads.
float along(const Run& run, float v) {
    return run.direction == 180 || run.direction == 270 ? -v : v;
}

/// Where a run stands across the direction of its text: its baseline, or the middle of its column when it is turned.
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

/// Runs on one baseline.
struct Cluster {
    float left, right, top, bottom;
    float base, size;
    std::int16_t direction;
    std::uint32_t count = 0;  ///< of its runs
    std::uint32_t end = 0;    ///< of those that are placed, in `Baselines::runs`
};

/// Whether a run stands on the line. Text of one size shares the baseline; raised and lowered text is smaller, stands
/// close by, and most of it lies within the line's height. What is further away is another column's.
bool share_line(const Run& run, const Cluster& line) {
    if (std::abs(across(run) - line.base) < 0.25F * std::min(run.size, line.size)) return true;
    if (run.direction != 0) return false;
    if (std::max(run.size, line.size) < 1.1F * std::min(run.size, line.size)) return false;
    if (std::max(run.left - line.right, line.left - run.right) > std::max(run.size, line.size)) return false;
    const float overlap = std::min(run.bottom, line.bottom) - std::max(run.top, line.top);
    return overlap > 0.5F * std::min(run.bottom - run.top, line.bottom - line.top);
}

/// The run's pieces: cut where it leaves more room than words need.
void append_pieces(const PageContent& page, std::uint32_t index, std::vector<Piece>& pieces) {
    const Run& run = page.runs[index];
    const float start = run.direction == 0 ? run.left
                        : run.count        ? along(run, page.glyphs[run.first].left)
                                           : 0;
    const float sign = along(run, 1), wide = wide_em * run.size;
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
            if (std::abs(sign * glyphs[g].left - reach) > wide) break;
            reach = std::max(reach, sign * glyphs[g].right);
        }
        piece.count = g - piece.first;
        piece.right = reach;
        pieces.push_back(piece);
        if (g == stop) return;
        piece = {index, g, 0, sign * glyphs[g].left, sign * glyphs[g].right};
    }
}

}  // namespace

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

Line make_line(Work& work, std::uint32_t page_index, std::vector<Piece> pieces) {
    const PageContent& page = work.content.pages[page_index];
    // Word writes a run for every change of style or spelling mark, in reading order; the order on the page
    // is what a reader sees, and it is also right where tags or streams are not.
    sort_pieces(pieces);

    Weights sizes, bases;
    std::size_t bytes = 0;
    for (const Piece& piece : pieces) {
        const Run& run = page.runs[piece.run];
        sizes.add(run.size, piece.count);
        bases.add(run.baseline, piece.count);
        bytes += page.text_of(piece.first, piece.count).size() + 1;
    }
    Line line;
    line.page = page.number;
    line.size = sizes.heaviest();
    line.baseline = bases.heaviest();
    line.order = pieces.empty() ? 0 : pieces.front().run;
    line.direction = pieces.empty() ? std::int16_t{0} : page.runs[pieces.front().run].direction;
    line.text.reserve(bytes);

    work.placed.clear();
    LineMaker maker{page, line, work.placed};
    line.box = {1e9, 1e9, -1e9, -1e9};
    for (const Piece& piece : pieces) {
        const Run& run = page.runs[piece.run];
        const Font& font = work.content.fonts[run.font];
        const bool pictorial = is_pictorial(font);
        const bool repaired = run.actual_text >= 0 && !work.repaired.empty();
        const bool plain = !pictorial && !repaired && (run.direction == 0 || run.direction == 90);
        line.order = std::min(line.order, piece.run);
        maker.style = work.styles.intern(style_of(work, page, run, line));
        maker.bold = font.bold;
        maker.italic = font.italic;
        const std::size_t before = line.text.size();
        const std::uint32_t stop = piece.first + piece.count;
        for (std::uint32_t g = piece.first; g < stop; ++g) {
            if (plain && (g = maker.put_plain(g, stop, run.size)) == stop) break;
            const Glyph& glyph = page.glyphs[g];
            const float left = along(run, glyph.left), right = along(run, glyph.right);
            std::string_view shows = std::string_view(page.text).substr(glyph.text, glyph.length);
            if (repaired)
                if (const auto found = work.repaired.find(glyph_key(page_index, g));
                    found != work.repaired.end())
                    shows = found->second;
            for (std::size_t at = 0; at < shows.size();) {
                char32_t c = text::next(shows, at);
                if (text::is_space(c)) {
                    maker.space = true;
                    continue;
                }
                if (is_control(c)) {
                    ++line.control;
                    continue;
                }
                if (c == 0xAD) {
                    ++line.soft;
                    maker.end = std::max(maker.end, right);
                    line.soft_hyphen = true;
                    continue;
                }
                c = shown(c, pictorial);
                // The same glyph at the same place again is how some producers make bold.
                if (maker.any && left < maker.end - 0.1F * run.size && maker.stands(c, g, left, run.size)) {
                    ++line.twice;
                    continue;
                }
                maker.put(c, g, left, right, run.size);
            }
        }
        if (line.text.size() > before)
            line.box = united(line.box, {run.left, run.top, run.right, run.bottom});
    }
    if (line.direction == 0) {  // without the spaces at its ends
        line.box.left = maker.left;
        line.box.right = maker.right;
    }
    line.pieces = std::move(pieces);
    if (line.text.empty()) {
        refuse_dropped(work, line);
        return line;
    }
    line.bold = maker.all_bold;
    line.italic = maker.all_italic;
    if (line.first_word == 0) line.first_word = static_cast<float>(line.box.right - line.box.left);
    return line;
}

Baselines baselines(const PageContent& page, std::span<const std::uint32_t> runs) {
    std::vector<Cluster> clusters;
    std::vector<std::uint32_t> cluster_of;  // by position in `runs`
    clusters.reserve(runs.size());
    cluster_of.reserve(runs.size());
    for (const std::uint32_t r : runs) {
        const Run& run = page.runs[r];
        Cluster* found = nullptr;
        // A page has a few dozen lines; only a hostile one has so many that one must not look at all.
        const auto stop = static_cast<std::ptrdiff_t>(clusters.size()) > most_lines
                              ? clusters.rbegin() + most_lines
                              : clusters.rend();
        for (auto c = clusters.rbegin(); c != stop; ++c)
            if (c->direction == run.direction && share_line(run, *c)) {
                found = &*c;
                break;
            }
        if (!found) {
            found = &clusters.emplace_back(
                Cluster{run.left, run.right, run.top, run.bottom, across(run), run.size, run.direction});
        } else if (run.size > 1.2F * found->size) {
            // The line is as high as its largest text.
            found->size = run.size;
            found->top = run.top;
            found->bottom = run.bottom;
            found->base = across(run);
        }
        found->left = std::min(found->left, run.left);
        found->right = std::max(found->right, run.right);
        ++found->count;
        cluster_of.push_back(static_cast<std::uint32_t>(found - clusters.data()));
    }
    std::vector<Cluster*> order;
    order.reserve(clusters.size());
    for (Cluster& cluster : clusters) order.push_back(&cluster);
    const auto before = [](const Cluster* a, const Cluster* b) { return a->base < b->base; };
    if (!std::is_sorted(order.begin(), order.end(), before))
        std::stable_sort(order.begin(), order.end(), before);

    Baselines result;
    result.ends.reserve(order.size());
    std::uint32_t begin = 0;
    for (Cluster* cluster : order) {
        cluster->end = begin;
        begin += cluster->count;
        result.ends.push_back(begin);
    }
    result.runs.resize(runs.size());
    for (std::size_t i = 0; i < runs.size(); ++i) result.runs[clusters[cluster_of[i]].end++] = runs[i];
    return result;
}

void append_lines(Work& work, std::uint32_t page_index, std::span<const std::uint32_t> runs,
                  std::vector<Line>& lines) {
    const PageContent& page = work.content.pages[page_index];
    for (std::uint16_t fragment = 0; !runs.empty(); ++fragment) {
        // Text of one block that jumps up, beside what it has filled, goes on in the next column.
        std::size_t end = 0;
        float right = -1e9F, left = 1e9F, bottom = -1e9F;
        for (; end < runs.size(); ++end) {
            const Run& run = page.runs[runs[end]];
            if (run.direction == 0 && end > 0 && run.bottom < bottom - 1.5F * run.size &&
                (run.left > right || run.right < left))
                break;
            right = std::max(right, run.right);
            left = std::min(left, run.left);
            bottom = std::max(bottom, run.bottom);
        }
        const Baselines clusters = baselines(page, runs.first(end));
        lines.reserve(lines.size() + clusters.size());
        for (std::size_t i = 0; i < clusters.size(); ++i) {
            Line line = make_line(work, page_index, pieces_of(page, clusters[i]));
            if (line.text.empty()) continue;
            line.fragment = fragment;
            lines.push_back(std::move(line));
        }
        runs = runs.subspan(end);
    }
}

void refuse_dropped(Work& work, const Line& line) {
    if (line.twice == 0 && line.control == 0 && line.soft == 0) return;
    work.refuse("printed twice", line.twice, line.page, line.box);
    work.refuse("control character", line.control, line.page, line.box);
    work.refuse("soft hyphen", line.soft);
}

void append_line(Line& line, const Line& next) {
    line.pieces.insert(line.pieces.end(), next.pieces.begin(), next.pieces.end());
    line.twice += next.twice;
    line.control += next.control;
    line.soft += next.soft;
    line.text.push_back(' ');
    const auto shift = static_cast<std::uint32_t>(line.text.size());
    if (next.box.left - line.box.right > wide_em * line.size)
        line.gaps.push_back({shift, static_cast<float>(line.box.right), static_cast<float>(next.box.left)});
    line.text += next.text;
    for (Stretch stretch : next.stretches) line.stretches.push_back({stretch.start + shift, stretch.style});
    for (Gap gap : next.gaps) line.gaps.push_back({gap.at + shift, gap.left, gap.right});
    for (const Mark& mark : next.marks) line.marks.push_back({mark.at + shift, mark.text});
    line.box = united(line.box, next.box);
    line.order = std::min(line.order, next.order);
    line.soft_hyphen = next.soft_hyphen;
}

std::uint32_t style_at(const std::vector<Stretch>& stretches, std::uint32_t at) {
    std::uint32_t style = 0;
    for (const Stretch& stretch : stretches) {
        if (stretch.start > at) break;
        style = stretch.style;
    }
    return style;
}

void cut_front(Line& line, std::size_t bytes) {
    while (bytes < line.text.size() && line.text[bytes] == ' ') ++bytes;
    const auto cut = static_cast<std::uint32_t>(bytes);
    const std::uint32_t style = style_at(line.stretches, cut);
    for (const Gap& gap : line.gaps)
        if (gap.at == cut) line.box.left = gap.right;
    line.text.erase(0, bytes);
    std::vector<Stretch> stretches{{0, style}};
    for (const Stretch& stretch : line.stretches)
        if (stretch.start > cut) stretches.push_back({stretch.start - cut, stretch.style});
    line.stretches = std::move(stretches);
    std::erase_if(line.gaps, [&](const Gap& gap) { return gap.at <= cut; });
    for (Gap& gap : line.gaps) gap.at -= cut;
    for (Mark& mark : line.marks) mark.at = mark.at > cut ? mark.at - cut : 0;
}

}  // namespace sheaf::pdf
