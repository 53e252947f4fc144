// The tables of an archive: what every form of it (CSV, a database, a workbook) says, with the columns'
// meanings.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "archive/journal.hpp"
#include "base/json.hpp"
#include "sheaf/archive.hpp"

namespace sheaf {

/// The first two tables, which have no records: a row for each letter, and a row for each doubt.
inline constexpr const char* letters_table = "letters";
inline constexpr const char* doubts_table = "doubts";

class ArchiveTables {
  public:
    /// A table for each record type that one of the journals declares, in the order in which they come. `described` says
    /// what types and fields mean. Throws `StageError` (`merge-conflict`) when two declare a field with different types.
    ArchiveTables(const std::vector<Journal*>& journals, std::span<const RecordSpec> described);
    ArchiveTables(const ArchiveTables&) = delete;
    ArchiveTables& operator=(const ArchiveTables&) = delete;

    std::span<const RecordSpec> specs() const { return specs_; }
    /// The position of a record type's table; that of the first table when it has none.
    std::size_t of_type(std::string_view type) const;

  private:
    struct Type {
        std::string name;
        std::vector<std::pair<std::string, FieldType>> fields;
    };
    void add_types(Journal& journal);
    void add_letters(std::span<const RecordSpec> described);
    void add_doubts();
    void add(const Type& type, std::span<const RecordSpec> described);
    const char* kept(std::string text);

    std::vector<Type> types_;
    std::deque<std::string> texts_;
    std::deque<std::vector<FieldSpec>> fields_;
    std::vector<RecordSpec> specs_;
};

/// The value of a field of that type; absent when the JSON is null, absent or of another type.
FieldValue value_of(const Json& json, FieldType type);
/// Text, or absent when it is empty.
FieldValue text_or_absent(std::string_view text);

}  // namespace sheaf
