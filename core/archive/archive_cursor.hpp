// The letters of a journal with their rows in the archive's tables, in order of output name.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "archive/archive_tables.hpp"
#include "archive/journal.hpp"
#include "archive/register.hpp"

namespace sheaf {

/// Where a journal's letters are, and what they are called in the archive.
struct ArchiveSource {
    Journal* journal = nullptr;
    std::filesystem::path folder;  ///< the batch's output folder
    std::string prefix;            ///< goes in front of the letters' names; may be empty
    std::string link;  ///< leads from the archive's folder to the batch's; empty, or ends with a slash
};

/// No output name comes after it: names are UTF-8, which has no such byte.
inline constexpr const char* behind_all_names = "\xFF";

class ArchiveCursor : public ArchiveLetter {
  public:
    /// At its end, until it is told to go on. `known` are the authorities that have codes. Both must outlive the cursor.
    ArchiveCursor(ArchiveSource source, const ArchiveTables& tables, const Register& known);

    /// To the first letter that it has not visited, if its output name comes before `end`; so do those that follow.
    void go_on(const std::string& end);
    bool at_end() const { return at_end_; }
    void next();
    const std::string& name() const { return name_; }
    const std::string& content() const { return key_.content; }
    /// Fills `rows`.
    void load();

    std::span<const ArchiveRow> rows() const override { return rows_; }
    const Document* document() override;

  private:
    void load_letter();
    void load_doubts();
    void load_records();
    void take_metadata(const Json& fields);
    void look_up_authority();
    void look_up_checks(const Document& records);
    FieldValue& column_of(ArchiveRow& row, std::string_view column);
    /// Of the row of `letters`.
    FieldValue& cell(std::string_view column) { return column_of(rows_[0], column); }
    std::vector<std::string> doubts_of(std::string_view stage, std::int64_t page) const;

    ArchiveSource source_;
    const ArchiveTables& tables_;
    const Register& register_;
    Statement letters_, records_;
    std::vector<std::string> record_stages_;  ///< stages that make records: their doubts concern these only
    bool at_end_ = true;
    std::string visited_;      ///< output name of the last letter; empty before the first
    std::string after_, end_;  ///< output names between which it goes
    std::int64_t id_ = 0;
    std::string name_;
    LetterKey key_;
    std::vector<ArchiveRow> rows_;
    std::vector<Diagnostic> doubts_;
    std::optional<Document> document_;
    bool document_asked_ = false;
};

}  // namespace sheaf
