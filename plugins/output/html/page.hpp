// The whole page.
#pragma once

#include <span>
#include <string>

#include "sheaf/plugin.hpp"

namespace sheaf::html {

/// One self-contained page of HTML 5: no script, no request to anywhere.
std::string page(const Document& document, std::span<const RecordSpec> types);

}  // namespace sheaf::html
