// What tells that items were missed, cut wrongly or taken from running text.
#pragma once

#include "candidate.hpp"
#include "language.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::recommendations {

/// Numbers of items under one rule and heading follow each other; a jump most often means lost text.
void check_numbers(const Document& document, std::vector<Candidate>& candidates, Context& context);

/// Items that look cut, or like two in one, most often come from damaged input.
/// Doubts items of rules for the whole letter that stand in sections where the family's letters have none.
void check_places(const Document& document, const Family& family, std::vector<Candidate>& candidates,
                  Context& context);
void check_shapes(const Document& document, const Language& language, std::vector<Candidate>& candidates,
                  Context& context);

/// The letter has the items that letters of its family have.
void check_expected(const Document& document, const Family& family, const Tallies& tallies,
                    std::vector<Candidate>& candidates, Context& context);

}  // namespace sheaf::recommendations
