#include "database.hpp"

#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include "sheaf/diagnostic.hpp"

namespace sheaf::database {

namespace {

[[noreturn]] void fail(sqlite3* database, int error) {
    throw StageError(
        "sqlite-failed",
        std::string("SQLite says: ") + (database ? sqlite3_errmsg(database) : sqlite3_errstr(error)),
        "check the output folder, and the space left");
}

struct Bind {
    sqlite3_stmt* statement;
    int position;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(bool truth) const { return sqlite3_bind_int(statement, position, truth ? 1 : 0); }
    int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, position, number); }
    int operator()(double number) const { return sqlite3_bind_double(statement, position, number); }
    int operator()(const std::string& text) const {
        return sqlite3_bind_text64(statement, position, text.data(), text.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    }
    /// As JSON: SQLite's json_each() reads it.
    int operator()(const std::vector<std::string>& texts) const {
        return (*this)(nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
};

Statement prepared(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    const int error = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                         SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    Statement statement(made);
    if (error != SQLITE_OK) fail(database, error);
    return statement;
}

}  // namespace

void Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Query::Query(sqlite3* database, const std::string& sql) : statement_(prepared(database, sql)) {}

void Query::begin(std::int64_t value) {
    sqlite3_reset(statement_.get());
    sqlite3_bind_int64(statement_.get(), 1, value);
}

bool Query::next() {
    const int result = sqlite3_step(statement_.get());
    if (result != SQLITE_ROW && result != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()), result);
    return result == SQLITE_ROW;
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string Query::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)))
                : std::string();
}

Insert::Insert(sqlite3* database, const std::string& sql) : statement_(prepared(database, sql)) {}

Insert& Insert::add(const FieldValue& value) {
    std::visit(Bind{statement_.get(), ++position_}, value);
    return *this;
}

Insert& Insert::add(std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), ++position_, number);
    return *this;
}

Insert& Insert::add(std::string_view text) {
    sqlite3_bind_text64(statement_.get(), ++position_, text.data() ? text.data() : "", text.size(),
                        SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

void Insert::run() {
    const int result = sqlite3_step(statement_.get());
    if (result != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()), result);
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    position_ = 0;
}

NewDatabase::NewDatabase(const std::string& file) {
    sqlite3* opened = nullptr;
    const int error =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (error != SQLITE_OK) fail(opened, error);
    execute(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; "
        "PRAGMA cache_size=-16384; PRAGMA encoding='UTF-8'; BEGIN");
}

void NewDatabase::execute(const std::string& sql) {
    const int error = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (error != SQLITE_OK) fail(database_.get(), error);
}

void NewDatabase::finish() {
    execute("COMMIT");
    sqlite3* const open = database_.release();
    if (const int error = sqlite3_close(open); error != SQLITE_OK) {
        database_.reset(open);
        fail(open, error);
    }
}

void NewDatabase::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

}  // namespace sheaf::database
