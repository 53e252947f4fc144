#include "phrase.hpp"

#include <string>

#include "sentence.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/date.hpp"
#include "sheaf/number.hpp"
#include "sheaf/text.hpp"
#include "vocabulary.hpp"

namespace sheaf::quantities {

namespace {

/// The value of digits, between which there may be commas; nothing where there are none.
std::optional<std::int64_t> value_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (text::is_ascii_digit(c)) digits += c;
    return text::whole_number<std::int64_t>(digits);
}

/// The same, and of a number in words.
std::optional<std::int64_t> value_of(const Rules& rules, std::string_view text) {
    const auto word = rules.numbers.find(text::lower(text));
    return word == rules.numbers.end() ? value_of(text) : std::optional(word->second);
}

/// `2025` may be a year, and the number before a month's name is a day.
bool may_be_date(std::string_view text, Range range) {
    static const Pattern year(R"(^(19|20)\d\d$)");
    if (year.found_in(text.substr(range.start, range.end - range.start))) return true;
    constexpr Date any{2000, 12, 31};  // dates without a year are dates, too
    constexpr std::size_t longest_date = 60;
    const auto dates =
        find_dates(text.substr(range.start, text::boundary(text.substr(range.start), longest_date)), any);
    return !dates.empty() && dates.front().range.start == 0;
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
        if (!describes || rules.phrase_ends.contains(word) || rules.numbers.contains(word)) break;
        at = end + 1;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Count> bracketed_count(std::string_view text, std::size_t at) {
    static const Pattern pattern(
        R"(^ ?\(((\d{1,6})(?: ?/ ?| (?:)" + std::string(vocabulary::any_of<"out_of">) +
            R"() )(\d{1,6})|(\d{1,6})(?:%| (?:)" + vocabulary::any_of<"per_cent"> + R"())?)\))",
        true);
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

std::optional<Count> next_number(const Rules& rules, std::string_view text, std::size_t from) {
    for (std::size_t at = from; rules.number && at <= text.size();) {
        const auto match = rules.number->find(text, at);
        if (!match || !match->groups[0]) return std::nullopt;
        const Range range = *match->groups[0];
        const auto value = value_of(rules, part(text, range));
        if (value && !is_money(text, range) && !may_be_date(text, range))
            return Count{*value, std::nullopt, range, range.end};
        at = range.end;
    }
    return std::nullopt;
}

std::optional<Range> counted_at(const Rules& rules, std::string_view text, std::size_t at) {
    if (!rules.counted || at >= text.size() || text[at] != ' ') return std::nullopt;
    std::size_t begin = at + 1;
    static const Pattern lead_in("^(?:(?:" + std::string(vocabulary::any_of<"counted_of">) +
                                     ") )?(?:(?:" + vocabulary::any_of<"determiners"> + ") )?",
                                 true);
    if (const auto match = lead_in.find(text.substr(begin))) begin += match->whole.end;
    auto end = phrase_end(rules, text, begin);
    if (!end) return std::nullopt;
    // A comma joins only where a conjunction closes the list: in `in few boats, crews rest` it ends a clause.
    static const Pattern joint("^(?:,|(,? (?:" + std::string(vocabulary::any_of<"conjunctions">) + "))) ",
                               true);
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
