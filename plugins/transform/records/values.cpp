#include "values.hpp"

#include <algorithm>
#include <chrono>

#include "sheaf/date.hpp"
#include "sheaf/number.hpp"
#include "sheaf/rules.hpp"
#include "sheaf/text.hpp"

namespace sheaf::own_records {

namespace {

/// The months of a text such as `February and March 2018`, each by its first day. A month without a year is of the year
/// that is printed next.
std::vector<Date> months_in(std::string_view text) {
    static const Pattern words(R"(\b(?P<word>\p{L}{3,})\b|\b(?P<year>\d{4})\b)");
    const auto printed = [&](const std::optional<Range>& range) {
        return std::string(text.substr(range->start, range->end - range->start));
    };
    std::vector<Date> months;
    std::vector<std::string> open;
    std::size_t at = 0;
    while (const auto match = words.find(text, at)) {
        at = match->whole.end;
        if (const auto& word = match->groups[*words.group("word")]) {
            open.push_back(printed(word));
            continue;
        }
        const std::string year = printed(match->groups[*words.group("year")]);
        for (const std::string& name : open)
            for (const DateMention& mention :
                 find_dates(std::string("1 ").append(name).append(" ").append(year)))
                months.push_back(mention.first);
        open.clear();
    }
    return months;
}

Date last_of_month(const Date& date) {
    using namespace std::chrono;
    const year_month_day_last last(year(date.year), month_day_last(month(static_cast<unsigned>(date.month))));
    return {date.year, date.month, static_cast<int>(unsigned(last.day()))};
}

FieldValue day_of(Kind kind, std::string_view text) {
    const std::vector<DateMention> dates = find_dates(text);
    if (kind == Kind::date)
        return dates.empty() || dates.front().first != dates.front().last
                   ? FieldValue()
                   : FieldValue(to_iso(dates.front().first));
    if (!dates.empty()) {
        // A number before them is a day that they do not say, as in `4 and 6 May`.
        const std::string_view before = text.substr(0, dates.front().range.start);
        if (before.find_first_of("0123456789") != std::string_view::npos) return {};
        return to_iso(kind == Kind::first_day ? dates.front().first : dates.back().last);
    }
    const std::vector<Date> months = months_in(text);
    if (months.empty()) return {};
    return to_iso(kind == Kind::first_day ? *std::min_element(months.begin(), months.end())
                                          : last_of_month(*std::max_element(months.begin(), months.end())));
}

FieldValue integer_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c != ',' && c != ' ') digits += c;
    const auto number = text::whole_number<std::int64_t>(digits);
    return number ? FieldValue(*number) : FieldValue();
}

}  // namespace

FieldValue value_of(const FieldRule& field, std::string_view printed) {
    const std::string text = text::squeeze(printed);
    switch (field.kind) {
        case Kind::text:
            return text_or_absent(text);
        case Kind::integer:
            return integer_of(text);
        case Kind::choice: {
            const auto choice =
                std::find_if(field.choices.begin(), field.choices.end(),
                             [&](const std::string& one) { return text::fold(one) == text::fold(text); });
            return choice == field.choices.end() ? FieldValue() : FieldValue(*choice);
        }
        default:
            return day_of(field.kind, text);
    }
}

}  // namespace sheaf::own_records
