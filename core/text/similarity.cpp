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

/// The words of a text, each once, in order.
std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
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

/// A text by the numbers of its words, in rising order.
struct NumberedText {
    std::vector<std::size_t> words;
    double weight = 0;  ///< of all its words
};

/// Texts whose words are numbered. A word counts the less, the more texts have it.
class NumberedTexts {
  public:
    NumberedTexts(const std::vector<std::string>& first, const std::vector<std::string>& second) {
        std::vector<std::set<std::string>> words;
        for (const auto* list : {&first, &second})
            for (const std::string& text : *list) words.push_back(words_of(text));
        std::map<std::string, std::size_t> known;  // how many texts have it, then its number
        for (const auto& text : words)
            for (const std::string& word : text) ++known[word];
        for (auto& [word, texts] : known) {
            weights_.push_back(std::log(1 + static_cast<double>(words.size()) / static_cast<double>(texts)));
            texts = weights_.size() - 1;
        }
        for (const auto& text : words) {
            NumberedText& numbered = texts_.emplace_back();
            for (const std::string& word : text) {
                numbered.words.push_back(known[word]);
                numbered.weight += weights_[numbered.words.back()];
            }
        }
    }

    /// The share of what the words of two texts weigh that both have.
    double score(std::size_t first, std::size_t second) const {
        const NumberedText &a = texts_[first], &b = texts_[second];
        double common = 0;
        for (auto i = a.words.begin(), j = b.words.begin(); i != a.words.end() && j != b.words.end();) {
            if (*i < *j) {
                ++i;
            } else if (*j < *i) {
                ++j;
            } else {
                common += weights_[*i];
                ++i, ++j;
            }
        }
        const double all = a.weight + b.weight;
        return all > 0 ? 2 * common / all : 0;
    }

  private:
    std::vector<NumberedText> texts_;
    std::vector<double> weights_;  ///< by word
};

}  // namespace

std::vector<TextPair> similar_pairs(const std::vector<std::string>& first,
                                    const std::vector<std::string>& second, double least) {
    const NumberedTexts texts(first, second);
    std::vector<TextPair> candidates;
    for (std::size_t i = 0; i < first.size(); ++i)
        for (std::size_t j = 0; j < second.size(); ++j)
            if (const double score = texts.score(i, first.size() + j); score >= least)
                candidates.push_back({i, j, score});
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const TextPair& x, const TextPair& y) { return x.score > y.score; });
    std::vector<bool> taken_first(first.size()), taken_second(second.size());
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
