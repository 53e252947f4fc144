#include "values.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "sheaf/csv.hpp"
#include "sheaf/date.hpp"

namespace sheaf::xlsx {

namespace {

constexpr std::int64_t day = 86'400;  // seconds

/// Days since 1 January 1970.
Date date_of(std::int64_t days) {
    std::int64_t z = days + 719'468;  // days since 1 March 0000
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
    const std::int64_t day_of_era = z - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month = (5 * day_of_year + 2) / 153;
    Date date;
    date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
    return date;
}

/// `14:30`, or `14:30:05`.
std::string clock_text(std::int64_t seconds) {
    char text[32];
    const int size =
        std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld", static_cast<long long>(seconds / 3600),
                      static_cast<long long>(seconds / 60 % 60), static_cast<long long>(seconds % 60));
    return {text, static_cast<std::size_t>(seconds % 60 == 0 ? size - 3 : size)};
}

std::string digits_of(double number) {
    constexpr double exact = 9'007'199'254'740'992;  // every whole number up to it is one
    if (std::abs(number) < exact && number == std::floor(number))
        return std::to_string(static_cast<std::int64_t>(number));
    return csv::cell_of(number);
}

}  // namespace

Shown shown_by(std::string_view format) {
    bool quoted = false, bracketed = false, time = false, percent = false;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (quoted || bracketed) {
            quoted = quoted && c != '"';
            bracketed = bracketed && c != ']';
            // [h] counts hours beyond a day; [Red] is a colour.
            time = time || (bracketed && format[i - 1] == '[' &&
                            std::string_view("hHsS").find(c) != std::string_view::npos);
            continue;
        }
        if (c == '\\' || c == '_' || c == '*') ++i;  // with the character behind it
        quoted = c == '"';
        bracketed = c == '[';
        percent = percent || c == '%';
        time = time || std::string_view("hHsS").find(c) != std::string_view::npos;
        if (std::string_view("dDyY").find(c) != std::string_view::npos) return Shown::date;
    }
    return time ? Shown::time : percent ? Shown::percent : Shown::number;
}

Shown shown_by_number(int format) {
    if ((format >= 14 && format <= 17) || format == 22) return Shown::date;
    if ((format >= 18 && format <= 21) || (format >= 45 && format <= 47)) return Shown::time;
    return format == 9 || format == 10 ? Shown::percent : Shown::number;
}

std::string value_text(const std::string& number, Shown shown, int first_day) {
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    constexpr double most = 1e7;  // days: beyond what a workbook shows as a date
    if (error != std::errc() || end != number.data() + number.size()) return number;
    if (shown == Shown::percent) {
        constexpr double places = 1e10;
        return digits_of(std::round(value * 100 * places) / places) + "%";
    }
    if (shown == Shown::number || value < 0 || value > most) return digits_of(value);
    const auto seconds = static_cast<std::int64_t>(std::llround(value * day));
    if (shown == Shown::time) return clock_text(seconds);
    const std::string date = to_iso(date_of(seconds / day + first_day));
    return seconds % day == 0 ? date : date + "T" + clock_text(seconds % day);
}

}  // namespace sheaf::xlsx
