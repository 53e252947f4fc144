// What the journal remembers besides runs and letters.
#include "archive/journal.hpp"
#include "base/clock.hpp"

namespace sheaf {

void Journal::accept(const KnownLetter& letter, const std::string& why) {
    Transaction whole(database_, Transaction::Kind::part);
    database_.prepare("INSERT OR REPLACE INTO accepted VALUES(?,?,?,?,?)")
        .with(letter.output_name, letter.key.content, sheaf::name(letter.status), why, utc_now())
        .run();
    put_hash_of_notes(database_);
    whole.commit();
}

void Journal::accept_no_more(const KnownLetter& letter) {
    Transaction whole(database_, Transaction::Kind::part);
    database_.prepare("DELETE FROM accepted WHERE letter=?").with(letter.output_name).run();
    put_hash_of_notes(database_);
    whole.commit();
}

void Journal::touch() {
    touch_.with().run();
}

bool Journal::is_announced(const std::string& file) {
    return database_.prepare("SELECT 1 FROM announced WHERE file=?").with(file).step();
}

std::int64_t Journal::generation() {
    Statement row = database_.prepare("SELECT value FROM remembered WHERE key='generation'");
    return row.step() ? row.integer(0) : 0;
}

std::optional<std::string> Journal::remembered(const std::string& key) {
    Statement row = database_.prepare("SELECT value FROM remembered WHERE key=?");
    if (!row.with(key).step()) return std::nullopt;
    return std::string(row.text(0));
}

std::vector<FileHash> Journal::archive_files() {
    std::vector<FileHash> files;
    Statement rows = database_.prepare(
        "SELECT substr(key, 6), value FROM remembered WHERE key LIKE 'file %' ORDER BY key");
    while (rows.step()) files.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
    return files;
}

void Journal::remember_archive_files(const std::vector<FileHash>& files) {
    Transaction whole(database_, Transaction::Kind::part);
    database_.execute("DELETE FROM remembered WHERE key LIKE 'file %'");
    for (const auto& [file, sha256] : files) remember("file " + file, sha256);
    put_hash_of_notes(database_);
    whole.commit();
}

void Journal::remember(const std::string& key, const std::string& value) {
    Transaction whole(database_, Transaction::Kind::part);
    database_.prepare("INSERT INTO remembered VALUES(?1,?2) ON CONFLICT(key) DO UPDATE SET value=?2")
        .with(key, value)
        .run();
    put_hash_of_notes(database_);
    whole.commit();
}

}  // namespace sheaf
