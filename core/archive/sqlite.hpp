// SQLite as the journal uses it: a database, and statements whose values are bound and read by position.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sheaf {

/// What SQLite refuses: `what()` is its message.
class SqliteError : public std::runtime_error {
  public:
    SqliteError(int error, const std::string& message) : std::runtime_error(message), error_(error) {}
    /// That what stands in the database is nothing that was written.
    static SqliteError damage(const std::string& message);
    /// The file is no database, or its pages contradict each other.
    bool damaged() const;

  private:
    int error_;
};

/// One prepared statement, used many times. Values are bound from 1 in the order given, columns counted from 0.
class Statement {
  public:
    Statement() = default;
    Statement(sqlite3* database, std::string_view sql);

    /// Begins anew with these values. Texts must live until the statement is next run or done.
    template <class... Values>
    Statement& with(const Values&... values) {
        reset();
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }
    /// The next row, or false at the end, whereupon the statement may be used again. Throws `SqliteError`.
    bool step();
    /// Runs to the end.
    void run() {
        while (step()) {
        }
    }
    void reset();

    int columns() const;
    bool null(int column) const;
    std::int64_t integer(int column) const;
    double number(int column) const;
    /// Valid until the next step; empty for NULL.
    std::string_view text(int column) const;

  private:
    void bind(int position, std::string_view text);
    void bind(int position, double number);
    void bind_integer(int position, std::int64_t number);
    void bind_null(int position);
    template <std::integral Integer>
    void bind(int position, Integer number) {
        bind_integer(position, static_cast<std::int64_t>(number));
    }
    template <class Value>
    void bind(int position, const std::optional<Value>& value) {
        value ? bind(position, *value) : bind_null(position);
    }

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// An open database. Everything throws `SqliteError`.
class Database {
  public:
    enum class Access { write, read };

    /// `write` makes the file when it is missing; its folder must exist. `read` needs no right to write anything.
    Database(const std::filesystem::path& file, Access access);

    /// One or more statements without values.
    void execute(const std::string& sql);
    Statement prepare(std::string_view sql) { return Statement(database_.get(), sql); }
    std::int64_t last_row() const;

  private:
    void open(const std::string& name, int flags);

    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Close> database_;
};

/// Statements that belong together: rolled back unless they were committed.
class Transaction {
  public:
    enum class Kind {
        writes,
        reads,  ///< sees one state of the database, whoever writes meanwhile
        part,   ///< of a transaction, or one of its own where there is none
    };

    explicit Transaction(Database& database, Kind kind = Kind::writes);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    const Kind kind_;
    bool open_ = true;
};

}  // namespace sheaf
