// Line-end hyphens of a letter: whose are they, the word's or the line's?
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout/parts.hpp"
#include "layout/word_lists.hpp"
#include "sheaf/text.hpp"

namespace sheaf::pdf {

/// What is decided about a line-end hyphen.
struct Hyphen {
    text::HyphenDecision decision;
    bool unlisted = false;  ///< a word list would decide, and none is installed
};

/// Decides by the letter's own words, which are collected when the first line-end hyphen asks for them, then by word lists,
/// then by how English is spelt.
class Hyphens {
  public:
    /// Without `lists`, or when none is named, spelling alone is asked.
    Hyphens(const std::vector<Item>& items, WordLists* lists) : items_(items), lists_(lists) {}

    /// As `HyphenVocabulary::decide`.
    Hyphen decide(std::string_view before, std::string_view after);

  private:
    void collect(const std::vector<Item>& items);

    const std::vector<Item>& items_;
    WordLists* lists_;
    std::optional<text::HyphenVocabulary> vocabulary_;
};

}  // namespace sheaf::pdf
