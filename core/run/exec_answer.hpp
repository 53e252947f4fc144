// What a command answers, held to what it may change.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/document.hpp"

namespace sheaf {

/// The document that a command made of `document`, which was sent to it as `sent`. Source and pages stay as they are,
/// blocks that come back as they were sent are those of `document`, the counts of the ledger are made anew, and a
/// record without an id gets one. Throws `StageError` (`exec-answer`) with the JSON pointer of what is wrong.
Document accept_answer(const Document& document, std::string_view sent, std::string_view answer);

/// The document that a command read out of a letter: valid, with its ledger made anew, without sections and records, which
/// are for transforms. Throws `StageError` (`exec-answer`) with the JSON pointer of what is wrong.
Document accept_reading(std::string_view answer);

}  // namespace sheaf
