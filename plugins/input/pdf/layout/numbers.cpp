#include "layout/numbers.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "say.hpp"
#include "sheaf/ascii.hpp"

namespace sheaf::pdf {
namespace {

/// A numbered paragraph of the letter's own flow.
struct Numbered {
    Number number;
    const Item* item;
};

/// So far a number may be from the one before and still be one that counts on: `4.12` is a paragraph's, where `12` may be
/// anything.
int farthest(const Number& number) {
    return number.series.find('.') < number.series.find('#') ? 20 : 2;
}

}  // namespace

std::optional<Number> numbered(std::string_view label) {
    std::size_t end = label.size();
    while (end > 0 && !text::is_ascii_digit(label[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && text::is_ascii_digit(label[begin - 1])) --begin;
    if (begin == end || end - begin > 3) return std::nullopt;
    Number number;
    number.series = std::string(label.substr(0, begin)) + "#" + std::string(label.substr(end));
    std::from_chars(label.data() + begin, label.data() + end, number.value);
    return number;
}

void check_numbers(Work& work, const std::vector<Item>& items) {
    std::vector<Numbered> paragraphs;
    std::map<std::string, std::set<int>> there;
    for (const Item& item : items) {
        if (!item.is_text() || item.lines.empty() || item.kind == BlockKind::footnote) continue;
        auto number = numbered(item.label);
        if (!number) continue;
        there[number->series].insert(number->value);
        paragraphs.push_back({std::move(*number), &item});
    }
    std::map<std::string, int> last;
    std::map<std::string, std::set<int>> seen;
    for (const Numbered& one : paragraphs) {
        int& before = last[one.number.series];
        const int value = one.number.value;
        const std::set<int>& known = there[one.number.series];
        const bool skips = before > 0 && value > before + 1 && value <= before + farthest(one.number) &&
                           known.lower_bound(before + 1) == known.find(value);
        // A list within a paragraph counts for itself, and so does the next list: both have numbers that were
        // there before.
        const bool jumps_back = value < before && value > 1 && seen[one.number.series].count(value) == 0;
        if (skips || jumps_back) {
            const Line& line = *one.item->first_line();
            say(work.document.diagnostics, Severity::doubtful, "pdf-numbers",
                "paragraph " + one.item->label + " stands behind one that is numbered " +
                    std::to_string(before),
                line.page, line.box, "compare the paragraphs with the page");
        }
        seen[one.number.series].insert(value);
        before = value;
    }
}

}  // namespace sheaf::pdf
