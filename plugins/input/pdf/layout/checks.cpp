#include "layout/checks.hpp"

#include <algorithm>
#include <cmath>

#include "layout/labels.hpp"
#include "layout/lines.hpp"
#include "say.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// Pages with more blocks, which no letter has, keep the order of their tags.
constexpr std::size_t most_blocks = 300;

bool is_block_tag(std::string_view role) {
    return role == "P" || role == "LI" || role == "LBody" || role == "Title" || role == "Caption" ||
           (role.size() == 2 && role[0] == 'H');
}

/// Whether `b` goes on with the printed line that `a` ends in.
bool on_one_line(const Line& a, const Line& b) {
    if (a.page != b.page || a.direction != b.direction || a.direction != 0 || a.tall != b.tall) return false;
    const float size = std::min(a.size, b.size);
    if (std::abs(a.baseline - b.baseline) > 0.25F * size || std::max(a.size, b.size) > 1.25F * size)
        return false;
    const double gap = b.box.left - a.box.right;
    return gap > -0.25 * size && gap < 0.6 * size;
}

/// Whether `b` stands further on, on the baseline of `a`, as text does behind its number.
bool on_baseline(const Line& a, const Line& b) {
    return a.page == b.page && a.direction == b.direction && is_label(a.text) &&
           std::abs(a.baseline - b.baseline) < 0.25F * std::min(a.size, b.size) && b.box.left > a.box.right;
}

/// Whether `b` begins the line below the one that `a` ends in.
bool on_next_line(const Item& above, const Line& a, const Line& b) {
    if (a.page != b.page || a.fragment != b.fragment || a.direction != b.direction) return false;
    const float distance = b.baseline - a.baseline;
    return std::abs(a.size - b.size) < 0.6F && distance > 0.8F * a.size && distance < 1.6F * a.size &&
           b.box.left > above.lines.front().box.left - 3;
}

/// Puts the lines of `b` behind those of `a`; the first of them goes on with a line where `same`.
void append_item(Item& a, Item& b, bool same) {
    if (same) {
        Line& last = a.lines.back();
        const Line& first = b.lines.front();
        const bool touch = first.box.left - last.box.right < 0.12 * last.size;
        const std::size_t at = last.text.size();
        const bool bold = last.bold && first.bold, italic = last.italic && first.italic;
        append_line(last, first);
        if (touch) close_gap(last, at);
        last.bold = bold;
        last.italic = italic;
        b.lines.erase(b.lines.begin());
    }
    for (Line& line : b.lines) a.lines.push_back(std::move(line));
    b.lines.clear();
}

void say_turned_rows(Work& work, std::string_view begin, int page, const Box& box) {
    say(work.document.diagnostics, Severity::doubtful, "pdf-turned-rows",
        "rows of columns stand sideways, outside any table, beginning with `" + text::squeeze(begin) + "`",
        page, box, "compare them with the page: cells of several lines may be mixed");
}

/// The box of a block on the page where it begins.
Box box_on_first_page(const Item& item, int page) {
    Box box{1e9, 1e9, -1e9, -1e9};
    for (const Line& line : item.lines)
        if (line.page == page) box = united(box, line.box);
    for (const Item& child : item.children)
        if (child.first_line()) box = united(box, box_on_first_page(child, page));
    return box;
}

/// Two blocks of which neither stands above the other: of the same height of the page, or beside each other with any height
/// in common.
bool side_by_side(const Box& a, const Box& b) {
    const double overlap = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    const bool apart = std::min(a.right, b.right) <= std::max(a.left, b.left);
    return overlap > (apart ? 0 : 0.5 * std::min(a.bottom - a.top, b.bottom - b.top));
}

/// A block, by position, and where it stands on the page where it begins.
struct ColumnEntry {
    std::size_t item;
    Box box;
};

bool above(const ColumnEntry& a, const ColumnEntry& b) {
    return a.box.top < b.box.top;
}

/// Whether the blocks stand one under the other in one column. Captions and labels of pictures stand where there is room.
bool make_one_column(const PageContent& page, const std::vector<ColumnEntry>& entries) {
    for (const Image& image : page.images)
        if ((image.box.right - image.box.left) * (image.box.bottom - image.box.top) >
            0.03 * page.width * page.height)
            return false;
    const Box& widest =
        std::max_element(entries.begin(), entries.end(), [](const ColumnEntry& a, const ColumnEntry& b) {
            return a.box.right - a.box.left < b.box.right - b.box.left;
        })->box;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Box& box = entries[i].box;
        const double shared = std::min(box.right, widest.right) - std::max(box.left, widest.left);
        if (shared < 0.5 * (box.right - box.left)) return false;
        for (std::size_t k = 0; k < i; ++k)
            if (side_by_side(box, entries[k].box)) return false;
    }
    return true;
}

}  // namespace

void join_printed_lines(Work& work, std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        join_printed_lines(work, items[i].children);
        if (i == 0) continue;
        // Those before `i` may have given their lines away.
        std::size_t before = i - 1;
        while (before > 0 && items[before].is_text() && items[before].lines.empty()) --before;
        Item &a = items[before], &b = items[i];
        if (!a.is_text() || !b.is_text() || a.lines.empty() || b.lines.empty() ||
            (a.node < 0 && b.node < 0) || a.kind == BlockKind::footnote || b.kind == BlockKind::footnote)
            continue;
        const Line &last = a.lines.back(), &first = b.lines.front();
        const bool one_box = a.inline_in >= 0 && a.inline_in == b.inline_in;
        // A label may well stand in an element of its own.
        const bool lone_label = a.lines.size() == 1 && is_label(last.text);
        const bool same = (on_one_line(last, first) && !lone_label) || (one_box && on_baseline(last, first));
        if (!same && !(one_box && on_next_line(a, last, first))) continue;
        if (b.node >= 0 && is_block_tag(work.content.structure.nodes[static_cast<std::size_t>(b.node)].role))
            work.overrule(first.page, first.box, "a block begins in the middle of a printed line");
        a.basis = one_box ? a.basis : "a printed line under two tags";
        append_item(a, b, same);
    }
    std::erase_if(items, [](const Item& item) { return item.is_text() && item.lines.empty(); });
}

void check_notes(Work& work, std::vector<Item>& items) {
    for (Item& item : items) {
        check_notes(work, item.children);
        if (item.kind != BlockKind::footnote || item.node < 0 || item.lines.empty()) continue;
        const Line& line = item.lines.front();
        if (line.size < 0.95F * work.body_size || line.page != item.lines.back().page) continue;
        // A note stands at the foot of its page; text goes on below what is none.
        const auto below = [&](const Item& other) {
            return other.kind != BlockKind::footnote && other.is_text() && !other.lines.empty() &&
                   other.lines.front().page == line.page &&
                   other.lines.front().size > 0.95F * work.body_size &&
                   other.lines.front().baseline > item.lines.back().baseline;
        };
        const PageContent& page = work.content.pages[static_cast<std::size_t>(line.page - 1)];
        const auto label = text::leading_label(line.text);
        const bool numbered = label && label->printed.find('.') != std::string_view::npos;
        if (!numbered && line.box.top > 0.6 * page.height && std::none_of(items.begin(), items.end(), below))
            continue;
        item.kind = item.list_start ? BlockKind::list_item : BlockKind::paragraph;
        item.basis = "tag Note overruled: set and placed like text";
        work.overrule(line.page, line.box, "a note is set and placed like text");
    }
}

void check_order(Work& work, std::vector<Item>& items) {
    for (std::size_t begin = 0; begin < items.size();) {
        const int page = items[begin].first_page();
        std::vector<ColumnEntry> entries;
        bool tagged = true;
        for (; begin < items.size() && items[begin].first_page() == page; ++begin) {
            const Item& item = items[begin];
            if (item.kind == BlockKind::footnote || item.kind == BlockKind::figure || !item.first_line())
                continue;
            tagged = tagged && item.node >= 0;
            entries.push_back({begin, box_on_first_page(item, page)});
        }
        if (page == 0 || !tagged || entries.size() > most_blocks ||
            std::is_sorted(entries.begin(), entries.end(), above) ||
            !make_one_column(work.content.pages[static_cast<std::size_t>(page - 1)], entries))
            continue;
        std::vector<ColumnEntry> sorted = entries;
        std::stable_sort(sorted.begin(), sorted.end(), above);
        std::vector<Item> moved;
        moved.reserve(sorted.size());
        for (const ColumnEntry& entry : sorted) moved.push_back(std::move(items[entry.item]));
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (sorted[i].item != entries[i].item)
                work.overrule(page, sorted[i].box,
                              "blocks of one column stand in another order than their tags");
            items[entries[i].item] = std::move(moved[i]);
        }
    }
}

void check_turned_rows(Work& work, const std::vector<Item>& items) {
    const Line* row = nullptr;
    int told = 0;  // page
    for (const Item& item : items)
        for (const Line& line : item.lines) {
            if (line.direction == 0 || line.gaps.empty() || line.page == told) continue;
            if (row && row->page == line.page && row->direction == line.direction) {
                say_turned_rows(work, std::string_view(row->text).substr(0, row->gaps.front().at), line.page,
                                united(row->box, line.box));
                told = line.page;
            }
            row = &line;
        }
}

void check_aside(Work& work, const std::vector<Item>& aside) {
    const auto is = [](BlockKind kind) { return [kind](const Item& item) { return item.kind == kind; }; };
    const auto text = std::find_if(aside.begin(), aside.end(), is(BlockKind::paragraph));
    if (text == aside.end() || std::any_of(aside.begin(), aside.end(), is(BlockKind::table))) return;
    const Line& line = text->lines.front();
    Box box = line.box;
    for (const Item& item : aside) box = united(box, box_on_first_page(item, line.page));
    say_turned_rows(work, line.text, line.page, box);
}

}  // namespace sheaf::pdf
