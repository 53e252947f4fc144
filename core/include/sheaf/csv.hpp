// CSV as every output of Sheaf writes it (RFC 4180), safe to open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"

/// Comma-separated values.
namespace sheaf::csv {

/// The text, with an apostrophe in front where a spreadsheet would take it for a formula: where it begins with
/// `=`, `+`, `-`, `@`, a tab or a line break, or with the full-width form of one of the signs. A plain number
/// (`-4`, `+1.5`, `-3%`) is no formula and stays as it is.
SHEAF_API std::string defused(std::string_view text);

/// A field's value as a cell shows it: absent is empty, texts are joined with `; `, each of them defused.
SHEAF_API std::string cell_of(const FieldValue& value);

/// Appends a row (RFC 4180): commas, CRLF at the end, quotation marks where the content asks for them.
SHEAF_API void append_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace sheaf::csv
