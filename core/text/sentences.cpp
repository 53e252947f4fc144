// Sentence boundaries.
//
// The rules of UAX #29 (sentence boundaries, SB4 to SB11) written out over UTF-8, since ICU's iterator wants
// the text as UTF-16 and knows no abbreviations; with corrections for what official letters print.
#include <algorithm>

#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"
#include "words.hpp"

namespace sheaf::text {
namespace {

// Words in lower case, without the full stop behind them.

const LanguageWords& before_name() {
    static const LanguageWords words("before_name");
    return words;
}
const LanguageWords& before_number() {
    static const LanguageWords words("before_number");
    return words;
}
const LanguageWords& sentence_openers() {
    static const LanguageWords words("opens_sentence");
    return words;
}

bool is_word_byte(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_terminator(char32_t c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002;
}

bool is_closer(char32_t c) {
    return c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == 0x2019 || c == 0x201D ||
           c == 0xBB;
}

bool is_opener(char32_t c) {
    return c == '(' || c == '[' || c == '{' || c == '"' || c == '\'' || c == 0x2018 || c == 0x201C ||
           c == 0xAB;
}

bool is_superscript_digit(char32_t c) {
    return c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2079);
}

/// The word that ends at `end`, full stops inside it included: `e.g`, `U.K`.
std::string_view word_before(std::string_view text, std::size_t start, std::size_t end) {
    std::size_t at = end;
    while (at > start && (is_word_byte(text[at - 1]) || (text[at - 1] == '.' && at < end))) --at;
    return text.substr(at, end - at);
}

std::string_view word_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_word_byte(text[end])) ++end;
    return text.substr(at, end - at);
}

/// `J`, `J.R`: one capital, or capitals with full stops between.
bool is_initials(std::string_view word) {
    if (word.empty() || word.size() % 2 == 0) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (i % 2 ? word[i] != '.' : !(word[i] >= 'A' && word[i] <= 'Z')) return false;
    return true;
}

/// Whether a single full stop at `stop` belongs to its word, given what follows it.
bool belongs_to_word(std::string_view text, std::size_t start, std::size_t stop, std::size_t following) {
    const std::string_view word = word_before(text, start, stop);
    if (word.empty()) return false;
    // Nothing but a label stands before it: `1. Ensure`, `a. Ensure`.
    if (word.data() == text.data() + start &&
        (word.size() == 1 ||
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; })))
        return true;
    const std::string small = lower(word);
    const char after = text[following];
    if (before_name().has(small)) return true;
    if (before_number().has(small) && after >= '0' && after <= '9') return true;
    return is_initials(word) && after >= 'A' && after <= 'Z' &&
           !sentence_openers().has(lower(word_at(text, following)));
}

/// Bytes of an address of the web or of mail that are looked at on each side of a full stop.
constexpr std::size_t longest_address = 100;

/// A sentence begins directly behind the full stop at `stop`, without a space: `by March 2025.This`. Not in addresses.
bool begins_unspaced(std::string_view text, std::size_t start, std::size_t stop) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    if (stop + 2 >= text.size() || !is_capital(text[stop + 1]) || !is_small(text[stop + 2])) return false;
    const std::string_view word = word_before(text, start, stop);
    if (word.size() < 2 || word.find('.') != std::string_view::npos || before_name().has(lower(word)))
        return false;
    const bool year = word.size() == 4 &&
                      std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!year && !is_small(word.back())) return false;
    // What stands around it without a space, as far as an address may reach.
    const std::string_view before =
        text.substr(stop - std::min(stop, longest_address), std::min(stop, longest_address));
    const std::string_view behind = text.substr(stop, longest_address);
    const std::size_t space = before.find_last_of(" \n");
    const auto is_address = [](std::string_view part) { return part.find_first_of("@/:_") != part.npos; };
    return !is_address(before.substr(space == before.npos ? 0 : space + 1)) &&
           !is_address(behind.substr(0, behind.find_first_of(" \n")));
}

/// Behind terminators that end at `at`: closing punctuation and a footnote mark.
std::size_t skip_closers(std::string_view text, std::size_t at, bool after_letter) {
    std::size_t end = at;
    while (end < text.size()) {
        std::size_t probe = end;
        const char32_t c = next(text, probe);
        if (!is_closer(c) && !is_superscript_digit(c)) break;
        end = probe;
    }
    // A footnote mark that the format does not tell apart: `agencies.2 The`.
    if (after_letter || end > at) {
        std::size_t probe = end;
        while (probe < text.size() && probe < end + 2 && text[probe] >= '0' && text[probe] <= '9') ++probe;
        if (probe > end && (probe == text.size() || text[probe] == ' ')) end = probe;
    }
    return end;
}

struct Scanner {
    std::string_view text;
    std::vector<Range> found;
    std::size_t start = 0;  ///< of the sentence under way
    std::size_t end = 0;    ///< behind its last character that is not white space

    void close() {
        if (end > start)
            found.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
    }

    /// The first code point from `at` on that is neither white space nor opening punctuation.
    std::size_t significant(std::size_t at) const {
        while (at < text.size()) {
            std::size_t probe = at;
            const char32_t c = next(text, probe);
            if (!is_space(c) && !is_opener(c)) break;
            at = probe;
        }
        return at;
    }

    std::size_t skip_space(std::size_t at) const {
        while (at < text.size()) {
            std::size_t probe = at;
            if (!is_space(next(text, probe))) break;
            at = probe;
        }
        return at;
    }

    bool lower_at(std::size_t at) const {
        if (at >= text.size()) return false;
        return is_lower(next(text, at));
    }

    /// A terminator begins at `at`: returns where to go on.
    std::size_t terminator(std::size_t at) {
        const std::size_t first = at;
        while (at < text.size()) {
            std::size_t probe = at;
            if (!is_terminator(next(text, probe))) break;
            at = probe;
        }
        const bool single_stop = at == first + 1 && text[first] == '.';
        const bool after_letter = first > start && is_word_byte(text[first - 1]) &&
                                  !(text[first - 1] >= '0' && text[first - 1] <= '9');
        at = skip_closers(text, at, after_letter);
        end = at;
        const std::size_t resumed = skip_space(at);
        if (resumed == text.size()) return at;
        if (resumed == at && !(single_stop && at == first + 1 && begins_unspaced(text, start, first)))
            return at;
        const std::size_t following = significant(resumed);
        // SB8: a sentence does not begin in lower case.
        if (lower_at(following)) return at;
        if (single_stop && following < text.size() && belongs_to_word(text, start, first, following))
            return at;
        close();
        start = end = resumed;
        return resumed;
    }

    /// SB4: a line break that the author made ends a sentence, unless the next line goes on in lower case.
    std::size_t line_break(std::size_t at) {
        const std::size_t resumed = skip_space(at);
        if (!lower_at(significant(resumed))) {
            close();
            start = end = resumed;
        }
        return resumed;
    }

    void run() {
        start = end = skip_space(0);
        for (std::size_t at = start; at < text.size();) {
            std::size_t probe = at;
            const char32_t c = next(text, probe);
            if (c == '\n') {
                at = line_break(at);
            } else if (is_terminator(c)) {
                at = terminator(at);
            } else {
                if (!is_space(c)) end = probe;
                at = probe;
            }
        }
        close();
    }
};

}  // namespace

std::vector<Range> sentences(std::string_view text) {
    Scanner scanner{text, {}};
    scanner.run();
    return std::move(scanner.found);
}

}  // namespace sheaf::text
