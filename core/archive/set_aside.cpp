#include "archive/set_aside.hpp"

#include "base/codes.hpp"
#include "base/wording.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t accepted_columns = 5;

/// A row counts only for a letter of the same content and status, so that damage cannot make one of another.
void read_accepted(const fs::path& file, LostJournal& lost) {
    try {
        Database database(file, Database::Access::read);
        Statement known = database.prepare("SELECT 1 FROM sqlite_master WHERE name='accepted'");
        if (!known.step()) return;
        Statement rows = database.prepare("SELECT letter, content, status, why, since FROM accepted");
        while (rows.step()) {
            std::vector<std::string>& row = lost.accepted.emplace_back();
            for (std::size_t i = 0; i < accepted_columns; ++i)
                row.push_back(valid_utf8(rows.text(static_cast<int>(i))));
        }
    } catch (const SqliteError&) {
        lost.accepted_unknown = true;
    }
}

}  // namespace

LostJournal set_aside(const fs::path& file, const SqliteError& damage) {
    LostJournal lost;
    read_accepted(file, lost);
    std::error_code error;
    fs::path aside = file;
    for (int i = 1; fs::exists(aside, error); ++i) aside = file.string() + ".damaged-" + std::to_string(i);
    fs::rename(file, aside);
    for (const char* end : {"-wal", "-shm", ".sha256"}) fs::remove(file.string() + end, error);
    lost.said = diagnose(
        codes::journal_damaged,
        "the run journal is damaged (" + std::string(damage.what()) + "): every letter is looked at again",
        {}, "the damaged journal is kept as `" + aside.string() + "`");
    return lost;
}

std::unique_ptr<Journal> open_journal(const fs::path& out, bool used_before,
                                      std::optional<LostJournal>& lost) {
    const fs::path file = Journal::file_in(out);
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (used_before && !lost && (error || size == 0)) {
        lost.emplace().said =
            diagnose(codes::journal_lost,
                     "the run journal `" + file.string() + "` is gone: every letter is looked at again", {},
                     "outputs of letters that are no longer among the inputs are not known any more");
        lost->accepted_unknown = true;
    }
    try {
        return std::make_unique<Journal>(file, Database::Access::write);
    } catch (const SqliteError& problem) {
        if (!problem.damaged()) throw;
        lost = set_aside(file, problem);
    }
    return std::make_unique<Journal>(file, Database::Access::write);
}

Diagnostic carry_over(const LostJournal& lost, Journal& journal) {
    Diagnostic said = lost.said;
    Transaction all(journal.database());
    for (const std::vector<std::string>& row : lost.accepted)
        journal.database()
            .prepare("INSERT OR REPLACE INTO accepted VALUES(?,?,?,?,?)")
            .with(row[0], row[1], row[2], row[3], row[4])
            .run();
    all.commit();
    if (!lost.accepted.empty())
        said.message += "; of letters that were accepted as they are, " +
                        std::to_string(lost.accepted.size()) + " still are";
    if (lost.accepted_unknown)
        said.message += lost.accepted.empty()
                            ? "; if letters were accepted as they are, they are to be accepted again"
                            : ", and others, if there were any, are to be accepted again";
    return said;
}

}  // namespace sheaf
