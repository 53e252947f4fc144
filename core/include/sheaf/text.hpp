// Text helpers. All text is UTF-8; all offsets are bytes on code-point boundaries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"

/// Unicode, normal forms, sentences, labels and hyphens.
namespace sheaf::text {

/// NFC. Fast when the text is already normalised, as nearly all is.
SHEAF_API std::string to_nfc(std::string_view text);
SHEAF_API bool is_nfc(std::string_view text);         ///< the text, valid UTF-8, is in NFC
SHEAF_API bool is_valid_utf8(std::string_view text);  ///< no overlong forms, surrogates or cut sequences

/// Unicode White_Space, with U+FEFF and U+200B added: what typography puts between words.
constexpr bool is_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D);
    if (c < 0x1680) return c == 0x85 || c == 0xA0;
    return (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0x1680 || c == 0xFEFF;
}
/// Runs of white space to single spaces, none at the ends.
SHEAF_API std::string squeeze(std::string_view text);
/// Code points that are not white space (Unicode White_Space, U+FEFF and U+200B): the ledger's unit.
SHEAF_API std::uint64_t count_visible(std::string_view text);

/// For comparing words that typography may have changed: NFKC, case-folded, quotation marks and dashes made
/// plain, soft hyphens and zero-width characters removed, white space squeezed.
SHEAF_API std::string fold(std::string_view text);

/// The way back from a text to the one that it was made from: for each byte, the offset of what it stands for. Most
/// bytes follow each other in both texts, so only the places are kept where they do not.
class SHEAF_API Origins {
  public:
    /// The byte at `at` stands for the original's at `original`, and those behind it for those behind that one. In order
    /// of `at`; what is said of the same place again replaces what was said before.
    void add(std::size_t at, std::size_t original);
    /// The way back of another text, which was put in at `at`.
    void add(std::size_t at, const Origins& of);
    /// Offset in the original.
    std::uint32_t operator[](std::size_t at) const;

  private:
    struct Step {
        std::uint32_t at, original;
    };
    std::vector<Step> steps_;  ///< before the first one both offsets are equal
};

/// A text as the patterns of profiles see it: quotation marks and dashes made plain, soft hyphens and zero-width
/// characters left out, each run of white space one space. Line breaks stay, and so do letters and their case.
struct SHEAF_API Plain {
    std::string text;  ///< UTF-8
    Origins origin;    ///< where each byte of `text`, and its end, stands in the original
    /// The original's range that a range of `text` stands for.
    Range original(Range range) const { return {origin[range.start], origin[range.end]}; }
};
/// The text, valid UTF-8, made plain.
SHEAF_API Plain plain(std::string_view text);

/// `next` where no ASCII stands at `at`.
SHEAF_API char32_t next_beyond_ascii(std::string_view text, std::size_t& at);
/// Decodes the code point at `at` and moves `at` behind it. `at` must be in bounds and on a boundary.
inline char32_t next(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first >= 0x80) return next_beyond_ascii(text, at);
    ++at;
    return first;
}
/// Where the code point begins that the byte at `at` belongs to; the text's end when `at` lies behind it. What is
/// cut there stays valid UTF-8.
SHEAF_API std::size_t boundary(std::string_view text, std::size_t at);
/// Appends the code point as UTF-8.
SHEAF_API void append(std::string& text, char32_t c);
SHEAF_API bool is_letter(char32_t c);  ///< general category L
SHEAF_API bool is_upper(char32_t c);   ///< general category Lu
SHEAF_API bool is_lower(char32_t c);   ///< general category Ll
SHEAF_API bool is_digit(char32_t c);   ///< Nd

/// Sentences: ranges that cover the text without the white space between them. The rules of UAX #29, corrected
/// for what official letters print: abbreviations (`e.g.`, `Dr`, `No.`), initials, labels, footnote marks.
SHEAF_API std::vector<Range> sentences(std::string_view text);

/// A label at the start of a line or paragraph.
struct Label {
    /// What a label counts with.
    enum class Kind : std::uint8_t { number, letter, roman, bullet };
    Kind kind;                 ///< what this one is
    std::string_view printed;  ///< as printed, with its closing punctuation: `4.11`, `1.`, `(a)`, `◼`
    std::size_t text_at;       ///< where the labelled text begins
};
/// The label that the text begins with, when white space and more text follow it. `1`, `1.`, `4.11`, `4.11.`,
/// `(a)`, `a)`, `a.`, `iv.`, `(iv)`, and bullets, those of private fonts included. Years, dates and sums are no labels.
SHEAF_API std::optional<Label> leading_label(std::string_view text);
/// A number from 1 on as small roman numerals, with an `m` for every thousand: `mcmxciv`.
SHEAF_API std::string roman(int number);
/// A number from 1 on as letters: `a` to `z`, then `aa` to `zz`, and so on, as Word and PDF count.
SHEAF_API std::string letters(int number);
/// Whether the code point is a list bullet (U+2022, U+25AA, U+25FC, U+F06E, `-`, ...).
SHEAF_API bool is_bullet(char32_t c);
/// The Unicode character that a symbol font's private code point shows (Wingdings U+F06E -> U+25FC), or the
/// code point itself.
SHEAF_API char32_t unicode_of_symbol(char32_t c);

/// What becomes of the hyphen at the end of a line when the next line is joined to it.
enum class LineHyphen : std::uint8_t { keep, remove };

/// What was decided about a line-end hyphen, and why.
struct HyphenDecision {
    LineHyphen hyphen = LineHyphen::keep;  ///< what becomes of it
    std::string basis;                     ///< the evidence: `the letter writes multi-agency`
    bool sure = true;                      ///< false: the letter writes both forms about equally often
};

/// Decides line-end hyphens by the letter's own words first: collect every word of the letter that does not
/// stand at a line end, then ask.
class SHEAF_API HyphenVocabulary {
  public:
    HyphenVocabulary();
    ~HyphenVocabulary();
    HyphenVocabulary(HyphenVocabulary&&) noexcept;
    HyphenVocabulary& operator=(HyphenVocabulary&&) noexcept;
    /// Adds every word of the line, hyphenated compounds as one. Lines are given in reading order: the halves
    /// of a word that a line end cuts are no words.
    void add(std::string_view line);
    /// `before` is the line up to and without its final hyphen, `after` the next line.
    HyphenDecision decide(std::string_view before, std::string_view after) const;

  private:
    struct Data;
    Data* data_;
};

}  // namespace sheaf::text
