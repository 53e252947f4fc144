#include "words.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "sheaf/ascii.hpp"

namespace sheaf::text {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(at), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// Lower case in a buffer of its own, or empty when the word is longer than any name.
struct Lower {
    char bytes[16];
    std::size_t size = 0;
    explicit Lower(std::string_view word) {
        if (word.size() > sizeof bytes) return;
        for (const char c : word) bytes[size++] = lower(c);
    }
    std::string_view view() const { return {bytes, size}; }
};

}  // namespace

LanguageWords::LanguageWords(std::string_view kind) {
    std::map<std::string_view, int> found;
    for (const std::string_view line : split(words_file, '\n')) {
        const std::vector<std::string_view> words = split(line, ' ');
        if (words.size() < 2 || words.front() != kind) continue;
        int group = 1;
        for (std::size_t i = 1; i < words.size(); ++i)
            if (words[i] == "|")
                ++group;
            else
                found.emplace(words[i], group);
    }
    for (const auto& [word, group] : found) {
        words_.push_back(word);
        numbers_.push_back(group);
    }
}

int LanguageWords::number_of(std::string_view word) const {
    const auto found = std::lower_bound(words_.begin(), words_.end(), word);
    if (found == words_.end() || *found != word) return 0;
    return numbers_[static_cast<std::size_t>(found - words_.begin())];
}

int month_named(std::string_view word) {
    static const LanguageWords months("months");
    return months.number_of(Lower(word).view());
}

int weekday_named(std::string_view word) {
    static const LanguageWords weekdays("weekdays");
    return weekdays.number_of(Lower(word).view());
}

bool is_weekday(std::string_view word) {
    static const LanguageWords before("before_weekday");
    return weekday_named(word) > 0 || before.has(Lower(word).view());
}

bool is_ordinal_suffix(std::string_view word) {
    static const LanguageWords suffixes("ordinals");
    return suffixes.has(Lower(word).view());
}

bool leads_to_month(std::string_view word) {
    static const LanguageWords words("leads_to_month");
    return words.has(word);
}

bool means_to(std::string_view word) {
    static const LanguageWords words("to");
    return words.has(word);
}

bool means_and(std::string_view word) {
    static const LanguageWords words("and");
    return words.has(word);
}

bool means_between(std::string_view word) {
    static const LanguageWords words("between");
    return words.has(Lower(word).view());
}

}  // namespace sheaf::text
