// What a profile says about the demands in its family's letters, compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::recommendations {

/// What one item is in the letter.
enum class Unit : std::uint8_t {
    bullets,     ///< a list item with a bullet
    numbers,     ///< a list item or paragraph with a printed number
    paragraphs,  ///< a paragraph
    rows,        ///< a table's row
    sentences,   ///< a sentence of the demand's form
};

/// Which section gives an item its theme.
enum class Theme : std::uint8_t {
    none,
    above,  ///< the one above the section that the rule names
    below,  ///< the one between that section and the item
};

struct Rule {
    std::string name, kind;
    std::vector<Unit> units;                    ///< the first that the section has is taken
    std::optional<Pattern> section;             ///< of the section's folded title; none: the whole letter
    std::optional<Pattern> table;               ///< of a folded cell of the first row: a table of items
    std::optional<Pattern> responsible_column;  ///< of a column's folded head
    std::optional<Pattern> sentence, not_sentence;
    std::optional<Pattern> lead_in;  ///< of the paragraph above the items
    std::optional<Pattern> none;     ///< an item or paragraph that says that there are none
    Theme theme = Theme::none;
};

/// Items that a letter of the family has.
struct Expected {
    std::string name;
    std::vector<std::string> rules;         ///< that make them
    std::size_t at_least = 1, at_most = 0;  ///< 0: no limit
};

struct Family {
    std::vector<Rule> rules;
    std::optional<PatternSet> decoys;  ///< folded titles of sections whose items are none
    std::vector<Expected> expected;
};

/// Throws `StageError` when the rules contradict themselves; compiles nothing.
void check(const Options& profile);

/// The rules must have passed `check`.
Family compile(const Options& profile);

}  // namespace sheaf::recommendations
