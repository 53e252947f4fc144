// Text helpers: Unicode, normal forms, sentences, labels, hyphens.
//
// All text is UTF-8, and all offsets are bytes on code-point boundaries. Functions that return a
// `std::string_view` or a `Label` point into the text that they were given. None of them depends on the
// locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/export.hpp"
#include "sheaf/range.hpp"

/// Unicode, normal forms, sentences, labels and hyphens.
namespace sheaf::text {

/// The text in Normalization Form C (UAX #15). Fast when the text is already normalised, as nearly all text is.
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
/// The text with each run of white space replaced by one space, and without white space at the ends.
SHEAF_API std::string squeeze(std::string_view text);
/// Code points that are not white space (Unicode White_Space, U+FEFF and U+200B): the ledger's unit.
SHEAF_API std::uint64_t count_visible(std::string_view text);

/// For comparing words that typography may have changed: NFKC, case-folded, quotation marks and dashes made
/// plain, soft hyphens and zero-width characters removed, white space squeezed.
SHEAF_API std::string fold(std::string_view text);

/// Leads from a changed text back to the original: for each byte, the offset of the original byte. Most bytes follow
/// each other in both texts, so only the places where they do not are stored.
class SHEAF_API Origins {
  public:
    /// The byte at `at` comes from the original's byte at `original`, and the bytes after it from those after that one.
    /// Call in ascending order of `at`; a second call for the same `at` replaces the first.
    void add(std::size_t at, std::size_t original);
    /// Adds the origins of another text, which was inserted at `at`.
    void add(std::size_t at, const Origins& of);
    /// The offset in the original of the byte at `at`.
    std::uint32_t operator[](std::size_t at) const;

  private:
    struct Step {
        std::uint32_t at, original;
    };
    std::vector<Step> steps_;  ///< before the first one both offsets are equal
};

/// A text as the patterns of profiles see it: quotation marks and dashes made plain, soft hyphens and zero-width
/// characters left out, each run of white space one space. Raised marks straight behind a number are left out, too:
/// digits, brackets and small letters (`30²`, `12ᵃ`). Line breaks stay, and so do letters and their case.
struct SHEAF_API Plain {
    std::string text;  ///< UTF-8
    Origins origin;    ///< the offset in the original of each byte of `text`, and of its end
    /// The range of the original that a range of `text` was made from.
    Range original(Range range) const { return {origin[range.start], origin[range.end]}; }
};
/// The text, valid UTF-8, made plain.
SHEAF_API Plain plain(std::string_view text);

/// `next` for a character beyond ASCII; call `next` instead.
SHEAF_API char32_t next_beyond_ascii(std::string_view text, std::size_t& at);
/// Decodes the code point at `at` and moves `at` behind it. `at` must be in bounds and on a boundary.
inline char32_t next(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first >= 0x80) return next_beyond_ascii(text, at);
    ++at;
    return first;
}
/// The offset at which the code point of the byte at `at` begins, or the text's size when `at` is not less than that.
/// Text that is cut there stays valid UTF-8.
SHEAF_API std::size_t boundary(std::string_view text, std::size_t at);
/// Appends the code point as UTF-8.
SHEAF_API void append(std::string& text, char32_t c);
SHEAF_API bool is_letter(char32_t c);  ///< general category L
SHEAF_API bool is_upper(char32_t c);   ///< general category Lu
SHEAF_API bool is_lower(char32_t c);   ///< general category Ll
SHEAF_API bool is_digit(char32_t c);   ///< Nd
/// Whether a letter stands in the text.
SHEAF_API bool has_letter(std::string_view text);

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

/// A font that shows pictures or signs in the place of letters.
enum class SymbolFont : std::uint8_t {
    none,  ///< an ordinary font
    symbol,
    wingdings,
    wingdings_2,
    wingdings_3,
    webdings,
    other,  ///< a symbol font without a table here (Marlett, MT Extra)
};
/// The symbol font of that name, in capitals or small letters; `none` for ordinary fonts.
SHEAF_API SymbolFont symbol_font(std::string_view name);
/// The Unicode character that the font shows for a code: 0x20 to 0xFF, or the same in the private use area (U+F020 to
/// U+F0FF). Where the font has no such character, the code in the private use area. Of an ordinary font the code itself.
SHEAF_API char32_t symbol(SymbolFont font, char32_t code);
/// What a private code point shows though its font is not known (U+F06E, a bullet of Wingdings -> U+25FC), or the code
/// point itself.
SHEAF_API char32_t unicode_of_symbol(char32_t c);

/// What becomes of the hyphen at the end of a line when the next line is joined to it.
enum class LineHyphen : std::uint8_t { keep, remove };

/// What was decided about a line-end hyphen, and why.
struct HyphenDecision {
    LineHyphen hyphen = LineHyphen::keep;  ///< what becomes of it
    std::string basis;                     ///< the evidence: `the letter writes multi-agency`
    bool sure = true;    ///< false: the letter does not tell; English spelling does, or nothing
    std::string first;   ///< the word before it, as printed
    std::string second;  ///< the word that the next line begins with
};

/// Decides line-end hyphens by the letter's own words, else by English spelling. Add every line of the letter, then call
/// `decide`.
class SHEAF_API HyphenVocabulary {
  public:
    HyphenVocabulary();
    ~HyphenVocabulary();
    HyphenVocabulary(HyphenVocabulary&&) noexcept;
    HyphenVocabulary& operator=(HyphenVocabulary&&) noexcept;
    /// Adds every word of the line, hyphenated compounds as one word. Add lines in reading order: the halves of a word
    /// that is cut at a line end are not counted as words.
    void add(std::string_view line);
    /// Decides about the hyphen at the end of a line. `before` is the line without its final hyphen, `after` the next
    /// line.
    HyphenDecision decide(std::string_view before, std::string_view after) const;
    /// Whether the letter cuts words at line ends, as automatic hyphenation does: one line in 25 or more ends inside a word.
    bool cuts_lines() const;

  private:
    struct Data;
    Data* data_;
};

}  // namespace sheaf::text
