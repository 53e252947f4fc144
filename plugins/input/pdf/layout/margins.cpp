#include "layout/margins.hpp"

#include <algorithm>
#include <cmath>

namespace sheaf::pdf {
namespace {

constexpr std::size_t most_heading_lines = 4;  ///< of a heading in the margin

/// Where an item stands on the page where it begins.
struct Entry {
    std::size_t item = 0;
    Box box;
    bool bold = false;  ///< all of it
};

bool stand_beside(const Box& a, const Box& b) {
    return a.right <= b.left || b.right <= a.left;
}

/// The items of one page, from `begin`; tables and what has no lines left out.
std::vector<Entry> entries_of(const std::vector<Item>& items, std::size_t& begin) {
    std::vector<Entry> entries;
    const int page = items[begin].first_page();
    for (; begin < items.size() && items[begin].first_page() == page; ++begin) {
        const Item& item = items[begin];
        if (item.lines.empty()) continue;
        Entry entry{begin, item.lines.front().box, true};
        for (const Line& line : item.lines) {
            if (line.page == page) entry.box = united(entry.box, line.box);
            entry.bold = entry.bold && line.bold && line.direction == 0;
        }
        entries.push_back(entry);
    }
    return entries;
}

/// The paragraph that a heading in the margin is level with, or null: it is wider, not bold, and its first line stands on
/// the heading's.
const Entry* beside(const std::vector<Item>& items, const std::vector<Entry>& entries, const Entry& heading) {
    const Line& head = items[heading.item].lines.front();
    if (!heading.bold || items[heading.item].lines.size() > most_heading_lines) return nullptr;
    const Entry* found = nullptr;
    for (const Entry& entry : entries) {
        const Line& line = items[entry.item].lines.front();
        if (!entry.bold && stand_beside(entry.box, heading.box) &&
            std::abs(line.baseline - head.baseline) < 0.5F * line.size &&
            entry.box.right - entry.box.left > 1.6 * (heading.box.right - heading.box.left))
            found = &entry;
    }
    if (!found) return nullptr;
    // Text below the heading, or above it, and beside the paragraph: the heading stands in a column.
    const bool in_column = std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
        return !entry.bold && !stand_beside(entry.box, heading.box) && stand_beside(entry.box, found->box);
    });
    return in_column ? nullptr : found;
}

struct Move {
    std::size_t heading, paragraph;
};

}  // namespace

void place_side_headings(Work& work, std::vector<Item>& items) {
    std::vector<Move> moves;
    std::size_t level = 0;
    for (std::size_t begin = 0; begin < items.size();) {
        const std::vector<Entry> entries = entries_of(items, begin);
        for (const Entry& heading : entries) {
            const Entry* const paragraph = beside(items, entries, heading);
            if (!paragraph) continue;
            ++level;
            if (paragraph->item < heading.item) moves.push_back({heading.item, paragraph->item});
        }
    }
    if (level < 2 || moves.empty()) return;
    std::vector<Item> moved;
    moved.reserve(items.size());
    std::vector<bool> gone(items.size(), false);
    for (const Move& move : moves) gone[move.heading] = true;
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (const Move& move : moves) {
            if (move.paragraph != i) continue;
            const Item& heading = items[move.heading];
            if (heading.node >= 0)
                work.overrule(heading.lines.front().page, heading.lines.front().box,
                              "a heading stands in the margin beside its text");
            moved.push_back(std::move(items[move.heading]));
        }
        if (!gone[i]) moved.push_back(std::move(items[i]));
    }
    items = std::move(moved);
}

}  // namespace sheaf::pdf
