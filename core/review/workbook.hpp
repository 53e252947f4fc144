// Letters of the register as files: their rows, and the workbook that the archive's own output makes of them.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "archive/sqlite.hpp"
#include "pipeline/plan.hpp"
#include "sheaf/document.hpp"

namespace sheaf::review {

/// The table `letters` of an archive's database, with its columns' meanings.
class LettersTable {
  public:
    explicit LettersTable(Database& database);
    LettersTable(const LettersTable&) = delete;
    LettersTable& operator=(const LettersTable&) = delete;

    /// Its columns; they live as long as the table.
    const RecordSpec& spec() const { return spec_; }
    /// Calls with the row of each letter that is there, in the order of the ids.
    void each(Database& database, const std::vector<std::int64_t>& letters,
              const std::function<void(const std::vector<FieldValue>&)>& call) const;

  private:
    std::deque<std::string> texts_;
    std::vector<FieldSpec> fields_;
    RecordSpec spec_;
};

/// The letters as a workbook, written by the output `stage` as it writes an archive that has no other table. Throws
/// `StageError` when the output cannot write it.
std::string workbook_of(const StageRef& stage, const Plan& plan, const LettersTable& table,
                        Database& database, const std::vector<std::int64_t>& letters);

}  // namespace sheaf::review
