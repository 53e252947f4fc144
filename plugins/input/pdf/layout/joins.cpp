#include "layout/joins.hpp"

#include <algorithm>
#include <cmath>

#include "layout/lines.hpp"
#include "layout/paragraphs.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// The last character that tells whether a sentence is over, closing quotation marks and brackets aside.
char32_t closing(const std::string& text) {
    std::size_t end = text.size();
    while (end > 0) {
        const std::size_t at = text::boundary(text, end - 1);
        std::size_t next = at;
        const char32_t c = text::next(text, next);
        if (c != '"' && c != ')' && c != '\'' && c != 0x2019 && c != 0x201D && c != ']' && !text::is_space(c))
            return c;
        end = at;
    }
    return 0;
}

bool ends_sentence(const Line& line) {
    const char32_t c = closing(line.text);
    return c == '.' || c == '?' || c == '!' || c == ':' || c == ';';
}

bool same_style(const Line& a, const Line& b) {
    return std::abs(a.size - b.size) < 0.6F && a.bold == b.bold;
}

bool begins_number(std::string_view label) {
    return !label.empty() && label[0] >= '0' && label[0] <= '9';
}

/// The next block of running text behind `from`.
std::size_t next_text(const std::vector<Item>& items, std::size_t from) {
    while (from < items.size() &&
           (items[from].kind == BlockKind::footnote || items[from].kind == BlockKind::figure))
        ++from;
    return from;
}

/// Whether `b`, at the head of a page or column, goes on with `a`, at the foot of the one before.
bool goes_on(const std::vector<Item>& items, std::size_t ai, std::size_t bi, float edge) {
    const Item& a = items[ai];
    const Item& b = items[bi];
    const Line& last = a.lines.back();
    const Line& first = b.lines.front();
    if (std::abs(last.size - first.size) > 0.6F || last.direction != first.direction) return false;
    const bool open = !ends_sentence(last);
    if (open && begins_lower(first)) return true;
    if (!same_style(last, first)) return false;
    const bool full = edge <= 0 || !would_fit(last, first.first_word, edge);
    if (!full) return false;
    // A full line without a full stop: a sentence is cut before a capital or a figure.
    if (open) return !last.bold;
    // A full stop at the very end of the page. Only a labelled block shows where a new one would begin.
    if (a.label.empty()) return false;
    const float body = static_cast<float>(last.box.left) - a.margin;
    const bool hangs =
        a.lines.size() > 1 && std::abs(first.box.left - b.margin - body) < 3 && body > a.indent + 4;
    if (!hangs) return false;
    if (b.list_start) return true;
    const std::size_t after = next_text(items, bi + 1);
    return begins_number(a.label) && after < items.size() && begins_number(items[after].label);
}

/// Whether the flow sets paragraphs apart by room between them, so that lines without such room are one paragraph.
bool sets_apart(const std::vector<Item>& items) {
    std::size_t apart = 0, close = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
        const Item& a = items[i - 1];
        const Item& b = items[i];
        if (!a.is_text() || !b.is_text() || a.lines.size() < 2 || b.lines.size() < 2) continue;
        const Line& last = a.lines.back();
        const Line& first = b.lines.front();
        const Line& before = a.lines[a.lines.size() - 2];
        if (last.page != first.page || last.page != before.page || !same_style(last, first)) continue;
        const float usual = last.baseline - before.baseline, gap = first.baseline - last.baseline;
        if (usual <= 0 || gap <= 0) continue;
        ++(gap > 1.25F * usual ? apart : close);
    }
    return apart >= 3 && apart > 4 * close;
}

/// Whether a tag boundary cuts a paragraph on one page. `set_apart` as of `sets_apart`.
bool cut_by_tags(const Item& a, const Item& b, float edge, bool set_apart) {
    const Line& last = a.lines.back();
    const Line& first = b.lines.front();
    if (!same_style(last, first) || b.list_start || last.direction != first.direction) return false;
    if (std::abs(last.baseline - first.baseline) < 0.3F * last.size)
        return first.box.left >= last.box.right - 0.2 * last.size &&
               first.box.left - last.box.right < 0.6 * last.size;
    const float gap = first.baseline - last.baseline;
    const float usual = a.lines.size() > 1 && a.lines[a.lines.size() - 2].page == last.page
                            ? last.baseline - a.lines[a.lines.size() - 2].baseline
                            : 1.3F * last.size;
    if (gap <= 0 || gap > 1.12F * usual || usual > 1.6F * last.size) return false;
    const double left = a.lines.size() > 1 || a.label.empty() ? last.box.left : first.box.left;
    if (std::abs(first.box.left - left) > 3) return false;
    if (edge <= 0 || would_fit(last, first.first_word, edge)) return false;
    if (!ends_sentence(last) && begins_lower(first)) return true;
    // The next sentence goes on without a break that a reader could see.
    return set_apart && a.lines.size() > 1 && b.lines.size() > 1 && !last.bold && gap < 1.04F * usual;
}

bool next_column(const Line& a, const Line& b) {
    return a.page == b.page && b.baseline < a.baseline - a.size &&
           (b.box.left > a.box.right || b.box.right < a.box.left);
}

}  // namespace

void join_footnotes(std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        Item& note = items[i];
        if (note.kind != BlockKind::footnote || note.lines.empty() || ends_sentence(note.lines.back()))
            continue;
        for (std::size_t j = i + 1; j < items.size(); ++j) {
            Item& rest = items[j];
            if (!rest.is_text() || rest.lines.empty() || !rest.label.empty() ||
                rest.kind == BlockKind::heading)
                continue;
            const Line& last = note.lines.back();
            const Line& first = rest.lines.front();
            if (first.page > last.page + 1) break;
            if (first.page != last.page + 1 || !same_style(last, first) || !begins_lower(first)) continue;
            note.lines.back().break_after = false;
            for (Line& line : rest.lines) note.lines.push_back(std::move(line));
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(j));
            break;
        }
    }
}

void join_continuations(std::vector<Item>& items, const Edges& edges) {
    const bool set_apart = sets_apart(items);
    for (std::size_t i = 0; i < items.size(); ++i) {
        Item& a = items[i];
        if (!a.is_text() || a.lines.empty() || a.kind == BlockKind::footnote || a.kind == BlockKind::figure)
            continue;
        for (;;) {
            const std::size_t j = next_text(items, i + 1);
            if (j >= items.size()) break;
            Item& b = items[j];
            if (!b.is_text() || b.lines.empty() || !b.label.empty()) break;
            if (a.kind == BlockKind::heading || b.kind == BlockKind::heading) break;
            const Line& last = a.lines.back();
            const Line& first = b.lines.front();
            // Rows of a turned table.
            if (last.direction != 0 && !last.gaps.empty() && !first.gaps.empty()) break;
            const float edge = edges.of(a, last.page);
            const bool apart = first.page > last.page || next_column(last, first);
            const bool joined =
                apart ? goes_on(items, i, j, edge)
                      : j == i + 1 && first.page == last.page && cut_by_tags(a, b, edge, set_apart);
            if (!joined) break;
            if (!apart && std::abs(last.baseline - first.baseline) < 0.3F * last.size) {
                append_line(a.lines.back(), b.lines.front());
                b.lines.erase(b.lines.begin());
            } else {
                a.lines.back().break_after = false;
            }
            if (a.basis.empty())
                a.basis = apart ? "goes on over a page or column break" : "one sentence under two tags";
            for (Line& line : b.lines) a.lines.push_back(std::move(line));
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(j));
        }
    }
}

}  // namespace sheaf::pdf
