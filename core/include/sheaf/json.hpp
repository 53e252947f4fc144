// The JSON form of a document, version 1 (`sheaf-document/1`).
//
// core/document/sheaf-document-1.schema.json (installed as share/sheaf/sheaf-document-1.schema.json)
// describes it. The same document gives the same bytes on every machine. Blocks and sections are named by ids
// such as `b12` and `s3`, counted from 1; ranges count bytes of a block's text, as in memory.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"

namespace sheaf {

struct RecordSpec;

/// The document as JSON: UTF-8, fixed key order, two spaces of indent, `\n` at line ends and at the end.
/// Numbers are written in the shortest form that reads back to the same value, coordinates rounded to 0.1 point.
/// `types` lists record types that get their (perhaps empty) array even without a record.
SHEAF_API std::string to_json(const Document& document, std::span<const RecordSpec> types = {});

/// The record's fields as a JSON object on one line, in the record's order; absent ones are `null`.
SHEAF_API std::string fields_json(const Record& record);

/// Reads what `to_json` writes: `from_json(to_json(d)) == d` for every valid `d` whose coordinates are
/// multiples of 0.1. Throws `StageError` (`json-malformed`) with the JSON pointer of the value at fault.
SHEAF_API Document from_json(std::string_view json);

}  // namespace sheaf
