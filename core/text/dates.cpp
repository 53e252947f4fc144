// Dates and date ranges in running text, English and Welsh.
#include <algorithm>
#include <chrono>

#include "sheaf/ascii.hpp"
#include "sheaf/date.hpp"
#include "sheaf/text.hpp"
#include "words.hpp"

namespace sheaf {
namespace {

using text::is_ascii_digit, text::is_ascii_letter, text::is_valid;

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

class DateReader {
  public:
    explicit DateReader(std::string_view text) : text_(text) {}

    /// A date whose first digit stands at `at`; a day alone counts.
    std::optional<Partial> date(std::size_t at) const {
        if (auto found = iso(at)) return found;
        if (auto found = numeric(at)) return found;
        return worded(at);
    }

    /// `March 14, 2024` and `Mar. 14th 2024`, whose month begins at `at`; the year may be missing.
    std::optional<Partial> month_first(std::size_t at) const {
        const std::string_view name = word(at);
        // `may` in small letters is a verb.
        if (name.empty() || name[0] < 'A' || name[0] > 'Z') return std::nullopt;
        Partial result{{0, text::month_named(name), 0}, at, at};
        if (result.date.month == 0) return std::nullopt;
        at += name.size();
        if (at < text_.size() && text_[at] == '.') ++at;
        at = spaces(at);
        const auto day = number(at, 1, 2);
        if (!day || *day < 1 || *day > 31) return std::nullopt;
        result.date.day = *day;
        at = past_ordinal(at);
        result.end = at;
        // `Mawrth 7 Ebrill`: the Welsh Tuesday is called like the month.
        if (text::month_named(word(spaces(at))) != 0) return std::nullopt;
        return with_year(result);
    }

    /// The date with the year of four digits behind it, where there is one.
    std::optional<Partial> with_year(Partial result) const {
        std::size_t at = result.end;
        if (at < text_.size() && text_[at] == ',') ++at;
        at = spaces(at);
        const auto year = number(at, 4, 4);
        if (!year || *year < 1700 || *year > 2199 || !ends_cleanly(at, '.')) return result;
        result.date.year = *year;
        result.end = at;
        return checked(result);
    }

    /// A day alone, as in the second half of `March 14 to 18, 2024`.
    std::optional<Partial> day(std::size_t at) const {
        Partial result{{0, 0, 0}, at, at};
        const auto day = number(at, 1, 2);
        if (!day || *day < 1 || *day > 31) return std::nullopt;
        result.date.day = *day;
        result.end = past_ordinal(at);
        return result;
    }

    /// Behind the days that follow a day, as in `20, 21 and 22 May`; where the day ends when none follows. Days of a list rise.
    std::size_t past_days(const Partial& first) const {
        std::size_t end = first.end;
        for (int before = first.date.day; end < text_.size() && text_[end] == ',';) {
            const auto next = day(past_weekday(spaces(end + 1)));
            if (!next || next->date.day <= before) break;
            before = next->date.day;
            end = next->end;
        }
        return end;
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
            if (text::means_to(w))
                found = Joint::to;
            else if (text::means_and(w))
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

    /// The weekday that is printed directly before `at`, 1 (Monday) to 7; 0 when there is none.
    int weekday_before(std::size_t at) const {
        while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == ',')) --at;
        return text::weekday_named(word_before(at));
    }

    /// A word begins at `at`.
    bool begins_word(std::size_t at) const {
        return is_ascii_letter(text_[at]) && (at == 0 || !is_ascii_letter(text_[at - 1]));
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
        if (const std::string_view w = word(probe); text::leads_to_month(w)) probe = spaces(probe + w.size());
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
            if (text::is_ordinal_suffix(w)) return probe + w.size();
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
std::optional<DateMention> range(Partial first, Partial last) {
    if (first.date.month == 0) first.date.month = last.date.month;
    if (last.date.month == 0) last.date.month = first.date.month;
    if (first.date.year == 0) first.date.year = last.date.year;
    if (!is_valid(first.date) || !is_valid(last.date) || last.date < first.date) return std::nullopt;
    return DateMention{first.date, last.date, {}};
}

/// Every mention of a text, in order.
class Scanner {
  public:
    /// Dates without a year are of the last one in which they are not after `letter`; without it they are none.
    Scanner(std::string_view text, const Date* letter) : text_(text), reader_(text), letter_(letter) {}

    std::vector<DateMention> run() {
        for (std::size_t at = 0; at < text_.size();) at = step(at);
        return std::move(found_);
    }

  private:
    using Joint = DateReader::Joint;

    /// Reads what begins at `at`; returns where to go on.
    std::size_t step(std::size_t at) {
        if (reader_.begins_word(at)) {
            const auto first = reader_.month_first(at);
            const std::size_t before = found_.size();
            const std::size_t end = first ? mention(*first) : at;
            return found_.size() > before ? end : at + 1;
        }
        if (!is_ascii_digit(text_[at])) return at + 1;
        std::size_t digits_end = at;
        while (digits_end < text_.size() && is_ascii_digit(text_[digits_end])) ++digits_end;
        const auto first = is_glued(at) ? std::nullopt : reader_.date(at);
        return first ? std::max(mention(*first), digits_end) : digits_end;
    }

    /// Behind a fraction's point, a currency sign's digits or a word.
    bool is_glued(std::size_t at) const {
        if (at == 0) return false;
        const char before = text_[at - 1];
        return is_ascii_letter(before) || before == '/' ||
               ((before == '.' || before == ',') && at > 1 && is_ascii_digit(text_[at - 2]));
    }

    /// Keeps the date, or the range that it begins; returns where to go on.
    std::size_t mention(const Partial& first) {
        std::size_t next_at = first.date.month == 0 ? reader_.past_days(first) : first.end;
        const bool listed = next_at > first.end;
        const Joint joint = reader_.joint(next_at);
        const auto last = joint == Joint::none ? std::nullopt : second(first, reader_.past_weekday(next_at));
        if (last) {
            auto whole = range(complete(first, *last), complete(*last, *last));
            if (joint != Joint::and_ || listed || is_range_of_two(first, whole)) {
                if (whole) add(*whole, first, *last);
                return last->end;
            }
        }
        const Partial alone = complete(first, first);
        if (is_valid(alone.date)) add({alone.date, alone.date, {}}, first, first);
        return first.end;
    }

    /// The second half of a range that begins with `first`.
    std::optional<Partial> second(const Partial& first, std::size_t at) const {
        if (at >= text_.size()) return std::nullopt;
        const bool month_led = !is_ascii_digit(text_[first.start]);
        std::optional<Partial> last;
        if (is_ascii_digit(text_[at]) && month_led) {
            last = reader_.day(at);
            if (last) last = reader_.with_year({{0, first.date.month, last->date.day}, at, last->end});
        } else if (is_ascii_digit(text_[at])) {
            last = reader_.date(at);
        } else if (month_led) {
            last = reader_.month_first(at);
        }
        if (!last || last->date.month == 0 || (last->date.year == 0 && !letter_)) return std::nullopt;
        return last;
    }

    /// `between 23 and 25 February 2026` is a range, and so are two days in a row.
    bool is_range_of_two(const Partial& first, const std::optional<DateMention>& whole) const {
        return text::means_between(reader_.word_before(reader_.before_weekday(first.start))) ||
               (whole && first.date.year == 0 &&
                days(whole->last) - days(whole->first) == std::chrono::days(1));
    }

    /// The date with the year that `from` has or must have.
    Partial complete(Partial date, const Partial& from) const {
        if (date.date.year != 0 || date.date.month == 0) return date;
        date.date.year = from.date.year;
        if (date.date.year != 0 || !letter_) return date;
        date.date.year = letter_->year;
        if (*letter_ < date.date) --date.date.year;
        return date;
    }

    void add(DateMention mention, const Partial& first, const Partial& last) {
        mention.range = {static_cast<std::uint32_t>(reader_.before_weekday(first.start)),
                         static_cast<std::uint32_t>(last.end)};
        mention.year_printed = last.date.year != 0;
        mention.weekday_fits = fits(mention.first, first) && fits(mention.last, last);
        found_.push_back(mention);
    }

    /// No weekday is printed before it, or its own.
    bool fits(const Date& date, const Partial& printed) const {
        const int weekday = reader_.weekday_before(printed.start);
        return weekday == 0 ||
               std::chrono::weekday(days(date)) == std::chrono::weekday(static_cast<unsigned>(weekday));
    }

    std::string_view text_;
    DateReader reader_;
    const Date* letter_;
    std::vector<DateMention> found_;
};

}  // namespace

std::vector<DateMention> find_dates(std::string_view text) {
    return Scanner(text, nullptr).run();
}

std::vector<DateMention> find_dates(std::string_view text, const Date& letter) {
    return Scanner(text, &letter).run();
}

}  // namespace sheaf
