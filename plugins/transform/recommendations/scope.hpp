// Which rules hold where in a letter.
#pragma once

#include <optional>
#include <vector>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::recommendations {

/// A rule, and the part of the letter in which it holds.
struct Scope {
    const Rule* rule = nullptr;
    SectionId root;                     ///< the section that the rule names; none: the whole letter
    std::vector<std::uint32_t> blocks;  ///< its text, headings left out, in reading order
    bool astray = false;                ///< the text is that of findings, where an item would be a mistake
};

/// The scopes in reading order. A section belongs to the rules that name the innermost section above it (or
/// itself); under a decoy no rule holds, nor under a heading of findings: a rule for the whole letter has what stands
/// there in a scope of its own, which is astray.
///
/// Below a letter's closing formula (`closing`, of folded text) no item stands, up to the next heading.
std::vector<Scope> find_scopes(const Document& document, const Family& family, const Pattern& closing);

/// Whether each section has such a title or stands below one that has.
std::vector<bool> find_below(const Document& document, const std::optional<PatternSet>& titles);

/// Whether the section is a decoy or stands under one.
std::vector<bool> find_decoys(const Document& document, const Family& family);

}  // namespace sheaf::recommendations
