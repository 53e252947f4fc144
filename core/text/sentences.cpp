// Sentence boundaries.
//
// The rules of UAX #29 (sentence boundaries, SB4 to SB11) written out over UTF-8, since ICU's iterator wants
// the text as UTF-16 and knows no abbreviations; with corrections for what official letters print.
#include <algorithm>
#include <array>

#include "sheaf/text.hpp"

namespace sheaf::text {
namespace {

// Sorted lists, compared in lower case without the last full stop.

/// A name or another word follows: never the end of a sentence.
constexpr std::array before_name = {
    std::string_view("approx"), std::string_view("c"),    std::string_view("capt"), std::string_view("cf"),
    std::string_view("cllr"),   std::string_view("cons"), std::string_view("dr"),   std::string_view("e.e"),
    std::string_view("e.g"),    std::string_view("eg"),   std::string_view("esp"),  std::string_view("gen"),
    std::string_view("gov"),    std::string_view("h.y"),  std::string_view("hon"),  std::string_view("i.e"),
    std::string_view("ie"),     std::string_view("incl"), std::string_view("insp"), std::string_view("lt"),
    std::string_view("messrs"), std::string_view("mr"),   std::string_view("mrs"),  std::string_view("ms"),
    std::string_view("mx"),     std::string_view("prof"), std::string_view("rev"),  std::string_view("revd"),
    std::string_view("sgt"),    std::string_view("st"),   std::string_view("supt"), std::string_view("viz"),
    std::string_view("vs")};

/// A number follows; before anything else the full stop ends the sentence.
constexpr std::array before_number = {
    std::string_view("apr"),   std::string_view("art"),  std::string_view("arts"), std::string_view("aug"),
    std::string_view("ch"),    std::string_view("cl"),   std::string_view("dec"),  std::string_view("feb"),
    std::string_view("fig"),   std::string_view("figs"), std::string_view("jan"),  std::string_view("jul"),
    std::string_view("jun"),   std::string_view("mar"),  std::string_view("no"),   std::string_view("nos"),
    std::string_view("nov"),   std::string_view("oct"),  std::string_view("p"),    std::string_view("para"),
    std::string_view("paras"), std::string_view("pp"),   std::string_view("pt"),   std::string_view("reg"),
    std::string_view("regs"),  std::string_view("rhif"), std::string_view("s"),    std::string_view("sch"),
    std::string_view("sec"),   std::string_view("sep"),  std::string_view("sept"), std::string_view("ss"),
    std::string_view("tud"),   std::string_view("v"),    std::string_view("vol"),  std::string_view("vols")};

/// Words that open a sentence and are no part of a name: `Plan B. The ...` is two sentences, `J. Smith` is none.
constexpr std::array sentence_openers = {
    std::string_view("a"),        std::string_view("after"),   std::string_view("all"),
    std::string_view("although"), std::string_view("an"),      std::string_view("and"),
    std::string_view("as"),       std::string_view("at"),      std::string_view("but"),
    std::string_view("by"),       std::string_view("for"),     std::string_view("from"),
    std::string_view("he"),       std::string_view("however"), std::string_view("i"),
    std::string_view("if"),       std::string_view("in"),      std::string_view("it"),
    std::string_view("most"),     std::string_view("no"),      std::string_view("on"),
    std::string_view("our"),      std::string_view("she"),     std::string_view("since"),
    std::string_view("some"),     std::string_view("staff"),   std::string_view("the"),
    std::string_view("their"),    std::string_view("there"),   std::string_view("these"),
    std::string_view("they"),     std::string_view("this"),    std::string_view("those"),
    std::string_view("to"),       std::string_view("we"),      std::string_view("when"),
    std::string_view("where"),    std::string_view("while"),   std::string_view("you"),
    std::string_view("your")};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::binary_search(words.begin(), words.end(), word);
}

static_assert(std::is_sorted(before_name.begin(), before_name.end()));
static_assert(std::is_sorted(before_number.begin(), before_number.end()));
static_assert(std::is_sorted(sentence_openers.begin(), sentence_openers.end()));

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
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
    const std::string lower = lower_ascii(word);
    const char after = text[following];
    if (among(before_name, lower)) return true;
    if (among(before_number, lower) && after >= '0' && after <= '9') return true;
    return is_initials(word) && after >= 'A' && after <= 'Z' &&
           !among(sentence_openers, lower_ascii(word_at(text, following)));
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
        if (resumed == at || resumed == text.size()) return at;
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
