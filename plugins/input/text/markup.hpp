// Plain text and Markdown as the page that a browser would show of them.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::plain {

/// Whether the bytes are text that people write: in UTF-8, UTF-16 or windows-1252, without control characters, and none
/// of the languages that programs write (markup, JSON, e-mail, scripts).
bool is_text(std::string_view bytes);

/// Whether the text has marks that only Markdown gives a meaning: headings by `#`, links, bold words, tables, fences.
bool is_markdown(std::string_view text);

/// Both give a page in HTML; `text` is UTF-8.
/// @{
std::string page_of_markdown(const std::string& text);
std::string page_of_plain(std::string_view text);
/// @}

}  // namespace sheaf::plain
