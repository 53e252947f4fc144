#include "archive/sqlite.hpp"

#include <sqlite3.h>

#include <array>
#include <cstdio>
#include <cstring>

namespace sheaf {

namespace {

constexpr int wait_for_readers = 10000;  // milliseconds

/// With the system's reason where a file could not be opened, read or written.
SqliteError error_of(sqlite3* database, int error) {
    if (!database) return {error, sqlite3_errstr(error)};
    std::string message = sqlite3_errmsg(database);
    const int primary = error & 0xFF, reason = sqlite3_system_errno(database);
    if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && reason != 0)
        message += ": " + std::string(std::strerror(reason));
    return {error, message};
}

[[noreturn]] void fail(sqlite3* database, int error) {
    throw error_of(database, error);
}

/// The file as a name that tells SQLite that nobody changes it.
std::string immutable_uri(const std::filesystem::path& file) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (std::string_view("%?#").find(c) == std::string_view::npos) {
            uri += c;
        } else {
            std::array<char, 4> escape{};
            std::snprintf(escape.data(), escape.size(), "%%%02X", static_cast<unsigned char>(c));
            uri += escape.data();
        }
    }
    return uri + "?immutable=1";
}

}  // namespace

SqliteError SqliteError::damage(const std::string& message) {
    return {SQLITE_CORRUPT, message};
}

bool SqliteError::damaged() const {
    const int primary = error_ & 0xFF;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

Statement::Statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    const int error = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                         SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement_.reset(made);
    if (error != SQLITE_OK) fail(database, error);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

bool Statement::step() {
    const int result = sqlite3_step(statement_.get());
    if (result == SQLITE_ROW) return true;
    sqlite3* database = sqlite3_db_handle(statement_.get());
    if (result != SQLITE_DONE) {
        const SqliteError error = error_of(database, sqlite3_extended_errcode(database));
        sqlite3_reset(statement_.get());
        throw error;
    }
    sqlite3_reset(statement_.get());
    return false;
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
}

int Statement::columns() const {
    return sqlite3_column_count(statement_.get());
}

bool Statement::null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

double Statement::number(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text ? std::string_view(text,
                                   static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)))
                : std::string_view();
}

void Statement::bind(int position, std::string_view text) {
    // A null pointer would bind NULL.
    sqlite3_bind_text64(statement_.get(), position, text.data() ? text.data() : "", text.size(),
                        SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind(int position, double number) {
    sqlite3_bind_double(statement_.get(), position, number);
}

void Statement::bind_integer(int position, std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), position, number);
}

void Statement::bind_null(int position) {
    sqlite3_bind_null(statement_.get(), position);
}

/// A pipe in its place would make whoever opens it wait for ever, and SQLite does not say which file is a link.
void refuse_special_files(const std::filesystem::path& file) {
    for (const char* end : {"", "-wal", "-shm"}) {
        const std::filesystem::path one = file.string() + end;
        std::error_code error;
        const auto found =
            (*end == '\0' ? std::filesystem::status(one, error) : std::filesystem::symlink_status(one, error))
                .type();
        if (found == std::filesystem::file_type::regular || found == std::filesystem::file_type::not_found ||
            found == std::filesystem::file_type::none)
            continue;
        throw SqliteError(SQLITE_CANTOPEN, "`" + one.string() + "` is no regular file: remove it");
    }
}

Database::Database(const std::filesystem::path& file, Access access) {
    refuse_special_files(file);
    if (access == Access::write) {
        open(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        return;
    }
    try {
        open(file, SQLITE_OPEN_READONLY);
        execute("SELECT 1 FROM sqlite_master LIMIT 1");
    } catch (const SqliteError& problem) {
        // In a folder that may only be read, SQLite cannot make the files by which readers and writers know
        // of each other. Where there is no log, nobody writes.
        std::error_code error;
        const auto log = std::filesystem::file_size(file.string() + "-wal", error);
        if (problem.damaged() || (!error && log > 0) || !std::filesystem::exists(file, error)) throw;
        open(immutable_uri(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    }
}

void Database::open(const std::string& name, int flags) {
    sqlite3* opened = nullptr;
    const int error = sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);
    if (error != SQLITE_OK) fail(opened, error);
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, wait_for_readers);
    execute("PRAGMA temp_store=MEMORY");
}

void Database::execute(const std::string& sql) {
    if (const int error = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
        error != SQLITE_OK)
        fail(database_.get(), error);
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(database_.get());
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Transaction::Transaction(Database& database, Kind kind) : database_(database), kind_(kind) {
    database_.execute(kind == Kind::writes  ? "BEGIN IMMEDIATE"
                      : kind == Kind::reads ? "BEGIN"
                                            : "SAVEPOINT part");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        database_.execute(kind_ == Kind::part ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK");
    } catch (const SqliteError&) {
        // SQLite has rolled back by itself, as it does when the disk is full.
    }
}

void Transaction::commit() {
    database_.execute(kind_ == Kind::part ? "RELEASE part" : "COMMIT");
    open_ = false;
}

}  // namespace sheaf
