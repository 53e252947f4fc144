// Dates as ISO 8601 writes them.
#include <chrono>
#include <cstdio>

#include "sheaf/ascii.hpp"
#include "sheaf/date.hpp"
#include "words.hpp"

namespace sheaf {

namespace text {

bool is_valid(const Date& date) {
    if (date.year < 1 || date.year > 9999) return false;
    return std::chrono::year_month_day(std::chrono::year(date.year),
                                       std::chrono::month(static_cast<unsigned>(date.month)),
                                       std::chrono::day(static_cast<unsigned>(date.day)))
        .ok();
}

}  // namespace text

std::string to_iso(const Date& date) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year % 10000, date.month % 100,
                  date.day % 100);
    return buffer;
}

std::optional<Date> date_from_iso(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9})
        if (!text::is_ascii_digit(iso[i])) return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t size) {
        int value = 0;
        for (const char c : iso.substr(at, size)) value = value * 10 + (c - '0');
        return value;
    };
    const Date date{number(0, 4), number(5, 2), number(8, 2)};
    return text::is_valid(date) ? std::optional(date) : std::nullopt;
}

}  // namespace sheaf
