// Whether a journal is as it was written, where no seal says so: after a run that was killed.
#pragma once

#include <string>
#include <vector>

#include "archive/sqlite.hpp"

namespace sheaf {

/// The hashes of what a journal says of each letter.
class RowHashes {
  public:
    RowHashes() = default;
    /// The database must outlive it.
    explicit RowHashes(Database& database);

    /// Of the letter's rows as they are now.
    std::string hash_of(std::int64_t letter);
    /// Writes it.
    void put(std::int64_t letter);

  private:
    std::vector<Statement> rows_;
    Statement put_;
};

/// Writes the hash of what the journal remembers besides runs and letters: to be called in the transaction that changes it.
void put_hash_of_notes(Database& journal);

/// Whether the tables are, to the letter, those that this program makes.
bool has_own_tables(Database& journal);

/// That the pages of the database fit together, and the tables are its own. Throws `SqliteError` (damaged).
void check_structure(Database& journal);

/// That what it says of each letter, and what it remembers, is what was written; what it had before it had hashes is passed over. Throws
/// `SqliteError` (damaged).
void check_rows(Database& journal);

}  // namespace sheaf
