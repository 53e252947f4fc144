#include "phrase.hpp"

#include <array>
#include <charconv>
#include <string>

#include "sentence.hpp"
#include "sheaf/text.hpp"

namespace sheaf::quantities {

namespace {

struct NumberWord {
    std::string_view word;
    std::int64_t value;
};
constexpr std::array<NumberWord, 28> number_words = {{
    {"one", 1},      {"two", 2},        {"three", 3},       {"four", 4},      {"five", 5},
    {"six", 6},      {"seven", 7},      {"eight", 8},       {"nine", 9},      {"ten", 10},
    {"eleven", 11},  {"twelve", 12},    {"thirteen", 13},   {"fourteen", 14}, {"fifteen", 15},
    {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},   {"nineteen", 19}, {"twenty", 20},
    {"thirty", 30},  {"forty", 40},     {"fifty", 50},      {"sixty", 60},    {"seventy", 70},
    {"eighty", 80},  {"ninety", 90},    {"a hundred", 100},
}};

const std::string& words_pattern() {
    static const std::string pattern = [] {
        std::string words;
        for (const NumberWord& one : number_words)
            words += (words.empty() ? "" : "|") + std::string(one.word);
        return words;
    }();
    return pattern;
}

std::optional<std::int64_t> value_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    if (!digits.empty()) {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size() ? std::optional(value)
                                                                            : std::nullopt;
    }
    std::string lower;
    for (const char c : text) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (const NumberWord& one : number_words)
        if (lower == one.word) return one.value;
    return std::nullopt;
}

/// `2025` may be a year, and the number before a month's name is a day.
bool may_be_date(std::string_view text, Range range) {
    static const Pattern year(R"(^(19|20)\d\d$)"),
        month(
            R"(^(st|nd|rd|th)? (of )?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\b)",
            true);
    return year.found_in(text.substr(range.start, range.end - range.start)) ||
           month.found_in(text.substr(range.end));
}

/// `£5`. A dollar sign is told by the pattern, as all of ASCII.
bool is_money(std::string_view text, Range range) {
    const std::string_view before = text.substr(0, range.start);
    return before.ends_with("£") || before.ends_with("€");
}

std::string_view part(std::string_view text, Range range) {
    return text.substr(range.start, range.end - range.start);
}

/// The end of a noun that is counted, with up to three words before it that describe it.
std::optional<std::size_t> phrase_end(const Rules& rules, std::string_view text, std::size_t at) {
    constexpr int most_words = 3;
    for (int before = 0; before <= most_words; ++before) {
        if (const auto nouns = rules.counted->find(text.substr(at))) return at + nouns->groups[0]->end;
        const std::size_t end = text.find(' ', at);
        if (end == std::string_view::npos) break;
        const std::string word = text::fold(text.substr(at, end - at));
        const bool describes = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz'-") == std::string::npos;
        if (!describes || rules.phrase_ends.contains(word) || value_of(word)) break;
        at = end + 1;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Count> bracketed_count(std::string_view text, std::size_t at) {
    static const Pattern pattern(
        R"(^ ?\(((\d{1,6})(?: ?/ ?| of | out of )(\d{1,6})|(\d{1,6})(?:%| per cent)?)\))", true);
    if (at > text.size()) return std::nullopt;
    const std::string_view rest = text.substr(at);
    const auto match = pattern.find(rest);
    if (!match) return std::nullopt;
    const auto& groups = match->groups;
    const auto value = value_of(part(rest, groups[1] ? *groups[1] : *groups[3]));
    if (!value) return std::nullopt;
    Count count;
    count.value = *value;
    if (groups[2]) count.out_of = value_of(part(rest, *groups[2]));
    const auto shift = static_cast<std::uint32_t>(at);
    count.range = {groups[0]->start + shift, groups[0]->end + shift};
    count.end = match->whole.end + at;
    return count;
}

std::optional<Count> next_number(std::string_view text, std::size_t from) {
    static const Pattern pattern(R"((?:^|[^\w.,/$:-])(()" + words_pattern() +
                                     R"()|\d{1,3}(?:,\d{3})+|\d{1,6})(?:[^\w/%:.,-]|[.,](?:[^\d]|$)|$))",
                                 true);
    for (std::size_t at = from; at <= text.size();) {
        const auto match = pattern.find(text, at);
        if (!match || !match->groups[0]) return std::nullopt;
        const Range range = *match->groups[0];
        const auto value = value_of(part(text, range));
        if (value && !is_money(text, range) && !may_be_date(text, range))
            return Count{*value, std::nullopt, range, range.end};
        at = range.end;
    }
    return std::nullopt;
}

std::optional<Range> counted_at(const Rules& rules, std::string_view text, std::size_t at) {
    if (!rules.counted || at >= text.size() || text[at] != ' ') return std::nullopt;
    std::size_t begin = at + 1;
    static const Pattern lead_in("^(?:of )?(?:the |these |those |their |its |our )?", true);
    if (const auto match = lead_in.find(text.substr(begin))) begin += match->whole.end;
    auto end = phrase_end(rules, text, begin);
    if (!end) return std::nullopt;
    // A comma joins only where `and` or `or` closes the list: in `in few boats, crews rest` it ends a clause.
    static const Pattern joint("^(?:,|(,? and|,? or)) ", true);
    std::size_t at_end = *end;
    while (const auto match = joint.find(text.substr(at_end))) {
        const auto next = phrase_end(rules, text, at_end + match->whole.end);
        if (!next) break;
        at_end = *next;
        if (match->groups[0]) end = next;
    }
    return Range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(*end)};
}

}  // namespace sheaf::quantities
