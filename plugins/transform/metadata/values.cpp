#include "values.hpp"

#include <algorithm>

#include "sheaf/date.hpp"
#include "sheaf/text.hpp"

namespace sheaf::metadata_stage {
namespace {

bool is_among(const std::vector<std::string>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_name_word(std::string_view word, const Rules& rules) {
    if (is_among(rules.particles, word)) return true;
    std::size_t at = 0;
    if (!text::is_upper(text::next(word, at))) return false;
    while (at < word.size()) {
        const char32_t c = text::next(word, at);
        if (!text::is_letter(c) && c != '-' && c != '\'' && c != '.') return false;
    }
    return true;
}

/// `Rashid` of `al-Rashid`.
std::string_view without_particle(std::string_view word, const Rules& rules) {
    const std::size_t joint = word.find('-');
    const bool joined = joint != std::string_view::npos && is_among(rules.particles, word.substr(0, joint));
    return joined ? word.substr(joint + 1) : word;
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
int name_words(std::string_view plain, const Rules& rules) {
    int count = 0;
    int all = 0;
    bool only_titles = true;  // nothing but courtesy titles so far: `Rt Hon`
    std::string_view last;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find(' ', at), plain.size());
        last = without_particle(plain.substr(at, end - at), rules);
        if (last.empty() || !is_name_word(last, rules)) return 0;
        std::size_t first = 0;
        const bool capital = text::is_upper(text::next(last, first));
        const bool courtesy = only_titles && is_among(rules.courtesies, last);
        only_titles = courtesy;
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
    const std::string_view rest = plain.substr(0, range.end);
    const std::size_t stop =
        std::min(rest.find_first_of("\t\n,;(:", range.start), rest.find(" - ", range.start));
    if (stop != std::string_view::npos) range.end = static_cast<std::uint32_t>(stop);
    if (rules.name_begin)
        if (const auto match = rules.name_begin->find(plain.substr(0, range.end), range.start);
            match && match->whole.start == range.start)
            range.start = match->whole.end;
    if (rules.name_end)
        if (const auto match = rules.name_end->find(plain.substr(0, range.end), range.start))
            range.end = match->whole.start;
    range = trimmed(plain, range);
    // The first letters behind the name end it, whatever letters follow.
    for (std::size_t space = plain.find(' ', range.start); space < range.end;
         space = plain.find(' ', space + 1)) {
        const std::size_t end = std::min<std::size_t>(plain.find(' ', space + 1), range.end);
        if (!is_post_nominal(plain.substr(space + 1, end - space - 1), rules)) continue;
        range = trimmed(plain, {range.start, static_cast<std::uint32_t>(space)});
        break;
    }
    if (range.start > range.end) range.start = range.end;
    return range;
}

/// Nothing but a small word or a mark stands between the visits: `8 to 12 May and 2 June 2025`.
bool is_next_visit(std::string_view plain, const DateMention& before, const DateMention& next) {
    constexpr std::size_t longest_joint = 12;
    const std::string_view joint = plain.substr(before.range.end, next.range.start - before.range.end);
    return next.first > before.last && joint.size() <= longest_joint &&
           joint.find_first_of(".:()\t\n") == std::string_view::npos;
}

/// The dates that share words with the range. One without a year (`28 September and 1 October 2025`) is of the year that
/// is printed behind it, else of the letter's.
std::vector<DateMention> mentions_in(std::string_view plain, Range range, const std::optional<Date>& letter) {
    const auto elsewhere = [&](const DateMention& mention) {
        return mention.range.end <= range.start || mention.range.start >= range.end;
    };
    std::vector<DateMention> mentions = find_dates(plain);
    std::erase_if(mentions, elsewhere);
    const bool printed = !mentions.empty();
    if (printed)
        mentions = find_dates(plain, mentions.front().last);
    else if (letter)
        mentions = find_dates(plain, *letter);
    std::erase_if(mentions, elsewhere);
    for (DateMention& mention : mentions) mention.year_printed = mention.year_printed || printed;
    return mentions;
}

}  // namespace

bool is_post_nominal(std::string_view plain, const Rules& rules) {
    bool found = false;
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t end = std::min(plain.find(' ', at), plain.size());
        const std::string_view word = plain.substr(at, end - at);
        at = end + 1;
        if (word.empty()) continue;
        if (!is_among(rules.post_nominals, word)) return false;
        found = true;
    }
    return found;
}

std::optional<Range> name_in(std::string_view plain, const Rules& rules) {
    const Range range = before_name_end(plain, rules);
    const int words = name_words(plain.substr(range.start, range.end - range.start), rules);
    // One word is a name only behind a courtesy title.
    if (words < 1 || words > most_name_words) return std::nullopt;
    return range;
}

bool may_be_two_names(std::string_view plain, const Rules& rules) {
    const Range range = before_name_end(plain, rules);
    return name_words(plain.substr(range.start, range.end - range.start), rules) > most_name_words;
}

bool begins_with_courtesy(std::string_view plain, const Rules& rules) {
    const std::size_t space = plain.find(' ');
    return space != std::string_view::npos && is_among(rules.courtesies, plain.substr(0, space));
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

Range part_of_authority(std::string_view plain, Range authority, const Rules& rules) {
    const Range none{authority.start, authority.start};
    if (!rules.authority_part) return none;
    const auto match =
        rules.authority_part->find(plain.substr(authority.start, authority.end - authority.start));
    if (!match || match->whole.start != 0 || match->whole.end >= authority.end - authority.start) return none;
    return {authority.start, authority.start + match->whole.end};
}

std::optional<DateMention> date_in(std::string_view plain, Range range, const std::optional<Date>& letter) {
    for (const DateMention& mention : mentions_in(plain, range, letter))
        if (mention.first == mention.last) return mention;
    return std::nullopt;
}

std::optional<Visits> visits_in(std::string_view plain, Range range, const std::optional<Date>& letter) {
    const std::vector<DateMention> mentions = mentions_in(plain, range, letter);
    if (mentions.empty()) return std::nullopt;
    DateMention all = mentions.front();
    auto next = std::next(mentions.begin());
    for (; next != mentions.end() && is_next_visit(plain, all, *next); ++next) {
        all.last = next->last;
        all.range.end = next->range.end;
        all.year_printed = all.year_printed && next->year_printed;
        all.weekday_fits = all.weekday_fits && next->weekday_fits;
    }
    return Visits{all, next != mentions.end()};
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
