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

/// How bodies that can be told to act are named.
struct BodyNames {
    std::optional<Pattern> body;      ///< found in the name of a body
    std::optional<Pattern> one;       ///< the whole name of one
    std::optional<Pattern> joint;     ///< what stands between the names of two
    std::optional<Pattern> compound;  ///< a name of one in which a joint stands
};

struct Rule {
    std::string name, kind;
    BodyNames bodies;
    std::vector<Unit> units;                    ///< the first that the section has is taken
    std::optional<Pattern> section;             ///< of the section's folded title; none: the whole letter
    std::optional<Pattern> table;               ///< of a folded cell of the first row: a table of items
    std::optional<Pattern> responsible_column;  ///< of a column's folded head
    std::optional<Pattern> deadline_column;     ///< of a column's folded head
    std::optional<Pattern> item;                ///< of an item that is no sentence, in plain text
    std::optional<Pattern> sentence, not_sentence;
    std::optional<Pattern>
        follow_on;  ///< of a sentence directly behind an item: it demands more of the same body
    std::optional<Pattern> other_demand;  ///< in an item that is a sentence: another body is told to act, too
    std::optional<Pattern> lead_in;       ///< of the paragraph above the items
    std::optional<Pattern> response;      ///< of the paragraph that begins a response to the item above it
    std::optional<Pattern> accepted, refused;  ///< of a response's text
    std::optional<Pattern> ends;               ///< of the paragraph below which no item stands
    std::optional<Pattern> none;               ///< an item or paragraph that says that there are none
    std::optional<Pattern>
        evidence;                  ///< of an item: where its group `labels` names the paragraphs it rests on
    bool whole_sentences = false;  ///< an item is one sentence or several, each of them whole
    Theme theme = Theme::none;
};

/// Items that a letter of the family has.
struct Expected {
    std::string name;
    std::vector<std::string> rules;         ///< that make them
    std::size_t at_least = 1, at_most = 0;  ///< 0: no limit
};

/// What marks one item on the page, whatever the rules make of it.
enum class Mark : std::uint8_t {
    numbers,    ///< a printed number
    bullets,    ///< a bullet of the outermost list
    bold,       ///< a paragraph that begins in bold
    rows,       ///< a table's row
    sentences,  ///< a sentence of a form
    words,      ///< each place where a pattern is found
};

/// A second count of the items, which takes no notice of how the rules cut them out.
struct Witness {
    std::string name;
    Pattern section;  ///< of the folded titles of the sections in which it counts
    Mark mark = Mark::numbers;
    std::optional<Pattern> sentence, not_sentence;  ///< for sentences; the former also for words
    std::vector<std::string> rules;                 ///< whose items each mark must hold
    std::optional<Pattern> says_more, leads_up;     ///< of a sentence that says more of the item before it
};

struct Family {
    std::vector<Rule> rules;
    std::optional<PatternSet> decoys;  ///< folded titles of sections whose items are none
    std::optional<PatternSet>
        elsewhere;                    ///< folded titles of sections with findings: an item there is a mistake
    std::optional<PatternSet> usual;  ///< folded titles of the sections that items of a whole letter stand in
    std::vector<Expected> expected;
    std::vector<Witness> witnesses;
};

/// Throws `StageError` when the rules contradict themselves; compiles nothing.
void check(const Options& profile);

/// The rules must have passed `check`.
Family compile(const Options& profile);

}  // namespace sheaf::recommendations
