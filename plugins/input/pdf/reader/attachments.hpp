// Files inside the file, and forms of another make: they are not read, and so they are reported.
#pragma once

#include <vector>

#include "objects/value.hpp"
#include "sheaf/diagnostic.hpp"

namespace sheaf::pdf {

/// The name that a file specification gives its file (ISO 32000-1, 7.11.3).
std::string file_name(const Value& specification);

/// Reports embedded files, portfolios (ISO 32000-1, 12.3.5) and XFA forms (12.7.8). `attached` are files that annotations
/// of the pages hold.
void report_attachments(const Value& catalog, std::vector<std::string> attached,
                        std::vector<Diagnostic>& diagnostics);

}  // namespace sheaf::pdf
