// A web page as a document: what a browser shows of it without running anything and without fetching
// anything.
#pragma once

#include <string>
#include <string_view>

#include "sheaf/plugin.hpp"

namespace sheaf::web {

/// Reads a page in UTF-8. Reports under codes that begin with the stage's name, and throws `StageError` with two of them:
/// `STAGE-limit` when elements are nested too deep, `STAGE-empty` when there is none.
Document read_page(const std::string& page, Context& context, const std::string& stage = "html");

}  // namespace sheaf::web
