// Decisions applied to a letter.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "decisions/decision.hpp"
#include "decisions/folder.hpp"

namespace sheaf {

/// What became of a decision.
struct Applied {
    const Decision* decision = nullptr;  ///< owned by the caller's `LetterDecisions`
    std::string stale;                   ///< why it was not applied, one clause; empty when it was
    std::string now;                     ///< of a stale one: the value that the letter has now; may be empty
};

/// Whether the field of the type can have the value that a text says.
bool takes(const RecordSpec& type, const FieldSpec& field, std::string_view text);

/// Applies decisions to a letter as the transforms left it, and tells what became of each, in order. Corrected, added and
/// rejected records are changed, doubts that were settled become notes, and records of type `decision` tell of all. What
/// no longer fits is reported as `decision-stale` and left alone. Headings are decided about as records of `heading_type`, and the sections follow. `types` are those of the pipeline.
std::vector<Applied> apply_decisions(Document& document, const LetterDecisions& decisions,
                                     std::span<const RecordSpec> types);

/// The same from a file's text; one that cannot be understood makes the letter doubtful (`decision-invalid`).
void apply_decisions(Document& document, const DecisionsFile& file, std::span<const RecordSpec> types);

}  // namespace sheaf
