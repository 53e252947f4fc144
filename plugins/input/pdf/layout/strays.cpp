#include "layout/strays.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "layout/labels.hpp"
#include "layout/lines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Strays are parts of a line, in bytes; behind the end of another line only words are.
constexpr std::size_t longest = 200, longest_behind = 40;

/// Pages with more lines, which no letter has, are left as they are tagged.
constexpr std::size_t most_stray_lines = 1000;

struct Slot {
    Item* item;
    std::size_t line;
};

void collect(std::vector<Item>& items, std::vector<std::vector<Slot>>& pages) {
    for (Item& item : items) {
        collect(item.children, pages);
        for (std::size_t l = 0; l < item.lines.size(); ++l) {
            const auto page = static_cast<std::size_t>(item.lines[l].page);
            if (page < pages.size()) pages[page].push_back({&item, l});
        }
    }
}

bool same_baseline(const Line& a, const Line& b) {
    return a.page == b.page && a.direction == 0 && b.direction == 0 &&
           std::abs(a.baseline - b.baseline) < 0.25F * std::max(a.size, b.size);
}

/// Whether any two lines of a page could share a baseline. On most pages none do.
bool share_baselines(const std::vector<Slot>& page) {
    std::vector<float> baselines;
    baselines.reserve(page.size());
    float size = 0;
    for (const Slot& slot : page) {
        const Line& line = slot.item->lines[slot.line];
        baselines.push_back(line.baseline);
        size = std::max(size, line.size);
    }
    std::sort(baselines.begin(), baselines.end());
    return std::adjacent_find(baselines.begin(), baselines.end(),
                              [&](float a, float b) { return b - a < 0.25F * size; }) != baselines.end();
}

/// What a stray could be for a line on its baseline.
enum class Fit { none, hole, end };

Fit fit(const PageContent& page, const Line& line, const Line& stray) {
    const double left = stray.box.left, right = stray.box.right;
    const double slack = 0.12 * line.size;
    if (left > line.box.right - slack) return left - line.box.right < 0.65 * line.size ? Fit::end : Fit::none;
    if (right < line.box.left + slack) return line.box.left - right < 0.6 * line.size ? Fit::end : Fit::none;
    if (left < line.box.left || right > line.box.right) return Fit::none;
    for (const Piece& piece : line.pieces)
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
            const Glyph& glyph = page.glyphs[g];
            if (glyph.length == 0 || page.text[glyph.text] == ' ') continue;
            if (std::min<double>(glyph.right, right) - std::max<double>(glyph.left, left) > slack)
                return Fit::none;
        }
    return Fit::hole;
}

/// The stray goes on with the word that the line ends in: letters at both sides, and no room between them.
bool goes_on_with_word(const Line& line, const Line& stray) {
    const double gap = stray.box.left - line.box.right;
    if (std::abs(gap) > 0.12 * line.size || std::abs(line.size - stray.size) > 0.6F || line.text.empty())
        return false;
    std::size_t last = text::boundary(line.text, line.text.size() - 1), first = 0;
    const char32_t before = text::next(line.text, last);
    return (text::is_letter(before) || before == 0x2019) && text::is_lower(text::next(stray.text, first));
}

/// The stray stands where the next word of the line would, or goes on with its last one.
bool abuts(const Line& line, const Line& stray) {
    return same_baseline(line, stray) && std::abs(line.size - stray.size) < 0.6F &&
           std::abs(stray.box.left - line.box.right) < 0.35 * line.size;
}

/// Lines of one block go on with lines of the other, hardly apart: the block holds the second halves of printed lines.
/// Halves begin wherever the first ones end; what begins at one edge is a column, unless it is most of a block.
bool is_right_half(const Item& left, const Item& right) {
    constexpr std::size_t fewest = 2, fewest_of_column = 3;
    std::size_t abutting = 0;
    double first = 1e9, last = -1e9;
    for (const Line& stray : right.lines) {
        if (std::none_of(left.lines.begin(), left.lines.end(),
                         [&](const Line& line) { return abuts(line, stray); }))
            continue;
        ++abutting;
        first = std::min(first, stray.box.left);
        last = std::max(last, stray.box.left);
    }
    if (abutting >= fewest && last - first > 0.2 * static_cast<double>(right.lines.front().size)) return true;
    return abutting >= fewest_of_column && 2 * abutting > right.lines.size();
}

/// The stray is all of its block, and stands where the next word of the line would, while the line's block goes on below.
bool is_rest_of_line(const Item& left, std::size_t line, const Item& right) {
    return right.lines.size() == 1 && line + 1 < left.lines.size() && !is_label(left.lines[line].text) &&
           abuts(left.lines[line], right.lines.front());
}

/// The line is the first of a block whose second one stands below `other`'s lines: the whole block goes on there.
bool heads_paragraph(const Item& item, std::size_t line, const Item& other) {
    if (line > 0 || item.lines.size() < 2) return false;
    return std::none_of(other.lines.begin(), other.lines.end(),
                        [&](const Line& one) { return same_baseline(one, item.lines[1]); });
}

/// The line made anew with the stray's glyphs at their place.
Line with(Work& work, const Line& line, const Line& stray) {
    const auto page_index = static_cast<std::uint32_t>(line.page - 1);
    const PageContent& page = work.content.pages[page_index];
    const double middle = (stray.box.left + stray.box.right) / 2;
    std::vector<Piece> pieces;
    for (const Piece& piece : line.pieces) {
        Piece head = piece, tail = piece;
        head.count = 0;
        for (std::uint32_t g = piece.first; g < piece.first + piece.count; ++g) {
            const Glyph& glyph = page.glyphs[g];
            if ((glyph.left + glyph.right) / 2 > middle) break;
            ++head.count;
            if (glyph.length > 0 && page.text[glyph.text] != ' ') head.right = glyph.right;
        }
        if (head.count == 0 || head.count == piece.count || piece.left > middle || piece.right < middle) {
            pieces.push_back(piece);
            continue;
        }
        tail.first += head.count;
        tail.count -= head.count;
        tail.left = page.glyphs[tail.first].left;
        pieces.push_back(head);
        pieces.push_back(tail);
    }
    pieces.insert(pieces.end(), stray.pieces.begin(), stray.pieces.end());
    Line result = make_line(work, page_index, std::move(pieces));
    result.fragment = line.fragment;
    return result;
}

/// No other line of its block stands directly above or below.
bool lies_apart(const Item& item, std::size_t at) {
    const Line& line = item.lines[at];
    for (std::size_t l = 0; l < item.lines.size(); ++l) {
        const Line& other = item.lines[l];
        if (l != at && other.page == line.page && std::abs(other.baseline - line.baseline) < 2.0F * line.size)
            return false;
    }
    return true;
}

void erase_moved(std::vector<Item>& items) {
    for (Item& item : items) {
        erase_moved(item.children);
        std::erase_if(item.lines, [](const Line& line) { return line.text.empty(); });
    }
    std::erase_if(items, [](const Item& item) { return item.is_text() && item.lines.empty(); });
}

}  // namespace

void return_strays(Work& work, std::vector<Item>& items) {
    std::vector<std::vector<Slot>> pages(work.content.pages.size() + 1);
    collect(items, pages);
    bool moved = false;
    std::map<std::pair<const Item*, const Item*>, bool> halves;  // before any line was moved
    const auto are_halves = [&](const Item& left, const Item& right) {
        const auto [at, is_new] = halves.try_emplace({&left, &right});
        if (is_new) at->second = is_right_half(left, right);
        return at->second;
    };
    for (std::size_t p = 1; p < pages.size(); ++p) {
        if (pages[p].size() > most_stray_lines || !share_baselines(pages[p])) continue;
        for (const Slot& from : pages[p]) {
            if (from.item->node < 0) continue;
            const Line& stray = from.item->lines[from.line];
            if (stray.text.empty() || stray.text.size() > longest) continue;
            const bool edge = from.line == 0 || from.line + 1 == from.item->lines.size();
            const bool apart = lies_apart(*from.item, from.line);
            const Item* half_of = nullptr;
            for (const Slot& to : pages[p])
                if (half_of == nullptr && to.item != from.item &&
                    same_baseline(to.item->lines[to.line], stray) && are_halves(*to.item, *from.item))
                    half_of = to.item;
            for (const Slot& to : pages[p]) {
                if (to.item == from.item && !apart) continue;
                if (to.item == from.item && to.line == from.line) continue;
                Line& line = to.item->lines[to.line];
                if (line.text.empty() || !same_baseline(line, stray)) continue;
                const bool half = to.item == half_of || is_rest_of_line(*to.item, to.line, *from.item);
                if (!edge && !apart && !half && !goes_on_with_word(line, stray)) continue;
                const Fit found = fit(work.content.pages[p - 1], line, stray);
                // Behind a line's end stands also what is only beside it; a part of another block is no such
                // thing.
                if (found == Fit::none) continue;
                if (found == Fit::end && !half &&
                    !(goes_on_with_word(line, stray) && !heads_paragraph(*from.item, from.line, *to.item)) &&
                    (!apart || from.item->lines.size() < 2 || stray.text.size() > longest_behind ||
                     stray.text.size() > line.text.size()))
                    continue;
                line = with(work, line, stray);
                work.overrule(line.page, from.item->lines[from.line].box,
                              "words of one printed line stand in two blocks");
                from.item->lines[from.line].text.clear();
                moved = true;
                break;
            }
        }
    }
    if (moved) erase_moved(items);
}

bool goes_on_with_words(const std::vector<Item>& items, const Item& loose) {
    return std::any_of(items.begin(), items.end(), [&](const Item& item) {
        if (goes_on_with_words(item.children, loose)) return true;
        for (const Line& line : item.lines)
            for (const Line& stray : loose.lines)
                if (same_baseline(line, stray) && goes_on_with_word(line, stray)) return true;
        return false;
    });
}

bool adopt(Work& work, std::vector<Item>& items, const Line& line) {
    for (Item& item : items) {
        if (adopt(work, item.children, line)) return true;
        for (std::size_t i = 0; i < item.lines.size(); ++i) {
            Line& above = item.lines[i];
            if (above.page != line.page || above.direction != line.direction ||
                std::abs(line.size - above.size) > 0.6F)
                continue;
            if (same_baseline(above, line) &&
                fit(work.content.pages[static_cast<std::size_t>(line.page - 1)], above, line) != Fit::none) {
                above = with(work, above, line);
                return true;
            }
            if (i + 1 == item.lines.size() || item.lines[i + 1].page != line.page) continue;
            const Line& below = item.lines[i + 1];
            const float half = 0.7F * line.size;
            if (std::abs(line.box.left - below.box.left) > 2 || line.baseline < above.baseline + half ||
                line.baseline > below.baseline - half)
                continue;
            Line own = line;
            own.fragment = above.fragment;
            item.lines.insert(item.lines.begin() + static_cast<std::ptrdiff_t>(i + 1), std::move(own));
            return true;
        }
    }
    return false;
}

}  // namespace sheaf::pdf
