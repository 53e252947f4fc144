#include "layout/lines.hpp"

#include <algorithm>
#include <cmath>

#include "layout/bidi.hpp"
#include "layout/labels.hpp"
#include "layout/symbols.hpp"
#include "layout/typed_spaces.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// No gap narrower than this many em is a space.
constexpr float narrowest_em = 0.05F;
/// A drop cap is this many times as large as the word that it begins.
constexpr float drop_cap_ratio = 1.6F;

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
    const Run* run = nullptr;          // of the next characters
    const Run* above = nullptr;        // of the last visible one
    Spacing spacing;                   // of `run`, once a gap asks for it
    bool judged = false;
    bool bullet = false;  ///< the next piece is a typed one

    void begin(const Run& next) {
        run = &next;
        judged = false;
    }

    /// Whether so wide a gap before the next character parts two words.
    bool parts_words(float gap) {
        // A drop cap begins the word behind it.
        if (above != run && above->direction == 0 && above->size > drop_cap_ratio * run->size &&
            above->bottom > run->bottom && gap < run->size) {
            if (line.cap == 0 && placed.size() < 3) line.cap = static_cast<std::uint32_t>(line.text.size());
            return false;
        }
        if (gap < narrowest_em * run->size) return false;
        if (!judged) spacing = spacing_of(page, *run);
        judged = true;
        return gap > spacing.word;
    }

    void put(char32_t c, std::uint32_t glyph, float from, float to) {
        if (any) {
            const float gap = from - end;
            space = space || parts_words(gap);
            if (space && gap > wide_em * run->size)
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
        placed.push_back({glyph, 1, c, from, across(*run), run->size});
        line.soft_hyphen = false;
        end = placed.size() > 1 ? std::max(end, to) : to;
        above = run;
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
    std::uint32_t put_plain(std::uint32_t glyph, std::uint32_t stop) {
        const float size = run->size;
        const float overlap = 0.1F * size, narrow = narrowest_em * size, wide = wide_em * size;
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
        placed.push_back({glyph, count, 0, 0, across(*run), size});
        end = right = reach;
        above = run;
        if (((all_bold && !bold) || (all_italic && !italic)) &&
            std::any_of(text.begin(), text.end(), [](char letter) { return letter > 0x40; }))
            note_weight();
        return glyph + count;
    }

    /// Whether the character stands at that place already, as another glyph's of the same size.
    bool stands(char32_t c, std::uint32_t glyph, float from) const {
        const float near = 0.12F * run->size, height = across(*run);
        const auto there = [&](char32_t other, std::uint32_t other_glyph, float other_left) {
            return other == c && other_glyph != glyph && std::abs(other_left - from) < near;
        };
        return std::any_of(placed.begin(), placed.end(), [&](const Placed& p) {
            if (std::abs(p.height - height) > near || std::abs(p.size - run->size) > near) return false;
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
    style.strike = run.struck;
    style.size = std::round(run.size * 10) / 10;
    style.superscript =
        run.direction == 0 && run.size < 0.9F * line.size && run.baseline < line.baseline - 0.12F * line.size;
    style.link = link_target(page, run);
    style.language = work.foreign_language(page, run);
    // In steps of a tenth, so that words of like confidence share a span.
    if (run.confidence < 1) style.confidence = std::floor(run.confidence * 10) / 10;
    return style;
}

/// Adds what a glyph shows. Characters that are no text are counted.
void put_glyph(LineMaker& maker, std::string_view shows, std::uint32_t glyph, const Symbols& symbols) {
    const Run& run = *maker.run;
    Line& line = maker.line;
    const float left = along(run, maker.page.glyphs[glyph].left);
    const float right = along(run, maker.page.glyphs[glyph].right);
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
        c = maker.bullet && c == 'o' ? U'\u25E6' : shown(c, symbols);
        // The same glyph at the same place again is how some producers make bold.
        if (maker.any && left < maker.end - 0.1F * run.size && maker.stands(c, glyph, left)) {
            ++line.twice;
            continue;
        }
        maker.put(c, glyph, left, right);
    }
}

void put_piece(const Work& work, std::uint32_t page_index, LineMaker& maker, const Piece& piece) {
    const Run& run = maker.page.runs[piece.run];
    const Symbols symbols = symbols_of(work.content.fonts[run.font]);
    const bool repaired = run.actual_text >= 0 && !work.repaired.empty();
    const bool plain =
        !maker.bullet && !symbols.pictures && !repaired && (run.direction == 0 || run.direction == 90);
    maker.begin(run);
    const std::uint32_t stop = piece.first + piece.count;
    for (std::uint32_t g = piece.first; g < stop; ++g) {
        if (plain && (g = maker.put_plain(g, stop)) == stop) break;
        std::string_view shows = maker.page.text_of(g, 1);
        if (repaired)
            if (const auto found = work.repaired.find(glyph_key(page_index, g)); found != work.repaired.end())
                shows = found->second;
        if (piece.count == 1 && shows.size() > 2 && runs_left(shows)) {
            put_glyph(maker, as_shown(shows), g, symbols);
            continue;
        }
        put_glyph(maker, shows, g, symbols);
    }
}

/// The piece says what the one before says at nearly the same place, in perhaps another font: it is printed again.
bool repeats(const PageContent& page, const Piece& before, const Piece& piece) {
    const Run &a = page.runs[before.run], &b = page.runs[piece.run];
    const float near = 0.4F * std::min(a.size, b.size);
    if (piece.count < 3 || std::abs(before.left - piece.left) > near ||
        std::abs(before.right - piece.right) > near || std::abs(across(a) - across(b)) > near ||
        std::abs(a.size - b.size) > 0.2F * a.size || a.actual_text >= 0 || b.actual_text >= 0)
        return false;
    const std::string words = text::squeeze(page.text_of(piece.first, piece.count));
    return !words.empty() && words == text::squeeze(page.text_of(before.first, before.count));
}

/// Letters that are printed again, hardly beside themselves, are bold.
void embolden(Work& work, Line& line) {
    line.bold = true;
    for (Stretch& stretch : line.stretches) {
        Style style = work.styles[stretch.style];
        style.bold = true;
        stretch.style = work.styles.intern(style);
    }
}

/// A line without its text yet, of the size and on the baseline that most of the pieces have.
Line line_of(const PageContent& page, const std::vector<Piece>& pieces) {
    Weights sizes, bases;
    std::size_t bytes = 0;
    for (const Piece& piece : pieces) {
        sizes.add(page.runs[piece.run].size, piece.count);
        bases.add(page.runs[piece.run].baseline, piece.count);
        bytes += page.text_of(piece.first, piece.count).size() + 1;
    }
    Line line;
    line.page = page.number;
    line.size = sizes.heaviest();
    line.baseline = bases.heaviest();
    line.order = pieces.empty() ? 0 : pieces.front().run;
    line.direction = pieces.empty() ? std::int16_t{0} : page.runs[pieces.front().run].direction;
    line.text.reserve(bytes);
    line.box = {1e9, 1e9, -1e9, -1e9};
    return line;
}

}  // namespace

Line make_line(Work& work, std::uint32_t page_index, std::vector<Piece> pieces) {
    const PageContent& page = work.content.pages[page_index];
    // Word writes a run for every change of style or spelling mark, in reading order; the order on the page
    // is what a reader sees, and it is also right where tags or streams are not.
    const bool bidirectional = std::any_of(pieces.begin(), pieces.end(), [&](const Piece& piece) {
        return runs_left(page.text_of(piece.first, piece.count));
    });
    if (bidirectional) pieces = single_glyphs(page, pieces);
    sort_pieces(pieces);

    Line line = line_of(page, pieces);
    work.placed.clear();
    LineMaker maker{page, line, work.placed};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = pieces[i];
        const Run& run = page.runs[piece.run];
        const Font& font = work.content.fonts[run.font];
        const std::string_view words = page.text_of(piece.first, piece.count);
        line.order = std::min(line.order, piece.run);
        if (i > 0 && repeats(page, pieces[i - 1], piece)) {
            line.twice += static_cast<std::uint32_t>(text::count_visible(words));
            continue;
        }
        maker.style = work.styles.intern(style_of(work, page, run, line));
        maker.bullet = i == 0 && pieces.size() > 1 && is_typed_bullet(font, words) &&
                       !work.content.fonts[page.runs[pieces[1].run].font].fixed_pitch;
        maker.bold = font.bold;
        maker.italic = font.italic;
        const std::size_t before = line.text.size();
        put_piece(work, page_index, maker, piece);
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
    if (bidirectional) to_logical_order(line);
    if (line.direction == 0 && 3 * std::count(line.text.begin(), line.text.end(), ' ') >
                                   static_cast<std::ptrdiff_t>(line.text.size()))
        close_typed_spaces(work, line);
    line.bold = maker.all_bold;
    line.italic = maker.all_italic;
    if (line.twice > 0 && line.twice >= text::count_visible(line.text)) embolden(work, line);
    if (line.first_word == 0) line.first_word = static_cast<float>(line.box.right - line.box.left);
    return line;
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
            // What begins beside a drop cap begins above its foot.
            const bool beside_cap = end == 1 && page.runs[runs[0]].size > drop_cap_ratio * run.size;
            if (run.direction == 0 && end > 0 && !beside_cap && run.bottom < bottom - 1.5F * run.size &&
                (run.left > right || (run.right < left && !is_label(text::squeeze(page.text_of(run))))))
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
            line.tall = clusters.tall[i];
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

void open_gap(Line& line, std::size_t at) {
    line.text.insert(at, 1, ' ');
    const auto place = static_cast<std::uint32_t>(at);
    for (Stretch& stretch : line.stretches) stretch.start += stretch.start >= place ? 1 : 0;
    for (Gap& gap : line.gaps) gap.at += gap.at >= place ? 1 : 0;
    for (Mark& mark : line.marks) mark.at += mark.at >= place ? 1 : 0;
}

void close_gap(Line& line, std::size_t at) {
    line.text.erase(at, 1);
    const auto place = static_cast<std::uint32_t>(at);
    for (Stretch& stretch : line.stretches) stretch.start -= stretch.start > place ? 1 : 0;
    for (Gap& gap : line.gaps) gap.at -= gap.at > place ? 1 : 0;
    for (Mark& mark : line.marks) mark.at -= mark.at > place ? 1 : 0;
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
