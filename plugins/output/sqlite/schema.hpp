// The database's tables, keys, indices and views; schema.md describes them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sheaf/archive.hpp"

namespace sheaf::database {

/// Rises when a query that was right before would give something else.
inline constexpr int schema_version = 1;

/// `"name"`, as SQL writes names.
std::string in_quotes(std::string_view name);

/// Whether a column of a record table says again what `letters` says.
bool is_said_again(std::string_view column);

/// The statement that makes a table of the archive. The first table is `letters`.
std::string create_table(const RecordSpec& table, bool letters);
/// The statement that inserts a row of it: first the key (the letter's for other tables than `letters`), then the
/// columns in order, without those that are said again.
std::string insert_into(const RecordSpec& table, bool letters);

/// The tables besides those of the archive; with the full-text index when there are passages.
std::string create_other_tables(std::span<const RecordSpec> tables, bool passages);
/// Whether there are recommendations with texts, which later letters may repeat.
bool has_demands(std::span<const RecordSpec> tables);
/// Indices and views, which are made when all rows are there.
std::string create_indices_and_views(std::span<const RecordSpec> tables);

}  // namespace sheaf::database
