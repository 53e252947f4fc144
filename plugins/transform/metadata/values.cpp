#include "values.hpp"

#include <algorithm>
#include <array>

#include "sheaf/date.hpp"
#include "sheaf/text.hpp"

namespace sheaf::metadata_stage {
namespace {

/// Words of a name that are written in lower case.
constexpr std::array particles = {
    std::string_view("al"), std::string_view("ap"),  std::string_view("bin"),   std::string_view("da"),
    std::string_view("de"), std::string_view("del"), std::string_view("den"),   std::string_view("der"),
    std::string_view("di"), std::string_view("el"),  std::string_view("ferch"), std::string_view("la"),
    std::string_view("le"), std::string_view("van"), std::string_view("von"),   std::string_view("y")};

/// Titles that stand before a name.
constexpr std::array courtesies = {
    std::string_view("Cllr"), std::string_view("Councillor"), std::string_view("Dame"),
    std::string_view("Dr"),   std::string_view("Lady"),       std::string_view("Lord"),
    std::string_view("Prof"), std::string_view("Professor"),  std::string_view("Sir")};

bool is_name_word(std::string_view word) {
    if (std::find(particles.begin(), particles.end(), word) != particles.end()) return true;
    std::size_t at = 0;
    if (!text::is_upper(text::next(word, at))) return false;
    while (at < word.size()) {
        const char32_t c = text::next(word, at);
        if (!text::is_letter(c) && c != '-' && c != '\'' && c != '.') return false;
    }
    return true;
}

/// `JaneDoe`: two words between which the space was lost.
bool is_glued(std::string_view word) {
    std::size_t inner = std::string_view::npos;
    for (std::size_t i = 1; i < word.size(); ++i)
        if (word[i] >= 'A' && word[i] <= 'Z' && word[i - 1] >= 'a' && word[i - 1] <= 'z') inner = i;
    // Shorter beginnings are parts of surnames: `McKay`, `MacLeod`, `FitzRoy`.
    return inner != std::string_view::npos && inner >= 5 && word.size() - inner >= 3;
}

/// The words of a text that is a name or names, courtesy titles, initials and particles not counted; 0 when it
/// is no name.
int name_words(std::string_view plain) {
    int count = 0;
    int all = 0;
    std::string_view last;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find(' ', at), plain.size());
        last = plain.substr(at, end - at);
        if (last.empty() || !is_name_word(last)) return 0;
        std::size_t first = 0;
        const bool capital = text::is_upper(text::next(last, first));
        const bool courtesy =
            all == 0 && std::find(courtesies.begin(), courtesies.end(), last) != courtesies.end();
        if (all == 0 && !capital) return 0;
        ++all;
        const bool initial = last.size() == 1 || (last.size() == 2 && last[1] == '.');
        if (capital && !courtesy && !initial) ++count;
        at = end + 1;
    }
    if (all == 1) return is_glued(last) ? 2 : 0;
    std::size_t first = 0;
    return last.size() > 1 && text::is_upper(text::next(last, first)) ? count : 0;
}

/// More words than this are the names of two people.
constexpr int most_name_words = 3;

Range trimmed(std::string_view plain, Range range) {
    const auto trims = [](char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';' || c == ':' || c == '-' ||
               c == '.' || c == '(';
    };
    while (range.start < range.end && trims(plain[range.start])) ++range.start;
    while (range.end > range.start && trims(plain[range.end - 1])) --range.end;
    return range;
}

/// What is left of the text when everything is taken off that stands before a name and after one.
Range before_name_end(std::string_view plain, const Rules& rules) {
    Range range = trimmed(plain, {0, static_cast<std::uint32_t>(plain.size())});
    // A name stands on one line and in one cell.
    const std::size_t stop = plain.substr(0, range.end).find_first_of("\t\n,;(", range.start);
    if (stop != std::string_view::npos) range.end = static_cast<std::uint32_t>(stop);
    if (rules.name_begin)
        if (const auto match = rules.name_begin->find(plain.substr(0, range.end), range.start);
            match && match->whole.start == range.start)
            range.start = match->whole.end;
    if (rules.name_end)
        if (const auto match = rules.name_end->find(plain.substr(0, range.end), range.start))
            range.end = match->whole.start;
    range = trimmed(plain, range);
    if (range.start > range.end) range.start = range.end;
    return range;
}

}  // namespace

std::optional<Range> name_in(std::string_view plain, const Rules& rules) {
    const Range range = before_name_end(plain, rules);
    const int words = name_words(plain.substr(range.start, range.end - range.start));
    // One word is a name only behind a courtesy title.
    if (words < 1 || words > most_name_words) return std::nullopt;
    return range;
}

bool may_be_two_names(std::string_view plain, const Rules& rules) {
    const Range range = before_name_end(plain, rules);
    return name_words(plain.substr(range.start, range.end - range.start)) > most_name_words;
}

std::optional<Range> authority_in(std::string_view plain, const Rules& rules) {
    Range range = trimmed(plain, {0, static_cast<std::uint32_t>(plain.size())});
    // Each pass takes one thing off an end: `London Borough of`, `City Council`. Bounded, since a pattern may
    // match nothing.
    for (int pass = 0; pass < 8; ++pass) {
        const Range before = range;
        for (const Pattern& pattern : rules.authority_strip) {
            const std::string_view left = plain.substr(range.start, range.end - range.start);
            const auto match = pattern.find(left);
            if (!match) continue;
            // Nothing but what surrounds a name: there is none.
            if (match->whole.start == 0 && match->whole.end == left.size()) return std::nullopt;
            if (match->whole.start == 0)
                range.start += match->whole.end;
            else if (match->whole.end == left.size())
                range.end = range.start + match->whole.start;
            range = trimmed(plain, range);
        }
        if (range == before) break;
    }
    if (range.start >= range.end) return std::nullopt;
    return range;
}

std::string_view without_trailing_date(std::string_view text) {
    const auto dates = find_dates(text);
    if (dates.empty() || dates.back().range.end != text.size() || dates.back().range.start == 0) return text;
    text = text.substr(0, dates.back().range.start);
    while (!text.empty() && (text.back() == ' ' || text.back() == ',' || text.back() == '-' ||
                             text.back() == ':' || text.back() == '\n'))
        text.remove_suffix(1);
    for (const std::string_view dash : {"–", "—"})
        if (text.ends_with(dash)) text.remove_suffix(dash.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace sheaf::metadata_stage
