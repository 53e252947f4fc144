#include "layout/footnotes.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "layout/lines.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

/// What footnotes are marked with: up to three digits, or a star or dagger.
bool is_mark(std::string_view text) {
    if (text.empty() || text.size() > 3) return false;
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
    return text == "*" || text == "**" || text == "\xE2\x80\xA0";
}

std::string_view stretch_text(const Line& line, std::size_t s) {
    const std::size_t begin = line.stretches[s].start;
    const std::size_t end = s + 1 < line.stretches.size() ? line.stretches[s + 1].start : line.text.size();
    std::string_view text = std::string_view(line.text).substr(begin, end - begin);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
}

/// The mark that a footnote's first line begins with, or nothing.
std::string_view leading_mark(const Work& work, const Line& line) {
    if (line.stretches.empty()) return {};
    const std::string_view text = stretch_text(line, 0);
    if (work.styles[line.stretches.front().style].superscript && is_mark(text)) return text;
    const std::size_t space = line.text.find(' ');
    if (space == std::string::npos) return {};
    const std::string_view word = std::string_view(line.text).substr(0, space);
    return is_mark(word) ? word : std::string_view();
}

bool raised(const Work& work, const Line& line) {
    return !line.stretches.empty() && work.styles[line.stretches.front().style].superscript;
}

void split_mark(const Work& work, Item& item) {
    Line& line = item.lines.front();
    const std::string mark(leading_mark(work, line));
    if (mark.empty() || mark.size() >= line.text.size()) return;
    item.label = mark;
    cut_front(line, mark.size());
}

void labels_in(const std::vector<Item>& items, std::set<std::string>& labels) {
    for (const Item& item : items) {
        if (item.kind == BlockKind::footnote && !item.label.empty()) labels.insert(item.label);
        labels_in(item.children, labels);
    }
}

/// Takes the bytes of stretch `s` out of the line, leaving a mark.
void take(Line& line, std::size_t s) {
    const std::uint32_t begin = line.stretches[s].start;
    std::uint32_t end = s + 1 < line.stretches.size() ? line.stretches[s + 1].start
                                                      : static_cast<std::uint32_t>(line.text.size());
    std::string mark(stretch_text(line, s));
    std::uint32_t from = begin;
    // A space before the mark goes with it when another follows, or nothing does.
    const bool space_before = begin > 0 && line.text[begin - 1] == ' ';
    const bool space_after = end >= line.text.size() || line.text[end - 1] == ' ' || line.text[end] == ' ';
    if (end < line.text.size() && line.text[end - 1] == ' ') --end;
    if (space_before && space_after) --from;
    // No line begins with a space.
    if (from == 0 && end < line.text.size() && line.text[end] == ' ') ++end;
    const std::uint32_t removed = end - from;
    line.text.erase(from, removed);
    line.stretches.erase(line.stretches.begin() + static_cast<std::ptrdiff_t>(s));
    for (Stretch& stretch : line.stretches)
        if (stretch.start >= end)
            stretch.start -= removed;
        else if (stretch.start > from)
            stretch.start = from;
    for (Gap& gap : line.gaps)
        if (gap.at >= end) gap.at -= removed;
    for (Mark& other : line.marks)
        if (other.at >= end) other.at -= removed;
    if (line.stretches.empty()) line.stretches.push_back({0, 0});
    line.stretches.front().start = 0;
    line.marks.push_back({from, std::move(mark)});
    while (!line.text.empty() && line.text.back() == ' ') line.text.pop_back();
    for (Mark& other : line.marks)
        other.at = std::min(other.at, static_cast<std::uint32_t>(line.text.size()));
}

void take_in(const Work& work, std::vector<Item>& items, const std::set<std::string>& labels) {
    for (Item& item : items) {
        take_in(work, item.children, labels);
        for (Line& line : item.lines)
            for (std::size_t s = line.stretches.size(); s-- > 0;) {
                if (!work.styles[line.stretches[s].style].superscript) continue;
                const std::string_view text = stretch_text(line, s);
                if (!is_mark(text) || !labels.count(std::string(text))) continue;
                if (line.stretches[s].start == 0 && text.size() == line.text.size()) continue;
                take(line, s);
            }
    }
}

}  // namespace

void find_footnotes(Work& work, std::vector<Item>& items) {
    // From the end of each page upwards: footnotes are the last text on a page.
    for (std::size_t i = items.size(); i-- > 0;) {
        Item& item = items[i];
        if (!item.is_text() || item.lines.empty()) continue;
        if (item.kind == BlockKind::footnote) {
            split_mark(work, item);
            continue;
        }
        const Line& line = item.lines.front();
        if (line.size > 0.93F * work.body_size || !item.label.empty()) continue;
        if (leading_mark(work, line).empty() || !raised(work, line)) continue;
        const auto& page = work.content.pages[static_cast<std::size_t>(line.page - 1)];
        if (line.box.top < 0.45 * page.height) continue;
        item.kind = BlockKind::footnote;
        item.basis = "small text at the foot of the page with a raised mark";
        split_mark(work, item);
    }
}

void take_marks(Work& work, std::vector<Item>& items) {
    std::set<std::string> labels;
    labels_in(items, labels);
    if (!labels.empty()) take_in(work, items, labels);
}

}  // namespace sheaf::pdf
