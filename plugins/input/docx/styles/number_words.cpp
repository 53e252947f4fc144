#include "number_words.hpp"

#include <unicode/locid.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

#include <memory>
#include <utility>

namespace sheaf::docx {
namespace {

icu::Locale locale_of(std::string_view language) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale =
        icu::Locale::forLanguageTag(std::string(language.empty() ? "en" : language), status);
    return U_FAILURE(status) ? icu::Locale::getEnglish() : locale;
}

// A rule that the locale lacks is an error, and then the decimal number stands for it.
std::string spelled(int value, icu::URBNFRuleSetTag kind, const icu::Locale& locale,
                    std::initializer_list<const char*> rules) {
    UErrorCode status = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format(kind, locale, status);
    if (U_FAILURE(status)) return std::to_string(value);
    for (const char* rule : rules) {
        icu::UnicodeString words;
        icu::FieldPosition nowhere;
        status = U_ZERO_ERROR;
        format.format(value, icu::UnicodeString::fromUTF8(rule), words, nowhere, status);
        if (U_FAILURE(status)) continue;
        words.findAndReplace(icu::UnicodeString(static_cast<UChar32>(0xAD)), icu::UnicodeString());
        std::string text;
        return words.toUTF8String(text);
    }
    return std::to_string(value);
}

constexpr auto ordinal_word_rules = {"%spellout-ordinal", "%spellout-ordinal-masculine"};
constexpr auto ordinal_number_rules = {"%digits-ordinal", "%digits-ordinal-masculine"};

bool has_rule(icu::URBNFRuleSetTag kind, const icu::Locale& locale,
              std::initializer_list<const char*> rules) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::RuleBasedNumberFormat format(kind, locale, status);
    for (std::int32_t k = 0; U_SUCCESS(status) && k < format.getNumberOfRuleSetNames(); ++k)
        for (const char* rule : rules)
            if (format.getRuleSetName(k) == icu::UnicodeString::fromUTF8(rule)) return true;
    return false;
}

std::string capitalised(const std::string& text, const icu::Locale& locale) {
    icu::UnicodeString whole = icu::UnicodeString::fromUTF8(text);
    const std::int32_t first = whole.moveIndex32(0, 1);
    icu::UnicodeString beginning(whole, 0, first);
    whole.replace(0, first, beginning.toUpper(locale));
    std::string result;
    return whole.toUTF8String(result);
}

}  // namespace

std::string number_words(int value, std::string_view locale, std::initializer_list<const char*> rules) {
    return spelled(value, icu::URBNF_SPELLOUT, icu::Locale(std::string(locale).c_str()), rules);
}

std::string cardinal_words(int value, std::string_view language) {
    const icu::Locale locale = locale_of(language);
    return capitalised(spelled(value, icu::URBNF_SPELLOUT, locale, {"%spellout-numbering"}), locale);
}

std::string ordinal_words(int value, std::string_view language) {
    const icu::Locale locale = locale_of(language);
    return capitalised(spelled(value, icu::URBNF_SPELLOUT, locale, ordinal_word_rules), locale);
}

std::string ordinal_number(int value, std::string_view language) {
    return spelled(value, icu::URBNF_ORDINAL, locale_of(language), ordinal_number_rules);
}

bool has_ordinal_words(std::string_view language) {
    return has_rule(icu::URBNF_SPELLOUT, locale_of(language), ordinal_word_rules);
}

bool has_ordinal_numbers(std::string_view language) {
    // ICU has a rule for Welsh that puts a full stop behind the number, which nobody writes: it is `3ydd`.
    const icu::Locale locale = locale_of(language);
    return std::string_view(locale.getLanguage()) != "cy" &&
           has_rule(icu::URBNF_ORDINAL, locale, ordinal_number_rules);
}

}  // namespace sheaf::docx
