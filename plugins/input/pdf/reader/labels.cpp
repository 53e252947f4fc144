#include "labels.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "objects/unicode.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {
namespace {

using Ranges = std::map<int, Value>;  // by the index of the first page

void read_tree(const Value& node, int depth, std::set<int>& seen, Ranges& ranges) {
    constexpr int deepest = 64;
    if (depth > deepest) return;
    const std::vector<Value> pairs = node["Nums"].items();
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
        const auto first = pairs[i].resolved().integer();
        if (first && *first >= 0) ranges.emplace(*first, pairs[i + 1].resolved());
    }
    // Damaged trees hold themselves.
    for (const Value& kid : node["Kids"].items())
        if (kid.is_reference() && seen.insert(kid.object()).second)
            read_tree(kid.resolved(), depth + 1, seen, ranges);
}

std::string label(const Value& range, int offset) {
    const std::string style = range["S"].name();
    const auto first = static_cast<std::int64_t>(range["St"].integer().value_or(1));
    const int number = static_cast<int>(std::min<std::int64_t>(first + offset, 2147483647));
    std::string shown;
    if (style == "D") shown = std::to_string(number);
    // What letters and numerals cannot count is printed as a number.
    if (style == "R" || style == "r")
        shown = number < 1 || number > 100'000 ? std::to_string(number) : text::roman(number);
    if (style == "A" || style == "a")
        shown = number < 1 || number > 2600 ? std::to_string(number) : text::letters(number);
    if (style == "R" || style == "A")
        for (char& c : shown)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text_string(range["P"].string()) + shown;
}

}  // namespace

std::vector<std::string> page_labels(const Value& tree, int pages) {
    std::vector<std::string> out;
    if (!tree.is_dictionary()) return out;
    Ranges ranges;
    std::set<int> seen;
    read_tree(tree, 0, seen, ranges);
    for (int page = 0; page < pages; ++page) {
        const auto behind = ranges.upper_bound(page);
        out.push_back(behind == ranges.begin()
                          ? std::string()
                          : label(std::prev(behind)->second, page - std::prev(behind)->first));
    }
    return out;
}

}  // namespace sheaf::pdf
