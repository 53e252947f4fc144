// Numbers in words, as ICU spells them by the rules of a language.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace sheaf::docx {

/// `Twenty-one`; the language is BCP 47, English when empty.
std::string cardinal_words(int value, std::string_view language);
/// `Twenty-first`; the decimal number when the language has no words for it.
std::string ordinal_words(int value, std::string_view language);
/// `21st`
std::string ordinal_number(int value, std::string_view language);
/// Whether the language has words for the one and signs for the other (`21st`).
bool has_ordinal_words(std::string_view language);
bool has_ordinal_numbers(std::string_view language);
/// By the first of the rule sets (`%spellout-cardinal`) that ICU has for the locale; the decimal number when it has none.
std::string number_words(int value, std::string_view locale, std::initializer_list<const char*> rules);

}  // namespace sheaf::docx
