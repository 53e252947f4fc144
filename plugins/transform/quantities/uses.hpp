// Uses of the quantity words that a letter defines.
#pragma once

#include <string>
#include <vector>

#include "rules.hpp"
#include "sentence.hpp"

namespace sheaf::quantities {

/// A term of the letter's list of quantity words.
struct Term {
    std::string term, meaning;
    std::vector<Anchor> anchors;  ///< of its definition
};

struct Use {
    const Term* term = nullptr;
    Range range;                 ///< of the word, in the sentence's plain text
    std::optional<Range> of;     ///< what it counts; none when the sentence does not say
    bool of_before = false;      ///< what it counts stands earlier in the sentence
    std::optional<Range> count;  ///< the count printed beside it
};

/// Finds the uses of terms, the longest first where one holds another (`very few`, `few`).
class Terms {
  public:
    explicit Terms(std::vector<Term> terms);
    /// In order of the sentence.
    std::vector<Use> uses(const Rules& rules, std::string_view sentence) const;

  private:
    std::vector<Term> terms_;        ///< the longest first
    std::vector<Pattern> patterns_;  ///< one a term
};

}  // namespace sheaf::quantities
