#include "deadline.hpp"

#include <chrono>

#include "passage.hpp"
#include "sheaf/number.hpp"
#include "sheaf/text.hpp"

namespace sheaf::recommendations {

namespace {

/// A period of more units is no deadline of a letter, but something that was misread.
constexpr int longest_period = 1000;

constexpr const char* no_date = "the printed words name no date";

std::optional<std::string> meaning(const std::vector<std::pair<std::string, std::string>>& words,
                                   std::string_view printed) {
    const std::string folded = text::fold(printed);
    for (const auto& [word, means] : words)
        if (word == folded) return means;
    return std::nullopt;
}

std::optional<int> as_number(std::string_view digits) {
    const auto number = text::whole_number<int>(digits);
    return number && *number >= 1 && *number <= longest_period ? number : std::nullopt;
}

/// The day so many units later; the last of the month where that month has no such day.
std::optional<Date> later(const Date& from, int number, std::string_view unit) {
    using namespace std::chrono;
    const year_month_day start(year(from.year), month(static_cast<unsigned>(from.month)),
                               day(static_cast<unsigned>(from.day)));
    year_month_day end = start;
    if (unit == "day")
        end = sys_days(start) + days(number);
    else if (unit == "week")
        end = sys_days(start) + days(7 * number);
    else if (unit == "month")
        end = start + months(number);
    else if (unit == "year")
        end = start + years(number);
    else
        return std::nullopt;
    if (!end.ok()) end = year_month_day_last(end.year(), month_day_last(end.month()));
    return Date{int(end.year()), static_cast<int>(unsigned(end.month())),
                static_cast<int>(unsigned(end.day()))};
}

/// The deadline that a printed date is, held against its weekday and the letter's date.
Due printed_date(std::string_view text, const DateMention& mention, const std::optional<Date>& letter) {
    Due due{to_iso(mention.last), "the printed date", mention.range, {}};
    const std::string words = '`' + std::string(part(text, mention.range)) + '`';
    if (!mention.weekday_fits)
        due.wrong = words + " was another day of the week";
    else if (letter && mention.last < *letter)
        due.wrong = words + " is before the letter's own date, " + to_iso(*letter);
    return due;
}

}  // namespace

Deadlines::Deadlines(std::string_view deadline, const std::vector<std::string>& periods,
                     std::vector<std::pair<std::string, std::string>> numbers,
                     std::vector<std::pair<std::string, std::string>> units)
    : before_(deadline, true), numbers_(std::move(numbers)), units_(std::move(units)) {
    for (const std::string& expression : periods) periods_.emplace_back(expression, true);
}

std::optional<Due> Deadlines::find(std::string_view text, const std::optional<Date>& letter) const {
    for (const DateMention& mention : find_dates(text))
        if (mention.first == mention.last && before_.found_in(text.substr(0, mention.range.start)))
            return printed_date(text, mention, letter);
    if (auto due = month(text)) return due;
    return period(text, letter);
}

std::optional<Due> Deadlines::read(std::string_view words, const std::optional<Date>& letter) const {
    for (const DateMention& mention : find_dates(words)) return printed_date(words, mention, letter);
    if (auto due = period(words, letter)) return due;
    return Due{{}, no_date, {0, static_cast<std::uint32_t>(words.size())}, {}};
}

std::optional<Due> Deadlines::month(std::string_view text) const {
    using namespace std::chrono;
    static const Pattern printed(R"(\b\p{L}{3,} \d{4}\b)");
    std::size_t at = 0;
    while (const auto match = printed.find(text, at)) {
        at = match->whole.end;
        const auto before = before_.find(text.substr(0, match->whole.start));
        const auto first = find_dates("1 " + std::string(part(text, match->whole)));
        if (!before || first.empty()) continue;
        const auto end = before_.group("end");
        if (!end || !before->groups[*end]) return Due{{}, "a month names no day", match->whole, {}};
        const Date& day = first.front().first;
        const year_month_day_last last(year(day.year),
                                       month_day_last(std::chrono::month(static_cast<unsigned>(day.month))));
        return Due{to_iso({day.year, day.month, static_cast<int>(unsigned(last.day()))}),
                   "the last day of the printed month",
                   match->whole,
                   {}};
    }
    return std::nullopt;
}

std::optional<Due> Deadlines::period(std::string_view text, const std::optional<Date>& letter) const {
    for (const Pattern& pattern : periods_) {
        const auto match = pattern.find(text);
        if (!match) continue;
        const auto group = [&](std::string_view name) {
            const auto at = pattern.group(name);
            return at ? match->groups[*at] : std::nullopt;
        };
        const auto number_at = group("number"), unit_at = group("unit");
        Due due;
        due.range = group("period").value_or(match->whole);
        if (!number_at || !unit_at) {
            due.from = no_date;
            return due;
        }
        const std::string printed_number(part(text, *number_at)), printed_unit(part(text, *unit_at));
        const auto number = as_number(meaning(numbers_, printed_number).value_or(printed_number));
        const auto unit = meaning(units_, printed_unit);
        if (!number) continue;
        const std::string period = std::to_string(*number) + ' ' + printed_unit;
        if (!unit) {
            due.from = "it depends on which days count in " + period;
        } else if (!letter) {
            due.from = period + " after the letter's date, which is not known";
        } else if (const auto end = later(*letter, *number, *unit)) {
            due.date = to_iso(*end);
            due.from = period + " after the letter's date, " + to_iso(*letter);
        }
        return due;
    }
    return std::nullopt;
}

std::optional<Date> letter_date(const Document& document) {
    const Record* const record = metadata(document);
    return record ? date_from_iso(record->text("document_date")) : std::nullopt;
}

}  // namespace sheaf::recommendations
