// What is doubtful about a letter, and which decisions no longer fit it.
#pragma once

#include "review/desk.hpp"
#include "review/page.hpp"

namespace sheaf::review {

void write_doubts(const Element& values, const Site& site, const CheckedLetter& checked, const Plan& plan);

/// What a diagnostic's code means and what to do, as the stage that reports it says; empty when nobody does.
std::string meaning_of(const Diagnostic& diagnostic, const Plan& plan);

/// How much harm a doubt may do, the most harmful first: what is missing altogether, then text that may be lost, then
/// values that may be wrong.
int harm_of(const Diagnostic& diagnostic, const Plan& plan);

}  // namespace sheaf::review
