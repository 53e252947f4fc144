#include "sheaf/similarity.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sheaf/text.hpp"

namespace sheaf {

namespace {

/// Of a word: `improvement` and `improve` count as the same, whatever the language.
constexpr std::size_t letters_of_stem = 6;

using Words = std::set<std::string>;

Words words_of(const std::string& text) {
    Words words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.insert(word.substr(0, letters_of_stem));
        word.clear();
    };
    for (const char c : text::fold(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            word += c;
        else if (c != '\'')
            end_word();
    }
    end_word();
    return words;
}

/// How much a word counts: the less, the more texts have it.
class Weights {
  public:
    Weights(const std::vector<Words>& first, const std::vector<Words>& second) {
        for (const auto* list : {&first, &second})
            for (const Words& words : *list)
                for (const std::string& word : words) ++texts_[word];
        all_ = static_cast<double>(first.size() + second.size());
    }
    double of(const std::string& word) const { return std::log(1 + all_ / texts_.at(word)); }
    double of(const Words& words) const {
        double sum = 0;
        for (const std::string& word : words) sum += of(word);
        return sum;
    }

  private:
    std::map<std::string, double> texts_;
    double all_ = 0;
};

double score_of(const Words& a, const Words& b, const Weights& weights) {
    double common = 0;
    for (const std::string& word : a)
        if (b.contains(word)) common += weights.of(word);
    const double all = weights.of(a) + weights.of(b);
    return all > 0 ? 2 * common / all : 0;
}

}  // namespace

std::vector<TextPair> similar_pairs(const std::vector<std::string>& first,
                                    const std::vector<std::string>& second, double least) {
    std::vector<Words> a, b;
    for (const std::string& text : first) a.push_back(words_of(text));
    for (const std::string& text : second) b.push_back(words_of(text));
    const Weights weights(a, b);
    std::vector<TextPair> candidates;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < b.size(); ++j)
            if (const double score = score_of(a[i], b[j], weights); score >= least)
                candidates.push_back({i, j, score});
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const TextPair& x, const TextPair& y) { return x.score > y.score; });
    std::vector<bool> taken_first(a.size()), taken_second(b.size());
    std::vector<TextPair> pairs;
    for (const TextPair& one : candidates) {
        if (taken_first[one.first] || taken_second[one.second]) continue;
        taken_first[one.first] = taken_second[one.second] = true;
        pairs.push_back(one);
    }
    std::sort(pairs.begin(), pairs.end(),
              [](const TextPair& x, const TextPair& y) { return x.second < y.second; });
    return pairs;
}

}  // namespace sheaf
