// What of a plan decides whether letters are done again.
#pragma once

#include "archive/journal.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

/// `reading` and `outputs` of a letter's key: this program's version, and of each stage the plugin, its version, the
/// options, and its rules in each profile. A comment, white space or the order of keys in a file counts for nothing.
/// `password` is what the user gave for encrypted letters.
LetterKey key_of(const Plan& plan, std::string_view password);

/// `outputs` of a letter's key when people decided what the text says; an empty text changes nothing. What it was before
/// stands in front of it.
std::string with_decisions(const std::string& outputs, std::string_view decisions);
/// What it was before.
std::string without_decisions(const std::string& outputs);

}  // namespace sheaf
