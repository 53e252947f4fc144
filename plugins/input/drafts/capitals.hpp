// Words that are shown in capitals.
#pragma once

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>

#include "sheaf/text.hpp"

namespace sheaf::drafts {

/// The text with ASCII's small letters as capitals, for keywords and numerals.
inline std::string ascii_capitals(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return result;
}

/// The same of all letters, for words.
inline std::string capitals(std::string_view text) {
    std::string result;
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())))
        .toUpper(icu::Locale::getRoot())
        .toUTF8String(result);
    return result;
}

/// Whether the text has a character that only its font gives a meaning.
inline bool has_private(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (const char32_t c = text::next(text, at); c >= 0xE000 && c <= 0xF8FF) return true;
    return false;
}

}  // namespace sheaf::drafts
