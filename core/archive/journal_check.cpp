#include "archive/journal_check.hpp"

#include <map>

#include "archive/journal_schema.hpp"
#include "base/sha256.hpp"

namespace sheaf {

namespace {

/// Without the stamp of its file, and what begins a run may make of its status: these change without the rest.
constexpr const char* queries[] = {
    "SELECT name, output_name, file, content, reading, outputs, limits, retry, profile, title, "
    "document_date, authority, "
    "pages, sections, seconds, peak_memory, first_run, run FROM letter WHERE id=?",
    "SELECT media_type, producer FROM source WHERE letter=?",
    "SELECT file, sha256, size FROM output WHERE letter=? ORDER BY file",
    "SELECT type, seq, id, page, block, confidence, stage, rule, fields FROM record WHERE letter=? "
    "ORDER BY type, seq",
    "SELECT seq, severity, code, stage, message, page, part, hint FROM diagnostic WHERE letter=? "
    "ORDER BY seq",
    "SELECT seq, stage, seconds FROM timing WHERE letter=? ORDER BY seq",
};

/// Without the generation, which changes with each letter; what it is decides of nothing but whether files of the whole archive
/// are made again.
constexpr const char* notes[] = {
    "SELECT key, value FROM remembered WHERE key NOT IN ('generation', 'hash') ORDER BY key",
    "SELECT letter, content, status, why, since FROM accepted ORDER BY letter",
};

void add_rows(Statement& rows, Sha256& hash) {
    while (rows.step())
        for (int column = 0; column < rows.columns(); ++column) {
            const std::string_view text = rows.text(column);
            hash.add(std::to_string(text.size()) + ' ');
            hash.add(text);
        }
    hash.add("\n");
}

std::string hash_of_notes(Database& journal) {
    Sha256 hash;
    for (const char* query : notes) {
        Statement rows = journal.prepare(query);
        add_rows(rows, hash);
    }
    return hash.hex();
}

}  // namespace

RowHashes::RowHashes(Database& database)
    : put_(database.prepare("INSERT OR REPLACE INTO row_hash VALUES(?,?)")) {
    for (const char* query : queries) rows_.push_back(database.prepare(query));
}

std::string RowHashes::hash_of(std::int64_t letter) {
    Sha256 hash;
    for (Statement& rows : rows_) add_rows(rows.with(letter), hash);
    return hash.hex();
}

void RowHashes::put(std::int64_t letter) {
    put_.with(letter, hash_of(letter)).run();
}

void put_hash_of_notes(Database& journal) {
    journal.prepare("INSERT OR REPLACE INTO remembered VALUES('hash', ?)").with(hash_of_notes(journal)).run();
}

bool has_own_tables(Database& journal) {
    std::map<std::string, std::string, std::less<>> later;
    for (const auto& [name, columns] : later_tables) later[name] = std::string("CREATE TABLE ") + columns;
    std::string first = "\n";
    Statement tables =
        journal.prepare("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid");
    while (tables.step()) {
        const auto known = later.find(tables.text(0));
        if (known == later.end())
            first += std::string(tables.text(1)) + ";\n";
        else if (known->second != tables.text(1))
            return false;
    }
    return first == journal_schema;
}

void check_structure(Database& journal) {
    Statement pages = journal.prepare("PRAGMA integrity_check(1)");
    if (pages.step() && pages.text(0) != "ok") throw SqliteError::damage(std::string(pages.text(0)));
    if (!has_own_tables(journal)) throw SqliteError::damage("its tables are not those that were made");
}

void check_rows(Database& journal) {
    RowHashes hashes(journal);
    Statement letters = journal.prepare(
        "SELECT letter, row_hash.sha256, output_name FROM row_hash LEFT JOIN letter ON letter.id = letter");
    while (letters.step())
        if (hashes.hash_of(letters.integer(0)) != letters.text(1))
            throw SqliteError::damage("what it says of the letter `" + std::string(letters.text(2)) +
                                      "` is not what was written");
    Statement notes_hash = journal.prepare("SELECT value FROM remembered WHERE key='hash'");
    if (notes_hash.step() && notes_hash.text(0) != hash_of_notes(journal))
        throw SqliteError::damage("what it remembers is not what was written");
}

}  // namespace sheaf
