// Dates and date ranges in running text, day first, English and Welsh.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "ascii.hpp"
#include "months.hpp"
#include "sheaf/date.hpp"
#include "sheaf/text.hpp"

namespace sheaf {
namespace text {
namespace {

struct Named {
    std::string_view name;
    int month;
};

// Sorted. Welsh months with their soft mutations, as they stand after a day: `12 o Fehefin`.
constexpr std::array months = {
    Named{"apr", 4},        Named{"april", 4},     Named{"aug", 8},       Named{"august", 8},
    Named{"awst", 8},       Named{"chwefror", 2},  Named{"dachwedd", 11}, Named{"dec", 12},
    Named{"december", 12},  Named{"ebrill", 4},    Named{"fai", 5},       Named{"fawrth", 3},
    Named{"feb", 2},        Named{"february", 2},  Named{"fedi", 9},      Named{"fehefin", 6},
    Named{"gorffennaf", 7}, Named{"hydref", 10},   Named{"ionawr", 1},    Named{"jan", 1},
    Named{"january", 1},    Named{"jul", 7},       Named{"july", 7},      Named{"jun", 6},
    Named{"june", 6},       Named{"mai", 5},       Named{"mar", 3},       Named{"march", 3},
    Named{"mawrth", 3},     Named{"may", 5},       Named{"medi", 9},      Named{"mehefin", 6},
    Named{"nov", 11},       Named{"november", 11}, Named{"oct", 10},      Named{"october", 10},
    Named{"orffennaf", 7},  Named{"ragfyr", 12},   Named{"rhagfyr", 12},  Named{"sep", 9},
    Named{"sept", 9},       Named{"september", 9}, Named{"tachwedd", 11}};
static_assert(std::is_sorted(months.begin(), months.end(),
                             [](const Named& a, const Named& b) { return a.name < b.name; }));

constexpr std::array weekdays = {
    std::string_view("dydd"),     std::string_view("fri"),     std::string_view("friday"),
    std::string_view("gwener"),   std::string_view("iau"),     std::string_view("llun"),
    std::string_view("mawrth"),   std::string_view("mercher"), std::string_view("mon"),
    std::string_view("monday"),   std::string_view("sadwrn"),  std::string_view("sat"),
    std::string_view("saturday"), std::string_view("sul"),     std::string_view("sun"),
    std::string_view("sunday"),   std::string_view("thu"),     std::string_view("thurs"),
    std::string_view("thursday"), std::string_view("tue"),     std::string_view("tues"),
    std::string_view("tuesday"),  std::string_view("wed"),     std::string_view("wednesday")};
static_assert(std::is_sorted(weekdays.begin(), weekdays.end()));

/// Lower case in a buffer of its own, or empty when the word is longer than any name.
struct Lower {
    char bytes[16];
    std::size_t size = 0;
    explicit Lower(std::string_view word) {
        if (word.size() > sizeof bytes) return;
        for (char c : word) bytes[size++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    std::string_view view() const { return {bytes, size}; }
};

}  // namespace

int month_named(std::string_view word) {
    const Lower lower(word);
    const auto found =
        std::lower_bound(months.begin(), months.end(), lower.view(),
                         [](const Named& entry, std::string_view name) { return entry.name < name; });
    return found != months.end() && found->name == lower.view() ? found->month : 0;
}

bool is_weekday(std::string_view word) {
    return std::binary_search(weekdays.begin(), weekdays.end(), Lower(word).view());
}

}  // namespace text

namespace {

using text::is_ascii_digit, text::is_ascii_letter;

bool is_valid(const Date& date) {
    if (date.year < 1 || date.year > 9999) return false;
    return std::chrono::year_month_day(std::chrono::year(date.year),
                                       std::chrono::month(static_cast<unsigned>(date.month)),
                                       std::chrono::day(static_cast<unsigned>(date.day)))
        .ok();
}

std::chrono::sys_days days(const Date& date) {
    return std::chrono::year_month_day(std::chrono::year(date.year),
                                       std::chrono::month(static_cast<unsigned>(date.month)),
                                       std::chrono::day(static_cast<unsigned>(date.day)));
}

/// A date of which the month or the year may be missing (0), as in the first half of `23 – 25 February 2026`.
struct Partial {
    Date date;
    std::size_t start = 0, end = 0;
};

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    /// A date whose first digit stands at `at`; a day alone counts.
    std::optional<Partial> date(std::size_t at) const {
        if (auto found = iso(at)) return found;
        if (auto found = numeric(at)) return found;
        return worded(at);
    }

    /// What joins the two halves of a range.
    enum class Joint { none, dash, to, and_ };
    Joint joint(std::size_t& at) const {
        std::size_t probe = spaces(at);
        if (probe >= text_.size()) return Joint::none;
        std::size_t after = probe;
        const char32_t c = text::next(text_, after);
        Joint found = Joint::none;
        if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
            found = Joint::dash;
        } else if (c == '&') {
            found = Joint::and_;
        } else if (probe > at) {
            const std::string_view w = word(probe);
            after = probe + w.size();
            if (w == "to" || w == "until" || w == "till" || w == "through" || w == "i" || w == "hyd" ||
                w == "tan")
                found = Joint::to;
            else if (w == "and" || w == "a" || w == "ac")
                found = Joint::and_;
        }
        if (found == Joint::none) return found;
        at = spaces(after);
        return found;
    }

    /// Behind weekday names and the comma that may follow them.
    std::size_t past_weekday(std::size_t at) const {
        while (true) {
            const std::string_view w = word(at);
            if (w.empty() || !text::is_weekday(w)) return at;
            std::size_t probe = at + w.size();
            if (probe < text_.size() && (text_[probe] == ',' || text_[probe] == '.')) ++probe;
            at = spaces(probe);
        }
    }

    /// Where weekday names begin that stand directly before `at`.
    std::size_t before_weekday(std::size_t at) const {
        while (true) {
            std::size_t probe = at;
            while (probe > 0 && (text_[probe - 1] == ' ' || text_[probe - 1] == ',')) --probe;
            std::size_t start = probe;
            while (start > 0 && is_ascii_letter(text_[start - 1])) --start;
            if (start == probe || !text::is_weekday(text_.substr(start, probe - start))) return at;
            at = start;
        }
    }

    /// The word directly before `at`, white space between.
    std::string_view word_before(std::size_t at) const {
        while (at > 0 && text_[at - 1] == ' ') --at;
        std::size_t start = at;
        while (start > 0 && is_ascii_letter(text_[start - 1])) --start;
        return text_.substr(start, at - start);
    }

  private:
    std::size_t spaces(std::size_t at) const {
        while (at < text_.size()) {
            std::size_t probe = at;
            if (!text::is_space(text::next(text_, probe))) break;
            at = probe;
        }
        return at;
    }

    std::string_view word(std::size_t at) const {
        std::size_t end = at;
        while (end < text_.size() && is_ascii_letter(text_[end])) ++end;
        return at < end ? text_.substr(at, end - at) : std::string_view();
    }

    /// The number at `at` when it has between `least` and `most` digits and no more; moves behind it.
    std::optional<int> number(std::size_t& at, std::size_t least, std::size_t most) const {
        std::size_t end = at;
        int value = 0;
        while (end < text_.size() && is_ascii_digit(text_[end]) && end - at <= most)
            value = value * 10 + (text_[end++] - '0');
        if (end - at < least || end - at > most) return std::nullopt;
        at = end;
        return value;
    }

    /// Not in the middle of a longer number, a fraction or another date.
    bool ends_cleanly(std::size_t at, char separator) const {
        if (at >= text_.size()) return true;
        if (is_ascii_digit(text_[at]) || is_ascii_letter(text_[at])) return false;
        return !(text_[at] == separator && at + 1 < text_.size() && is_ascii_digit(text_[at + 1]));
    }

    std::optional<Partial> iso(std::size_t start) const {
        std::size_t at = start;
        const auto year = number(at, 4, 4);
        if (!year || at >= text_.size() || text_[at++] != '-') return std::nullopt;
        const auto month = number(at, 2, 2);
        if (!month || at >= text_.size() || text_[at++] != '-') return std::nullopt;
        const auto day = number(at, 2, 2);
        if (!day || !ends_cleanly(at, '-')) return std::nullopt;
        return checked({{*year, *month, *day}, start, at});
    }

    std::optional<Partial> numeric(std::size_t start) const {
        std::size_t at = start;
        const auto day = number(at, 1, 2);
        if (!day || at >= text_.size()) return std::nullopt;
        const char separator = text_[at];
        if (separator != '/' && separator != '.' && separator != '-') return std::nullopt;
        const std::size_t month_at = ++at;
        const auto month = number(at, 1, 2);
        if (!month || at >= text_.size() || text_[at] != separator) return std::nullopt;
        const bool two_each = month_at - start == 3 && at - month_at == 2;
        ++at;
        const std::size_t year_at = at;
        auto year = number(at, 4, 4);
        if (!year) {
            // `1.10.12` is a paragraph's number; `01.10.12` and `1/10/12` are dates.
            at = year_at;
            year = number(at, 2, 2);
            if (!year || (separator != '/' && !two_each)) return std::nullopt;
            *year += *year < 70 ? 2000 : 1900;
        }
        if (!ends_cleanly(at, separator)) return std::nullopt;
        return checked({{*year, *month, *day}, start, at});
    }

    std::optional<Partial> worded(std::size_t start) const {
        std::size_t at = start;
        const auto day = number(at, 1, 2);
        if (!day || *day < 1 || *day > 31) return std::nullopt;
        at = past_ordinal(at);
        Partial result{{0, 0, *day}, start, at};
        std::size_t probe = spaces(at);
        for (const std::string_view filler : {"of", "o"}) {
            const std::string_view w = word(probe);
            if (w == filler) probe = spaces(probe + w.size());
        }
        const std::string_view name = word(probe);
        result.date.month = name.empty() ? 0 : text::month_named(name);
        if (result.date.month == 0) return result;
        probe += name.size();
        result.end = probe;
        if (probe < text_.size() && (text_[probe] == ',' || text_[probe] == '.')) ++probe;
        probe = spaces(probe);
        if (const auto year = number(probe, 4, 4); year && *year >= 1700 && *year <= 2199) {
            if (probe < text_.size() && is_ascii_letter(text_[probe])) return result;
            result.date.year = *year;
            result.end = probe;
            return checked(result);
        }
        if (const auto end = short_year(probe, result.date.year)) {
            result.end = *end;
            return checked(result);
        }
        return result;
    }

    /// `12 November 18.` and `12 November '18`: a year of two digits, which must close its clause or carry an
    /// apostrophe, since `by 12 November 18 people had left` has none. Returns its end.
    std::optional<std::size_t> short_year(std::size_t at, int& year) const {
        bool marked = false;
        if (at < text_.size()) {
            std::size_t behind = at;
            const char32_t c = text::next(text_, behind);
            if (c == '\'' || c == 0x2019 || c == 0x2018) {
                marked = true;
                at = behind;
            }
        }
        const auto digits = number(at, 2, 2);
        if (!digits) return std::nullopt;
        std::size_t behind = at;
        const bool mark =
            behind < text_.size() && std::string_view(".,;:)").find(text_[behind]) != std::string_view::npos;
        if (mark) ++behind;
        const std::size_t next = spaces(behind);
        const bool closes = next >= text_.size() || (mark && next > behind && !is_ascii_digit(text_[next]));
        if (!closes && !(marked && ends_cleanly(at, '.'))) return std::nullopt;
        year = *digits + (*digits < 70 ? 2000 : 1900);
        return at;
    }

    /// `7th`, `7 th` (a superscript that a space was read before), Welsh `7fed`.
    std::size_t past_ordinal(std::size_t at) const {
        for (const std::size_t probe : {at, spaces(at)}) {
            const std::string_view w = word(probe);
            for (const std::string_view suffix :
                 {"st", "nd", "rd", "th", "af", "ail", "il", "ydd", "edd", "fed", "eg", "ain"})
                if (w == suffix) return probe + w.size();
        }
        return at;
    }

    static std::optional<Partial> checked(const Partial& found) {
        if (!is_valid(found.date)) return std::nullopt;
        return found;
    }

    std::string_view text_;
};

/// The range from `first` to `last`; the first half takes month and year from the second.
std::optional<DateMention> range(Partial first, const Partial& last) {
    if (first.date.month == 0) first.date.month = last.date.month;
    if (first.date.year == 0) first.date.year = last.date.year;
    if (!is_valid(first.date) || last.date < first.date) return std::nullopt;
    return DateMention{first.date, last.date, {}};
}

}  // namespace

std::string to_iso(const Date& date) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year % 10000, date.month % 100,
                  date.day % 100);
    return buffer;
}

std::optional<Date> date_from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9})
        if (!is_ascii_digit(text[i])) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
        return value;
    };
    const Date date{number(0, 4), number(5, 2), number(8, 2)};
    return is_valid(date) ? std::optional(date) : std::nullopt;
}

std::vector<DateMention> find_dates(std::string_view text) {
    std::vector<DateMention> found;
    const Reader reader(text);
    const auto add = [&](DateMention mention, std::size_t start, std::size_t end) {
        start = reader.before_weekday(start);
        mention.range = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
        found.push_back(mention);
    };
    using Joint = Reader::Joint;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_ascii_digit(text[at])) {
            ++at;
            continue;
        }
        std::size_t digits_end = at;
        while (digits_end < text.size() && is_ascii_digit(text[digits_end])) ++digits_end;
        // Not behind a fraction's point, a currency sign's digits or a word.
        const bool glued =
            at > 0 &&
            (is_ascii_letter(text[at - 1]) || text[at - 1] == '/' ||
             ((text[at - 1] == '.' || text[at - 1] == ',') && at > 1 && is_ascii_digit(text[at - 2])));
        const auto first = glued ? std::nullopt : reader.date(at);
        if (!first) {
            at = digits_end;
            continue;
        }
        std::size_t next_at = first->end;
        const Joint joint = reader.joint(next_at);
        if (joint != Joint::none) next_at = reader.past_weekday(next_at);
        const auto last = joint != Joint::none && next_at < text.size() && is_ascii_digit(text[next_at])
                              ? reader.date(next_at)
                              : std::nullopt;
        if (last && last->date.year != 0) {
            bool is_range = joint != Joint::and_;
            const auto mention = range(*first, *last);
            if (joint == Joint::and_) {
                // `between 23 and 25 February 2026` is a range, and so are two days in a row.
                const std::string_view before = reader.word_before(reader.before_weekday(first->start));
                is_range = before == "between" || before == "Between" || before == "rhwng" ||
                           before == "Rhwng" ||
                           (mention && first->date.year == 0 &&
                            days(mention->last) - days(mention->first) == std::chrono::days(1));
            }
            if (is_range) {
                if (mention) add(*mention, first->start, last->end);
                at = last->end;
                continue;
            }
        }
        if (first->date.year != 0) add({first->date, first->date, {}}, first->start, first->end);
        at = std::max(first->end, digits_end);
    }
    return found;
}

}  // namespace sheaf
