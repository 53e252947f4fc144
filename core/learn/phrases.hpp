// Patterns from examples: what several texts have in common, and what stands in its place elsewhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf::learn {

/// The words of a text, folded.
std::vector<std::string> words_of(std::string_view text);

/// The text as a pattern that matches nothing else.
std::string escaped(std::string_view text);

/// The pattern as a TOML literal.
std::string toml_literal(std::string_view pattern);

/// Words that all the texts have, in this order, and gaps.
struct Template {
    std::vector<std::string> words;
    /// Before each word, and behind the last: whether other words stand there, in all or in some of the texts.
    enum class Gap { none, some, all };
    std::vector<Gap> gaps;

    /// A pattern for the text as a whole, or for a text that begins with it when `open` is true. A gap is `.+`.
    std::string pattern(bool open = false) const;
};

/// What the texts have in common; no words when that is nothing.
Template common_words(const std::vector<std::string>& texts);

/// The longest runs of words that stand in every text, the longest first; none shorter than `least`, none with a digit.
std::vector<std::string> common_runs(const std::vector<std::string>& texts, std::size_t least);

/// A pattern for any of the titles, folded: their common beginning where it has three words and more, else one of them.
std::string any_title(const std::vector<std::string>& titles);

/// What ends a pattern that may go on with other words: a word's end, where it ends in one.
std::string word_end(std::string_view pattern);

/// A number of its own in brackets that ends a text, as `(016/15)`, and where the text before it ends.
struct OwnNumber {
    std::string number;
    std::size_t before = 0;
};
std::optional<OwnNumber> own_number(std::string_view text);

/// A label's form: each digit any digit, each letter any letter.
std::string form_of(std::string_view label);

}  // namespace sheaf::learn
