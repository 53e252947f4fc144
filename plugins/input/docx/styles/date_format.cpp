#include "date_format.hpp"

#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <optional>

#include "sheaf/date.hpp"

namespace sheaf::docx {
namespace {

// Word's picture in ICU's letters: `dddd` is the day's name there.
icu::UnicodeString pattern_of(std::string_view picture) {
    icu::UnicodeString pattern =
        icu::UnicodeString::fromUTF8(icu::StringPiece(picture.data(), static_cast<int>(picture.size())));
    pattern.findAndReplace("dddd", "EEEE");
    pattern.findAndReplace("ddd", "EEE");
    pattern.findAndReplace("am/pm", "a");
    pattern.findAndReplace("AM/PM", "a");
    return pattern;
}

}  // namespace

std::string print_date(std::string_view iso, std::string_view picture, std::string_view language) {
    const std::optional<Date> date = date_from_iso(iso.substr(0, 10));
    if (!date || picture.empty()) return std::string(iso);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale =
        icu::Locale::forLanguageTag(std::string(language.empty() ? "en-GB" : language), status);
    icu::SimpleDateFormat format(pattern_of(picture), locale, status);
    icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), locale, status);
    if (U_FAILURE(status)) return std::string(iso);
    format.setTimeZone(*icu::TimeZone::getGMT());
    calendar.clear();
    calendar.set(date->year, date->month - 1, date->day);
    icu::UnicodeString printed;
    format.format(calendar.getTime(status), printed);
    std::string text;
    return printed.toUTF8String(text);
}

}  // namespace sheaf::docx
