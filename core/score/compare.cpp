#include "score/compare.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "sheaf/text.hpp"

namespace sheaf::score {

namespace {

std::u32string code_points(const std::string& text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += text::next(text, at);
    return out;
}

/// Characters of the longest common blocks: the longest one, the earliest of equals, and those on either side.
std::size_t common(std::u32string_view a, std::u32string_view b) {
    if (a.empty() || b.empty()) return 0;
    std::size_t best = 0, in_a = 0, in_b = 0;
    std::vector<std::size_t> above(b.size() + 1), row(b.size() + 1);
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            row[j + 1] = a[i] == b[j] ? above[j] + 1 : 0;
            if (row[j + 1] > best) {
                best = row[j + 1];
                in_a = i + 1 - best;
                in_b = j + 1 - best;
            }
        }
        std::swap(above, row);
    }
    if (best == 0) return 0;
    return best + common(a.substr(0, in_a), b.substr(0, in_b)) +
           common(a.substr(in_a + best), b.substr(in_b + best));
}

/// Characters that both have, in any order: never less than `common`.
std::size_t shared(std::u32string_view a, std::u32string_view b) {
    std::map<char32_t, std::size_t> left;
    for (const char32_t c : b) ++left[c];
    std::size_t count = 0;
    for (const char32_t c : a)
        if (const auto found = left.find(c); found != left.end() && found->second > 0) {
            --found->second;
            ++count;
        }
    return count;
}

void remove_all(std::string& text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
        text.replace(at, word.size(), " ");
}

}  // namespace

std::string key(std::string_view text) {
    std::string folded = text::fold(text);
    if (!folded.empty() && std::string_view(":.;,").find(folded.back()) != std::string_view::npos) {
        folded.pop_back();
        while (!folded.empty() && folded.back() == ' ') folded.pop_back();
    }
    return folded;
}

std::string title_key(std::string_view title) {
    std::string text = key(title);
    const auto digits = [&](std::size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    };
    std::size_t at = digits(0);
    if (at == 0) return text;
    while (at < text.size() && text[at] == '.' && digits(at + 1) > at + 1) at = digits(at + 1);
    if (at < text.size() && text[at] == '.') ++at;
    if (at >= text.size() || text[at] != ' ') return text;
    return text.substr(at + 1);
}

std::string authority_key(std::string_view name) {
    std::string text = key(name);
    constexpr std::array kinds = {"local authority", "city council", "county council",    "borough council",
                                  "council",         "metropolitan", "london borough of", "royal borough of",
                                  "city of",         "county of",    "county borough"};
    for (const char* kind : kinds) remove_all(text, kind);
    for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at))
        text.replace(at, 1, "and");
    return text::squeeze(text);
}

bool same_value(std::string_view field, const std::string& gold, const std::string& found) {
    if (field == "metadata.authority") return authority_key(gold) == authority_key(found);
    if (field == "metadata.title") return similarity(key(gold), key(found)) >= similar_enough;
    if (field == "recommendation.section") return title_key(gold) == title_key(found);
    return key(gold) == key(found);
}

double similarity(const std::string& a, const std::string& b) {
    if (a == b) return 1;
    const std::u32string x = code_points(a), y = code_points(b);
    if (x.empty() || y.empty()) return 0;
    const auto [least, most] = std::minmax({x.size(), y.size()});
    if (static_cast<double>(least) / static_cast<double>(most) < 0.6) return 0;
    const auto ratio = [&](std::size_t characters) {
        return 2 * static_cast<double>(characters) / static_cast<double>(x.size() + y.size());
    };
    return ratio(shared(x, y)) < 0.85 ? 0 : ratio(common(x, y));
}

std::vector<Pair> match(const std::vector<std::string>& gold, const std::vector<std::string>& found) {
    std::vector<Pair> pairs;
    std::vector<bool> used(found.size()), taken(gold.size());
    for (std::size_t i = 0; i < gold.size(); ++i)
        for (std::size_t j = 0; j < found.size(); ++j)
            if (!used[j] && gold[i] == found[j]) {
                pairs.push_back({i, j, 1});
                used[j] = taken[i] = true;
                break;
            }
    for (std::size_t i = 0; i < gold.size(); ++i) {
        if (taken[i]) continue;
        Pair best{i, found.size(), 0};
        for (std::size_t j = 0; j < found.size(); ++j) {
            if (used[j]) continue;
            const double s = similarity(gold[i], found[j]);
            if (s > best.similarity) best = {i, j, s};
        }
        if (best.found == found.size() || best.similarity < similar_enough) continue;
        pairs.push_back(best);
        used[best.found] = true;
    }
    std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.gold < b.gold; });
    return pairs;
}

}  // namespace sheaf::score
