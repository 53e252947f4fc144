// What a worker answers is checked as a message from a stranger would be: a library that reads letters may
// have been made to do what the letter's author wants.
#pragma once

#include <string>

#include "archive/message.hpp"
#include "pipeline/plan.hpp"

namespace sheaf {

/// Why the answer cannot be one to the job by this plan, as the end of a sentence; empty when it can. Names, sizes, hashes,
/// records and diagnostics are those that the plan's stages could have made; every output is in the scratch folder, as a
/// file of the size that is said.
std::string fault_of_answer(const Answer& answer, const Job& job, const Plan& plan);

/// That the worker process's answer has that fault.
Diagnostic answer_not_believed(const std::string& fault);

/// What the diagnostics say of a letter that a stage has done with.
LetterStatus status_of(const std::vector<Diagnostic>& diagnostics);
/// The letter failed for a reason outside of it: it may be converted on another night.
bool failed_from_outside(const std::vector<Diagnostic>& diagnostics);
/// The letter was damaged, so that the libraries that read it went ways that nobody tests.
bool tells_of_damage(const std::vector<Diagnostic>& diagnostics, const Plan& plan);

}  // namespace sheaf
