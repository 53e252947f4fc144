// Names of months and days of the week, English and Welsh. Private to core/text.
#pragma once

#include <string_view>

namespace sheaf::text {

/// 1 to 12, or 0. Any case; abbreviations and Welsh mutated forms (`Fehefin`, `Ragfyr`) included.
int month_named(std::string_view word);
bool is_weekday(std::string_view word);

}  // namespace sheaf::text
