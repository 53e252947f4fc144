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

/// Two to six words, the first and the last with a capital.
bool is_name(std::string_view plain) {
    int words = 0;
    std::string_view last;
    std::size_t at = 0;
    while (at < plain.size()) {
        const std::size_t end = std::min(plain.find(' ', at), plain.size());
        last = plain.substr(at, end - at);
        if (last.empty() || !is_name_word(last)) return false;
        if (words == 0 && !(last[0] < 'a' || static_cast<unsigned char>(last[0]) >= 0x80)) return false;
        ++words;
        at = end + 1;
    }
    std::size_t first = 0;
    return words >= 2 && words <= 6 && text::is_upper(text::next(last, first)) && last.size() > 1;
}

Range trimmed(std::string_view plain, Range range) {
    const auto trims = [](char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';' || c == ':' || c == '-' ||
               c == '.' || c == '(';
    };
    while (range.start < range.end && trims(plain[range.start])) ++range.start;
    while (range.end > range.start && trims(plain[range.end - 1])) --range.end;
    return range;
}

}  // namespace

std::optional<Range> name_in(std::string_view plain, const Rules& rules) {
    Range range{0, static_cast<std::uint32_t>(plain.size())};
    range = trimmed(plain, range);
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
    if (range.start >= range.end || !is_name(plain.substr(range.start, range.end - range.start)))
        return std::nullopt;
    return range;
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
            if (!match || (match->whole.start == 0 && match->whole.end == left.size())) continue;
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
