// What to say of a file that is not what its name says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/plan.hpp"
#include "run/letters.hpp"
#include "sheaf/diagnostic.hpp"
#include "sheaf/document.hpp"

namespace sheaf {

/// What the file seems to be, and where the letter may be found: a server often answers with a web page, such as a form or
/// an error, in place of a file.
Diagnostic not_recognised(std::string_view bytes, const Letter& letter, const Plan& plan);

/// A doubt about a web page that was read as a letter and has the name of a PDF or Word file.
std::optional<Diagnostic> page_in_place(const Document& document, const Letter& letter);

}  // namespace sheaf
