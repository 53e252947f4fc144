// Dates as content controls print them.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::docx {

/// A date in ISO form (`2026-03-14`, a time may follow) as the picture of a content control (17.5.2.8, `d MMMM yyyy`)
/// prints it in the language (BCP 47); the text itself when it is no such date.
std::string print_date(std::string_view iso, std::string_view picture, std::string_view language);

}  // namespace sheaf::docx
