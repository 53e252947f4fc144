// Line-end hyphens: whose are they, the word's or the line's?
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"
#include "words.hpp"

namespace sheaf::text {
namespace {

// Closed word classes of the languages' spelling.

const LanguageWords& hyphenated_first() {
    static const LanguageWords words("hyphenated_first");
    return words;
}
const LanguageWords& hyphenated_second() {
    static const LanguageWords words("hyphenated_second");
    return words;
}
const LanguageWords& endings() {
    static const LanguageWords words("ending");
    return words;
}

bool is_hyphen(char32_t c) {
    return c == '-' || c == 0x2010 || c == 0x2011 || c == 0xAD;
}
bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019;
}

bool is_in_word(char32_t c) {
    if (c < 0x80) return is_ascii_letter(static_cast<char>(c)) || is_ascii_digit(static_cast<char>(c));
    return is_letter(c) || is_digit(c);
}

/// Into a string that may have been used before: words are many.
void fold_into(std::string& folded, std::string_view word) {
    folded = word;
    for (char& c : folded) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            folded = fold(word);
            return;
        }
        c = lower(c);
    }
}

std::string folded(std::string_view word) {
    std::string out;
    fold_into(out, word);
    return out;
}

/// The word that ends at the end of the line, hyphens inside it included.
std::string_view last_word(std::string_view line) {
    std::size_t start = line.size();
    while (start > 0) {
        const std::size_t before = boundary(line, start - 1);
        std::size_t probe = before;
        const char32_t c = next(line, probe);
        if (!is_in_word(c) && !is_hyphen(c) && !is_apostrophe(c)) break;
        start = before;
    }
    return line.substr(start);
}

/// The word at the start of the line, up to a hyphen.
std::string_view first_word(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size()) {
        std::size_t probe = at;
        const char32_t c = next(line, probe);
        if (!is_in_word(c)) break;
        at = probe;
    }
    return line.substr(0, at);
}

/// `step-ping`, `plan-ned`: English doubles the last consonant before an ending, and cuts between the two.
bool doubles_consonant(std::string_view first, std::string_view second) {
    constexpr std::string_view doubled = "bdgklmnprt";
    static const LanguageWords doubling("doubling_ending");
    return first.size() > 2 && second.size() > 2 && first.back() == second.front() &&
           doubled.find(second.front()) != std::string_view::npos && doubling.has(second.substr(1));
}

}  // namespace

struct HyphenVocabulary::Data {
    std::unordered_map<std::string, int> words;  ///< asked by key only, never walked: its order is not stable
    std::unordered_map<std::string, int> firsts;  ///< first parts of hyphenated compounds
    std::string key;                              ///< the word at hand
    int lines = 0;
    int hyphenated_lines = 0;
    bool inside_word = false;  ///< the line before ended in a hyphen

    int count(const std::string& word) const {
        const auto found = words.find(word);
        return found == words.end() ? 0 : found->second;
    }

    /// The word itself, or the word that it is an inflection of or that is one of it.
    int count_with_inflections(const std::string& word) const {
        int total = count(word) + count(word + "s");
        static const LanguageWords inflections("inflection");
        for (const std::string_view suffix : inflections.words())
            if (word.size() > suffix.size() + 3 && word.ends_with(suffix))
                total += count(word.substr(0, word.size() - suffix.size()));
        return total;
    }

    void add_word(std::string_view word) {
        fold_into(key, word);
        if (const std::size_t hyphen = key.find('-'); hyphen != std::string::npos && hyphen > 0)
            ++firsts[key.substr(0, hyphen)];
        ++words[key];
    }
};

HyphenVocabulary::HyphenVocabulary() : data_(new Data) {}
HyphenVocabulary::~HyphenVocabulary() {
    delete data_;
}
HyphenVocabulary::HyphenVocabulary(HyphenVocabulary&& other) noexcept : data_(other.data_) {
    other.data_ = nullptr;
}
HyphenVocabulary& HyphenVocabulary::operator=(HyphenVocabulary&& other) noexcept {
    std::swap(data_, other.data_);
    return *this;
}

void HyphenVocabulary::add(std::string_view line) {
    std::size_t at = 0;
    bool first = true;
    bool ends_inside_word = false;
    bool any = false;
    while (at < line.size()) {
        std::size_t start = at;
        char32_t c = next(line, at);
        if (!is_in_word(c)) continue;
        std::size_t end = at;  // behind the word's last letter
        char32_t joined_by = 0;
        while (at < line.size()) {
            std::size_t probe = at;
            c = next(line, probe);
            if (is_in_word(c)) {
                end = at = probe;
                joined_by = 0;
            } else if (joined_by == 0 && (is_hyphen(c) || is_apostrophe(c))) {
                joined_by = c;
                at = probe;
            } else {
                break;
            }
        }
        any = true;
        const bool cut = is_hyphen(joined_by) && count_visible(line.substr(at)) == 0;
        if (cut) ends_inside_word = true;
        // The halves of a word that a line end cuts are no words.
        if (!cut && !(first && data_->inside_word)) data_->add_word(line.substr(start, end - start));
        first = false;
    }
    if (!any) return;
    ++data_->lines;
    data_->hyphenated_lines += ends_inside_word;
    data_->inside_word = ends_inside_word;
}

namespace {

HyphenDecision answer(LineHyphen hyphen, std::string basis, bool sure = true) {
    HyphenDecision decision;
    decision.hyphen = hyphen;
    decision.basis = std::move(basis);
    decision.sure = sure;
    return decision;
}

/// By how often the letter writes the word with its hyphen and without.
template <typename Data>
std::optional<HyphenDecision> by_letter(const Data& data, const std::string& first, const std::string& second,
                                        bool hyphenates) {
    const int compound = data.count_with_inflections(first + "-" + second);
    const int joined = data.count_with_inflections(first + second);
    // Without twice as many of one as of the other, the letter does not say which it means here.
    if (hyphenates && compound > 0 && joined > 0 && compound < 2 * joined && joined < 2 * compound)
        return answer(joined > compound ? LineHyphen::remove : LineHyphen::keep,
                      "the letter writes both " + first + "-" + second + " (" + std::to_string(compound) +
                          ") and " + first + second + " (" + std::to_string(joined) + ")",
                      false);
    if (compound > joined || (compound > 0 && compound == joined))
        return answer(LineHyphen::keep, "the letter writes " + first + "-" + second);
    if (joined > 0) return answer(LineHyphen::remove, "the letter writes " + first + second);
    return std::nullopt;
}

/// By figures, capitals and other hyphens.
std::optional<HyphenDecision> by_shape(std::string_view left, std::string_view right) {
    std::size_t at = 0;
    const char32_t c = next(right, at);
    if (is_digit(c) || (left.back() >= '0' && left.back() <= '9'))
        return answer(LineHyphen::keep, "a number beside it");
    bool all_upper = true;
    for (std::size_t i = 0; i < left.size();) all_upper &= !is_lower(next(left, i));
    if (is_upper(c) && !(all_upper && left.size() > 1)) return answer(LineHyphen::keep, "a capital after it");
    if (left.find('-') != std::string_view::npos)
        return answer(LineHyphen::keep, "a compound of several parts");
    return std::nullopt;
}

/// By how English is spelt, where nothing else is known of the word.
template <typename Data>
HyphenDecision by_spelling(const Data& data, const std::string& first, const std::string& second,
                           bool hyphenates) {
    if (doubles_consonant(first, second))
        return answer(LineHyphen::remove, "-" + second + " is an ending with its consonant doubled");
    if (endings().has(second)) return answer(LineHyphen::remove, "-" + second + " is an ending");
    if (hyphenated_first().has(first)) return answer(LineHyphen::keep, first + "- is written with a hyphen");
    if (hyphenated_second().has(second))
        return answer(LineHyphen::keep, "-" + second + " is written with a hyphen");
    if (const auto found = data.firsts.find(first); found != data.firsts.end() && found->second > 1)
        return answer(LineHyphen::keep, "the letter writes other words with " + first + "-");
    const bool both =
        first.size() > 2 && second.size() > 2 && data.count(first) > 0 && data.count(second) > 0;
    if (both) return answer(LineHyphen::keep, "both parts are words of the letter");
    return hyphenates ? answer(LineHyphen::remove, "the letter cuts words at line ends")
                      : answer(LineHyphen::keep, "the letter does not cut words at line ends");
}

}  // namespace

bool HyphenVocabulary::cuts_lines() const {
    return data_->hyphenated_lines * 25 > data_->lines;
}

HyphenDecision HyphenVocabulary::decide(std::string_view before, std::string_view after) const {
    const std::string_view left = last_word(before);
    const std::string_view right = first_word(after);
    const auto decided = [&](HyphenDecision decision) {
        decision.first = left;
        decision.second = right;
        return decision;
    };
    if (left.empty()) return decided(answer(LineHyphen::keep, "a dash, no word before it"));
    if (right.empty()) return decided(answer(LineHyphen::keep, "no word after it"));
    const std::string first = folded(left);
    const std::string second = folded(right);
    if (auto decision = by_letter(*data_, first, second, cuts_lines())) return decided(*decision);
    if (auto decision = by_shape(left, right)) return decided(*decision);
    HyphenDecision decision = by_spelling(*data_, first, second, cuts_lines());
    decision.sure = false;
    return decided(std::move(decision));
}

}  // namespace sheaf::text
