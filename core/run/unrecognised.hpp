// What to say of a file that no input recognises.
#pragma once

#include <string>
#include <string_view>

#include "pipeline/plan.hpp"
#include "run/letters.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf {

/// What the file seems to be, and where the letter may be found: a server often answers with a web page, such as a form or
/// an error, in place of a file.
Diagnostic not_recognised(std::string_view bytes, const Letter& letter, const Plan& plan);

}  // namespace sheaf
