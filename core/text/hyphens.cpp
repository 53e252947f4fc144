// Line-end hyphens: whose are they, the word's or the line's?
#include <algorithm>
#include <array>
#include <unordered_map>

#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

// Closed word classes of English spelling; sorted.

/// First parts after which English writes a hyphen and no syllable ends that way.
constexpr std::array hyphenated_first = {
    std::string_view("all"),     std::string_view("anti"),   std::string_view("child"),
    std::string_view("cross"),   std::string_view("day"),    std::string_view("decision"),
    std::string_view("eight"),   std::string_view("eighty"), std::string_view("evidence"),
    std::string_view("face"),    std::string_view("fifty"),  std::string_view("five"),
    std::string_view("follow"),  std::string_view("forty"),  std::string_view("four"),
    std::string_view("full"),    std::string_view("half"),   std::string_view("high"),
    std::string_view("ill"),     std::string_view("joint"),  std::string_view("long"),
    std::string_view("low"),     std::string_view("multi"),  std::string_view("nine"),
    std::string_view("ninety"),  std::string_view("non"),    std::string_view("quasi"),
    std::string_view("self"),    std::string_view("semi"),   std::string_view("seven"),
    std::string_view("seventy"), std::string_view("short"),  std::string_view("single"),
    std::string_view("sixty"),   std::string_view("third"),  std::string_view("thirty"),
    std::string_view("three"),   std::string_view("twenty"), std::string_view("two"),
    std::string_view("well"),    std::string_view("year")};

/// Second parts before which English writes a hyphen and that are no ending.
constexpr std::array hyphenated_second = {
    std::string_view("agency"),  std::string_view("and"),     std::string_view("based"),
    std::string_view("being"),   std::string_view("centred"), std::string_view("depth"),
    std::string_view("focused"), std::string_view("in"),      std::string_view("informed"),
    std::string_view("led"),     std::string_view("making"),  std::string_view("of"),
    std::string_view("old"),     std::string_view("olds"),    std::string_view("on"),
    std::string_view("quality"), std::string_view("related"), std::string_view("specific"),
    std::string_view("term"),    std::string_view("the"),     std::string_view("time"),
    std::string_view("to"),      std::string_view("up"),      std::string_view("wide"),
    std::string_view("year")};

/// Endings: with one of these behind the hyphen the line made it.
constexpr std::array endings = {
    std::string_view("able"),   std::string_view("ance"),   std::string_view("ances"),
    std::string_view("bility"), std::string_view("cation"), std::string_view("dren"),
    std::string_view("ence"),   std::string_view("ences"),  std::string_view("ers"),
    std::string_view("ful"),    std::string_view("fully"),  std::string_view("hood"),
    std::string_view("ible"),   std::string_view("ing"),    std::string_view("ings"),
    std::string_view("ish"),    std::string_view("ity"),    std::string_view("less"),
    std::string_view("ment"),   std::string_view("mental"), std::string_view("ments"),
    std::string_view("ness"),   std::string_view("ship"),   std::string_view("ships"),
    std::string_view("sion"),   std::string_view("sions"),  std::string_view("tained"),
    std::string_view("teen"),   std::string_view("tial"),   std::string_view("ties"),
    std::string_view("ting"),   std::string_view("tion"),   std::string_view("tional"),
    std::string_view("tions"),  std::string_view("tive"),   std::string_view("tively"),
    std::string_view("ture"),   std::string_view("ty"),     std::string_view("ual"),
    std::string_view("ually")};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::binary_search(words.begin(), words.end(), word);
}
static_assert(std::is_sorted(hyphenated_first.begin(), hyphenated_first.end()));
static_assert(std::is_sorted(hyphenated_second.begin(), hyphenated_second.end()));
static_assert(std::is_sorted(endings.begin(), endings.end()));

bool is_hyphen(char32_t c) {
    return c == '-' || c == 0x2010 || c == 0x2011 || c == 0xAD;
}
bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019;
}

bool is_in_word(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
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
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
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
    return first.size() > 2 && second.size() > 2 && first.back() == second.front() &&
           doubled.find(second.front()) != std::string_view::npos &&
           (second.substr(1) == "ed" || second.substr(1) == "er" || second.substr(1) == "ers" ||
            second.substr(1) == "ing" || second.substr(1) == "ings");
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
        for (const std::string_view suffix : {"s", "ed", "ing", "ly"})
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
        std::size_t rest = at;
        while (rest < line.size()) {
            std::size_t probe = rest;
            if (!is_space(next(line, probe))) break;
            rest = probe;
        }
        const bool cut = is_hyphen(joined_by) && rest == line.size();
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

HyphenDecision HyphenVocabulary::decide(std::string_view before, std::string_view after) const {
    const auto answer = [](LineHyphen hyphen, std::string basis, bool sure = true) {
        return HyphenDecision{hyphen, std::move(basis), sure};
    };
    const std::string_view left = last_word(before);
    const std::string_view right = first_word(after);
    if (left.empty()) return answer(LineHyphen::keep, "a dash, no word before it");
    if (right.empty()) return answer(LineHyphen::keep, "no word after it");
    const std::string first = folded(left);
    const std::string second = folded(right);

    const int compound = data_->count_with_inflections(first + "-" + second);
    const int joined = data_->count_with_inflections(first + second);
    // A letter that is set with automatic hyphenation cuts many lines, any other only where a word has a
    // hyphen.
    const bool hyphenates = data_->hyphenated_lines * 25 > data_->lines;
    // Without twice as many of one as of the other, the letter does not say which it means here.
    if (hyphenates && compound > 0 && joined > 0 && compound < 2 * joined && joined < 2 * compound)
        return answer(joined > compound ? LineHyphen::remove : LineHyphen::keep,
                      "the letter writes both " + first + "-" + second + " (" + std::to_string(compound) +
                          ") and " + first + second + " (" + std::to_string(joined) + ")",
                      false);
    if (compound > joined || (compound > 0 && compound == joined))
        return answer(LineHyphen::keep, "the letter writes " + first + "-" + second);
    if (joined > 0) return answer(LineHyphen::remove, "the letter writes " + first + second);

    std::size_t at = 0;
    const char32_t c = next(right, at);
    if (is_digit(c) || (left.back() >= '0' && left.back() <= '9'))
        return answer(LineHyphen::keep, "a number beside it");
    bool all_upper = true;
    for (std::size_t i = 0; i < left.size();) all_upper &= !is_lower(next(left, i));
    if (is_upper(c) && !(all_upper && left.size() > 1)) return answer(LineHyphen::keep, "a capital after it");
    if (first.find('-') != std::string::npos) return answer(LineHyphen::keep, "a compound of several parts");
    if (doubles_consonant(first, second))
        return answer(LineHyphen::remove, "-" + second + " is an ending with its consonant doubled");
    if (among(endings, second)) return answer(LineHyphen::remove, "-" + second + " is an ending");
    if (among(hyphenated_first, first)) return answer(LineHyphen::keep, first + "- is written with a hyphen");
    if (among(hyphenated_second, second))
        return answer(LineHyphen::keep, "-" + second + " is written with a hyphen");
    if (const auto found = data_->firsts.find(first); found != data_->firsts.end() && found->second > 1)
        return answer(LineHyphen::keep, "the letter writes other words with " + first + "-");
    const bool both =
        first.size() > 2 && second.size() > 2 && data_->count(first) > 0 && data_->count(second) > 0;
    if (both) return answer(LineHyphen::keep, "both parts are words of the letter");
    return hyphenates ? answer(LineHyphen::remove, "the letter cuts words at line ends")
                      : answer(LineHyphen::keep, "the letter does not cut words at line ends");
}

}  // namespace sheaf::text
