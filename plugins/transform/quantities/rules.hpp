// A profile's `[quantities]` table and the stage's options, their patterns compiled.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::quantities {

/// Where numbers count evidence.
struct CountRule {
    std::string name;
    std::optional<Pattern> section;  ///< of folded section titles; none: the numbered paragraphs
    std::optional<Pattern> how;      ///< of the words before a number that say what was done
    bool ratio = false;              ///< only printed ratios such as `(68/68)` count
};

struct Rules {
    std::string definitions;         ///< the list of definitions whose terms are quantity words
    std::optional<Pattern> counted;  ///< nouns that are counted, at the beginning of a text
    std::set<std::string, std::less<>> phrase_ends;            ///< words that never describe what is counted
    std::map<std::string, std::int64_t, std::less<>> numbers;  ///< in words, folded
    std::optional<Pattern> number;  ///< a number in digits or words, its first group
    std::vector<Pattern> look_alikes;
    std::optional<Pattern> how_breaks;  ///< what parts a number from words before it that say what was done
    std::vector<CountRule> counts;

    bool empty() const { return definitions.empty() && counts.empty(); }
};

/// The words of the language, which the stage's options give.
struct Words {
    std::vector<std::string> look_alikes;  ///< patterns in which a quantity word is none
    std::vector<std::string> phrase_ends;
    std::string how_breaks;                                    ///< a pattern, or empty
    std::vector<std::pair<std::string, std::string>> numbers;  ///< in words, and the same in digits
};

Rules compile(const Options& profile, const Words& words);

}  // namespace sheaf::quantities
