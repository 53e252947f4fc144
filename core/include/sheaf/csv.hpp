// CSV as every output of Sheaf writes it (RFC 4180), safe to open in a spreadsheet.
//
//     std::string table;
//     sheaf::csv::append_row(table, {"text", "page"});
//     for (const sheaf::Record& record : document.records)
//         sheaf::csv::append_row(table, {sheaf::csv::defused(record.text("text")),
//                                        std::to_string(page_of(document, record.anchors))});
//
// Text from a letter goes through `defused` or `cell_of`: a letter may hold what a spreadsheet would run.
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

/// A field's value as a cell shows it: absent is empty, texts are joined with `; `, each of them defused. A text of a list
/// that is empty or holds `;` or `"` stands in quotation marks, its own doubled, so that the list can be parted again.
SHEAF_API std::string cell_of(const FieldValue& value);

/// Appends a row (RFC 4180): commas, CRLF at the end, quotation marks where the content needs them.
SHEAF_API void append_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace sheaf::csv
