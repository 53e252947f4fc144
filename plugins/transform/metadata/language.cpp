#include "language.hpp"

#include <algorithm>
#include <unordered_map>

#include "sheaf/text.hpp"
#include "sheaf/units.hpp"

namespace sheaf::metadata_stage {
namespace {
/// Words that decide; more would change nothing.
constexpr int enough = 400;
constexpr int few = 10;
}  // namespace

std::string language_of(const Document& document, const FrequentWords& words) {
    std::unordered_map<std::string_view, std::size_t> language;  // asked by key only
    for (std::size_t i = 0; i < words.size(); ++i)
        for (const std::string& word : words[i].second) language.emplace(word, i);
    std::vector<int> counts(words.size());
    int total = 0;
    std::string word;
    for (const Block& block : document.blocks) {
        if (!text::is_text(block)) continue;
        for (std::size_t at = 0; at <= block.text.size();) {
            const char32_t c = at < block.text.size() ? text::next(block.text, at) : (++at, U' ');
            if (text::is_letter(c)) {
                text::append(word, c < 0x80 ? c | 0x20 : c);
                continue;
            }
            if (const auto found = language.find(word); found != language.end()) {
                ++counts[found->second];
                ++total;
            }
            word.clear();
        }
        if (total >= enough) break;
    }
    if (total < few) return {};
    const auto best = std::max_element(counts.begin(), counts.end());
    // Quotations and a line in the other language are common; a letter in two languages is neither's.
    if (*best * 4 < total * 3) return {};
    return words[static_cast<std::size_t>(best - counts.begin())].first;
}

}  // namespace sheaf::metadata_stage
