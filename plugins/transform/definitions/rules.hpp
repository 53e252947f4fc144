// A profile's `[definitions]` table, its patterns compiled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/options.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::definitions {

/// One list of terms: where it stands, and how its tables or paragraphs are made.
struct ListRule {
    std::string name;
    std::optional<Pattern> section;
    std::optional<Pattern> term, meaning;  ///< what the columns' headers say
    std::optional<Pattern> entry;          ///< a paragraph with the groups `term` and `meaning`
    std::size_t term_group = 0, meaning_group = 0;
    bool expected = false;
};

std::vector<ListRule> compile(const Options& table);

}  // namespace sheaf::definitions
