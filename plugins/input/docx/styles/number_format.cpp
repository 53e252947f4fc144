#include "number_format.hpp"

#include <array>
#include <utility>

#include "drafts/capitals.hpp"
#include "number_words.hpp"
#include "sheaf/text.hpp"

namespace sheaf::docx {
namespace {

std::string offset(int value, char32_t first) {
    std::string text;
    text::append(text, first + static_cast<char32_t>(value - 1));
    return text;
}

constexpr std::pair<std::string_view, NumberFormat> names[] = {
    {"decimal", NumberFormat::decimal},
    {"decimalZero", NumberFormat::decimal_zero},
    {"decimalHalfWidth", NumberFormat::decimal},
    {"upperRoman", NumberFormat::upper_roman},
    {"lowerRoman", NumberFormat::lower_roman},
    {"upperLetter", NumberFormat::upper_letter},
    {"lowerLetter", NumberFormat::lower_letter},
    {"ordinal", NumberFormat::ordinal},
    {"cardinalText", NumberFormat::cardinal_text},
    {"ordinalText", NumberFormat::ordinal_text},
    {"hex", NumberFormat::hex},
    {"chicago", NumberFormat::chicago},
    {"decimalEnclosedCircle", NumberFormat::circled},
    {"decimalEnclosedCircleChinese", NumberFormat::circled},
    {"decimalEnclosedParen", NumberFormat::parenthesised},
    {"decimalEnclosedFullstop", NumberFormat::full_stop},
    {"decimalFullWidth", NumberFormat::full_width},
    {"decimalFullWidth2", NumberFormat::full_width},
    {"numberInDash", NumberFormat::in_dashes},
    {"bullet", NumberFormat::bullet},
    {"none", NumberFormat::none},
};

/// A numbering of another script: letters that are counted like `a` to `z`, `aa`; ten digits; or words that ICU spells
/// by the rules of a language.
struct Script {
    std::string_view name;
    enum { letters, digits, words } method;
    std::u32string_view signs;
    const char* locale = nullptr;
    const char* rules = nullptr;  ///< ICU's name for them; absent: those for counting
};
constexpr Script scripts[] = {
    {"russianLower", Script::letters, U"абвгдежзиклмнопрстуфхцчшщыэюя"},
    {"russianUpper", Script::letters, U"АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"},
    {"greekLower", Script::letters, U"αβγδεζηθικλμνξοπρστυφχψω"},
    {"greekUpper", Script::letters, U"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"},
    {"hebrew2", Script::letters, U"אבגדהוזחטיכלמנסעפצקרשת"},
    {"arabicAlpha", Script::letters, U"أبتثجحخدذرزسشصضطظعغفقكلمنهوي"},
    {"arabicAbjad", Script::letters, U"أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"},
    {"thaiLetters", Script::letters, U"กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"},
    {"ganada", Script::letters, U"가나다라마바사아자차카타파하"},
    {"chosung", Script::letters, U"ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"},
    {"aiueoFullWidth", Script::letters,
     U"アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"},
    {"irohaFullWidth", Script::letters,
     U"イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"},
    {"ideographTraditional", Script::letters, U"甲乙丙丁戊己庚辛壬癸"},
    {"ideographZodiac", Script::letters, U"子丑寅卯辰巳午未申酉戌亥"},
    {"hindiNumbers", Script::digits, U"०१२३४५६७८९"},
    {"thaiNumbers", Script::digits, U"๐๑๒๓๔๕๖๗๘๙"},
    {"ideographDigital", Script::digits, U"〇一二三四五六七八九"},
    {"japaneseDigitalTenThousand", Script::digits, U"〇一二三四五六七八九"},
    {"taiwaneseDigital", Script::digits, U"○一二三四五六七八九"},
    {"koreanDigital", Script::digits, U"영일이삼사오육칠팔구"},
    {"koreanDigital2", Script::digits, U"零一二三四五六七八九"},
    {"chineseCounting", Script::words, {}, "zh"},
    {"chineseCountingThousand", Script::words, {}, "zh"},
    {"taiwaneseCounting", Script::words, {}, "zh_Hant"},
    {"taiwaneseCountingThousand", Script::words, {}, "zh_Hant"},
    {"chineseLegalSimplified", Script::words, {}, "zh", "%spellout-cardinal-financial"},
    {"ideographLegalTraditional", Script::words, {}, "zh_Hant", "%spellout-cardinal-financial"},
    {"japaneseCounting", Script::words, {}, "ja"},
    {"japaneseLegal", Script::words, {}, "ja", "%spellout-cardinal-financial"},
    {"koreanCounting", Script::words, {}, "ko", "%spellout-cardinal-sinokorean"},
    {"thaiCounting", Script::words, {}, "th"},
    {"vietnameseCounting", Script::words, {}, "vi"},
    {"hindiCounting", Script::words, {}, "hi"},
};

// Letters beyond so many repeats would make a label grow without bound.
constexpr int most_repeats = 30;

std::string print_script(int value, const Script& script) {
    std::string text;
    if (script.method == Script::letters) {
        const int count = static_cast<int>(script.signs.size());
        if (value < 1 || value > most_repeats * count) return std::to_string(value);
        for (int k = 0; k <= (value - 1) / count; ++k)
            text::append(text, script.signs[static_cast<std::size_t>((value - 1) % count)]);
    } else if (script.method == Script::digits) {
        for (const char digit : std::to_string(value))
            text::append(text, digit == '-' ? U'-' : script.signs[static_cast<std::size_t>(digit - '0')]);
    } else {
        text = number_words(value, script.locale, {script.rules ? script.rules : "%spellout-cardinal"});
    }
    return text;
}

std::string padded(const std::string& decimal, std::size_t digits) {
    return decimal.starts_with('-') || decimal.size() >= digits
               ? decimal
               : std::string(digits - decimal.size(), '0') + decimal;
}

std::string chicago(int value) {
    static constexpr const char* marks[] = {"*", "†", "‡", "§"};
    if (value < 1 || value > 40) return std::to_string(value);
    std::string text;
    for (int k = 0; k <= (value - 1) / 4; ++k) text += marks[(value - 1) % 4];
    return text;
}

std::string in_hexadecimal(int value) {
    if (value < 0) return std::to_string(value);
    std::string text;
    for (auto rest = static_cast<unsigned>(value); rest || text.empty(); rest /= 16)
        text.insert(text.begin(), "0123456789ABCDEF"[rest % 16]);
    return text;
}

std::string full_width(const std::string& decimal) {
    std::string text;
    for (char c : decimal)
        text::append(text, c >= '0' && c <= '9' ? 0xFF10 + static_cast<char32_t>(c - '0') : U'-');
    return text;
}

// Word's custom formats give examples: `001, 002, 003, ...`.
NumberFormat custom_format(std::string_view pattern) {
    constexpr std::pair<std::string_view, NumberFormat> patterns[] = {{"01,", NumberFormat::decimal_zero},
                                                                      {"001,", NumberFormat::three_digits},
                                                                      {"0001,", NumberFormat::four_digits},
                                                                      {"00001,", NumberFormat::five_digits}};
    for (const auto& [beginning, format] : patterns)
        if (pattern.starts_with(beginning)) return format;
    if (pattern.starts_with("α,")) return number_format("greekLower");
    if (pattern.starts_with("Α,")) return number_format("greekUpper");
    return NumberFormat::unknown;
}

}  // namespace

NumberFormat number_format(std::string_view name, std::string_view pattern) {
    if (name == "custom") return custom_format(pattern);
    for (const auto& [known, format] : names)
        if (known == name) return format;
    for (std::size_t k = 0; k < std::size(scripts); ++k)
        if (scripts[k].name == name)
            return static_cast<NumberFormat>(static_cast<std::size_t>(NumberFormat::first_script) + k);
    return NumberFormat::unknown;
}

NumberFormat number_format(int nfc) {
    constexpr std::pair<int, NumberFormat> numbers[] = {
        {1, NumberFormat::upper_roman},   {2, NumberFormat::lower_roman}, {3, NumberFormat::upper_letter},
        {4, NumberFormat::lower_letter},  {5, NumberFormat::ordinal},     {6, NumberFormat::cardinal_text},
        {7, NumberFormat::ordinal_text},  {8, NumberFormat::hex},         {9, NumberFormat::chicago},
        {22, NumberFormat::decimal_zero}, {23, NumberFormat::bullet},     {255, NumberFormat::none}};
    for (const auto& [number, format] : numbers)
        if (number == nfc) return format;
    return NumberFormat::decimal;
}

bool is_known(NumberFormat format, std::string_view language) {
    if (format == NumberFormat::ordinal) return has_ordinal_numbers(language);
    if (format == NumberFormat::ordinal_text) return has_ordinal_words(language);
    return format != NumberFormat::unknown;
}

std::string print_number(int value, NumberFormat format, std::string_view language) {
    std::string decimal = std::to_string(value);
    const auto within = [&](int least, int most) { return value >= least && value <= most; };
    switch (format) {
        case NumberFormat::bullet:
        case NumberFormat::none:
            return {};
        case NumberFormat::decimal:
        case NumberFormat::unknown:
            return decimal;
        case NumberFormat::decimal_zero:
            return padded(decimal, 2);
        case NumberFormat::three_digits:
            return padded(decimal, 3);
        case NumberFormat::four_digits:
            return padded(decimal, 4);
        case NumberFormat::five_digits:
            return padded(decimal, 5);
        case NumberFormat::upper_roman:
            return within(1, 3999) ? drafts::ascii_capitals(text::roman(value)) : decimal;
        case NumberFormat::lower_roman:
            return within(1, 3999) ? text::roman(value) : decimal;
        case NumberFormat::upper_letter:
            return within(1, 26 * most_repeats) ? drafts::ascii_capitals(text::letters(value)) : decimal;
        case NumberFormat::lower_letter:
            return within(1, 26 * most_repeats) ? text::letters(value) : decimal;
        case NumberFormat::ordinal:
            return value < 0 ? decimal : ordinal_number(value, language);
        case NumberFormat::cardinal_text:
            return within(0, 9999) ? cardinal_words(value, language) : decimal;
        case NumberFormat::ordinal_text:
            return within(0, 9999) ? ordinal_words(value, language) : decimal;
        case NumberFormat::hex:
            return in_hexadecimal(value);
        case NumberFormat::chicago:
            return chicago(value);
        case NumberFormat::circled:
            return within(1, 20) ? offset(value, 0x2460) : decimal;
        case NumberFormat::parenthesised:
            return within(1, 20) ? offset(value, 0x2474) : decimal;
        case NumberFormat::full_stop:
            return within(1, 20) ? offset(value, 0x2488) : decimal;
        case NumberFormat::in_dashes:
            return "- " + decimal + " -";
        case NumberFormat::full_width:
            return full_width(decimal);
        case NumberFormat::first_script:
            break;
    }
    return print_script(
        value,
        scripts[static_cast<std::size_t>(format) - static_cast<std::size_t>(NumberFormat::first_script)]);
}

}  // namespace sheaf::docx
