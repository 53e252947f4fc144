// A new SQLite file, as the output fills it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sheaf/document.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace sheaf::database {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// A question about what is in the file already.
class Query {
  public:
    Query(sqlite3* database, const std::string& sql);

    /// Begins anew, with this value for the first parameter.
    void begin(std::int64_t value);
    /// The next row; false at the end. Throws `StageError` (`sqlite-failed`).
    bool next();
    std::int64_t integer(int column) const;  ///< columns are counted from 0
    std::string text(int column) const;      ///< empty for NULL

  private:
    Statement statement_;
};

/// A statement that inserts rows. Values are bound one after the other, from the first.
class Insert {
  public:
    Insert(sqlite3* database, const std::string& sql);

    Insert& add(const FieldValue& value);
    Insert& add(std::int64_t number);
    Insert& add(std::string_view text);  ///< which lives until `run`
    /// Inserts the row; the next one begins. Throws `StageError` (`sqlite-failed`).
    void run();

  private:
    Statement statement_;
    int position_ = 0;
};

/// A file that nobody else sees until it is complete: without a journal, in one transaction. Everything throws
/// `StageError` (`sqlite-failed`).
class NewDatabase {
  public:
    /// `file` is empty.
    explicit NewDatabase(const std::string& file);

    void execute(const std::string& sql);
    Insert insert(const std::string& sql) { return Insert(database_.get(), sql); }
    Query query(const std::string& sql) { return Query(database_.get(), sql); }
    /// Completes and closes the file.
    void finish();

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace sheaf::database
