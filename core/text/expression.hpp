// What can be told from a regular expression without compiling it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sheaf {

/// A word in ASCII that is looked for in whatever case.
class Word {
  public:
    /// `word` is not empty; of a long one the beginning will do.
    explicit Word(std::string_view word);
    bool in(std::string_view text) const;

  private:
    std::string word_;
    /// By the lower five bits of a byte, which upper and lower case share: how far the word must move on when the text has
    /// that byte at the word's end (Horspool); 0 where that is the word's own last byte.
    std::array<std::uint8_t, 32> step_;
    std::uint8_t again_ = 0;  ///< how far it moves on from there when the bytes before differ
};

/// What an expression needs and names. Most expressions are of a plain kind: literals, classes, groups, alternatives and
/// repetitions, which are told here in a fraction of the time that RE2 takes to parse or to compile them.
struct Expression {
    bool plain = false;               ///< RE2 takes the expression; of any other, nothing is told
    std::vector<std::string> groups;  ///< the groups' names in order, empty for those without one
    std::vector<Word> needs;          ///< no text matches that holds none of these; none: nothing is needed
};
Expression read_expression(std::string_view expression);

}  // namespace sheaf
