// A profile's `[findings]` table, its patterns compiled.
#pragma once

#include <optional>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::findings {

struct Rules {
    std::optional<Pattern> paragraph;     ///< a numbered paragraph's label; none: paragraphs have no numbers
    std::optional<Pattern> not_findings;  ///< of folded section titles: what is numbered there is none
    std::optional<Pattern> findings;      ///< of folded section titles: findings even below one of those
    std::optional<Pattern> theme;         ///< of folded section titles
    std::optional<Pattern> strengths, improvements;  ///< of folded section titles
    std::optional<Pattern> positive_practice;        ///< of a sentence
    std::size_t at_least = 0;                        ///< numbered paragraphs that every letter has

    /// Whether the family has findings at all.
    bool empty() const { return !paragraph && !positive_practice; }
};

Rules compile(const Options& table);

}  // namespace sheaf::findings
