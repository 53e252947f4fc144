// Labels at the start of a paragraph.
#include <algorithm>
#include <array>

#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"
#include "words.hpp"

namespace sheaf::text {
namespace {

bool is_private_symbol(char32_t c) {
    return c >= 0xF020 && c <= 0xF0FF;
}

/// A sign that is a bullet wherever it stands first; the others are so only before white space.
bool is_bullet_shape(char32_t c) {
    switch (c) {
        case 0x2022:
        case 0x2023:
        case 0x2043:
        case 0x204C:
        case 0x204D:
        case 0x2219:
        case 0x25A0:
        case 0x25A1:
        case 0x25AA:
        case 0x25AB:
        case 0x25B6:
        case 0x25B8:
        case 0x25BA:
        case 0x25C6:
        case 0x25C7:
        case 0x25C9:
        case 0x25CB:
        case 0x25CF:
        case 0x25E6:
        case 0x25FB:
        case 0x25FC:
        case 0x25FD:
        case 0x25FE:
        case 0x2605:
        case 0x2611:
        case 0x2612:
        case 0x2713:
        case 0x2714:
        case 0x2717:
        case 0x274D:
        case 0x2751:
        case 0x2752:
        case 0x2756:
        case 0x2794:
        case 0x27A2:
        case 0x27A4:
        case 0x27B2:
        case 0x29BF:
        case 0x29EB:
        case 0x2B25:
        case 0x2B27:
        case 0x2B29:
            return true;
        default:
            return is_private_symbol(c);
    }
}

std::size_t after_space(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        std::size_t probe = at;
        if (!is_space(next(text, probe))) break;
        at = probe;
    }
    return at;
}

/// Roman numerals of list items: 1 to 39, all in one case.
bool is_roman(std::string_view text) {
    if (text.empty() || text.size() > 7) return false;
    const bool upper = text[0] < 'a';
    std::size_t at = 0;
    const auto is = [&](std::size_t i, char c) { return i < text.size() && text[i] == (upper ? c - 32 : c); };
    int tens = 0;
    while (is(at, 'x') && tens < 3) ++at, ++tens;
    if (is(at, 'i') && (is(at + 1, 'x') || is(at + 1, 'v'))) return at + 2 == text.size();
    if (is(at, 'v')) ++at;
    int ones = 0;
    while (is(at, 'i') && ones < 3) ++at, ++ones;
    return at == text.size();
}

/// Words behind a bare number that make it a quantity or a date, not a label.
bool makes_quantity(std::string_view word) {
    static const LanguageWords words("makes_quantity");
    return words.has(lower(word));
}

Label label(Label::Kind kind, std::string_view text, std::size_t start, std::size_t end,
            std::size_t text_at) {
    return {kind, text.substr(start, end - start), text_at};
}

std::optional<Label> bullet(std::string_view text, std::size_t start) {
    std::size_t end = start;
    const char32_t c = next(text, end);
    if (!is_bullet(c)) return std::nullopt;
    const std::size_t text_at = after_space(text, end);
    if (text_at == text.size() || (text_at == end && !is_bullet_shape(c))) return std::nullopt;
    return label(Label::Kind::bullet, text, start, end, text_at);
}

/// Digits in groups of one to three, joined by full stops. Returns behind the last digit, or `start`.
struct Digits {
    std::size_t end;
    int groups = 0;
    bool zero_first = false;  ///< a group begins with 0: a time or a decimal fraction
    bool two_each = true;     ///< every group has two digits: 12.06.17
};
Digits digits(std::string_view text, std::size_t start) {
    Digits result{start};
    std::size_t at = start;
    while (true) {
        std::size_t end = at;
        while (end < text.size() && is_ascii_digit(text[end])) ++end;
        if (end == at || end - at > 3) break;
        result.zero_first |= text[at] == '0';
        result.two_each &= end - at == 2;
        ++result.groups;
        result.end = end;
        if (end + 1 >= text.size() || text[end] != '.' || !is_ascii_digit(text[end + 1])) return result;
        at = end + 1;
    }
    return {start};
}

std::optional<Label> number(std::string_view text, std::size_t start) {
    const bool open = text[start] == '(';
    const Digits run = digits(text, open ? start + 1 : start);
    if (run.groups == 0 || run.zero_first || run.groups > 5) return std::nullopt;
    std::size_t end = run.end;
    // `3a.`, `4.11b`
    if (end < text.size() && text[end] >= 'a' && text[end] <= 'h' &&
        (end + 1 == text.size() || !is_ascii_letter(text[end + 1])))
        ++end;
    const std::size_t bare = end;
    if (open) {
        if (end >= text.size() || text[end] != ')') return std::nullopt;
        ++end;
    } else {
        if (end < text.size() && text[end] == '.') ++end;
        if (end < text.size() && text[end] == ')') ++end;
    }
    const std::size_t text_at = after_space(text, end);
    if (text_at == end || text_at == text.size()) return std::nullopt;
    std::size_t probe = text_at;
    const char32_t c = next(text, probe);
    if (run.groups == 3 && run.two_each) return std::nullopt;
    if (end == bare) {
        // Without punctuation only what can begin a sentence may follow.
        const bool quoted = c == 0x2018 || c == 0x201C || c == '\'' || c == '"';
        if (!is_upper(c) && !quoted) return std::nullopt;
        std::size_t word_end = text_at;
        while (word_end < text.size() && is_ascii_letter(text[word_end])) ++word_end;
        const std::string_view word = text.substr(text_at, word_end - text_at);
        if (makes_quantity(word) || month_named(word)) return std::nullopt;
    } else if (!is_letter(c) && !is_digit(c) && c != 0x2018 && c != 0x201C && c != '\'' && c != '"' &&
               c != '(') {
        return std::nullopt;
    }
    return label(Label::Kind::number, text, start, end, text_at);
}

std::optional<Label> letters(std::string_view text, std::size_t start) {
    const bool open = text[start] == '(';
    const std::size_t first = open ? start + 1 : start;
    std::size_t end = first;
    while (end < text.size() && is_ascii_letter(text[end])) ++end;
    const std::string_view word = text.substr(first, end - first);
    const bool roman = is_roman(word);
    if (word.empty() || (word.size() > 1 && !roman) || end == text.size()) return std::nullopt;
    const char closing = text[end];
    if (closing != ')' && (open || closing != '.')) return std::nullopt;
    // `A.` and `I.` are initials.
    if (closing == '.' && word.size() == 1 && word[0] < 'a') return std::nullopt;
    ++end;
    const std::size_t text_at = after_space(text, end);
    if (text_at == end || text_at == text.size()) return std::nullopt;
    return label(roman ? Label::Kind::roman : Label::Kind::letter, text, start, end, text_at);
}

}  // namespace

std::string roman(int number) {
    constexpr std::pair<int, const char*> steps[] = {
        {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
        {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
    std::string out;
    for (const auto& [step, digits] : steps)
        for (; number >= step; number -= step) out += digits;
    return out;
}

std::string letters(int number) {
    return std::string(static_cast<std::size_t>((number - 1) / 26 + 1),
                       static_cast<char>('a' + (number - 1) % 26));
}

bool is_bullet(char32_t c) {
    return c == '-' || c == '*' || c == 0xB7 || (c >= 0x2010 && c <= 0x2014) || c == 0x2212 ||
           is_bullet_shape(c);
}

std::optional<Label> leading_label(std::string_view text) {
    const std::size_t start = after_space(text, 0);
    if (start == text.size()) return std::nullopt;
    const char first = text[start];
    const char inner = first == '(' && start + 1 < text.size() ? text[start + 1] : first;
    if (is_ascii_digit(inner)) return number(text, start);
    if (is_ascii_letter(inner)) return letters(text, start);
    return bullet(text, start);
}

}  // namespace sheaf::text
