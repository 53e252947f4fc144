#include "archive/journal_damage.hpp"

#include "base/codes.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

}  // namespace

Diagnostic set_aside(const fs::path& file, const SqliteError& damage) {
    std::error_code error;
    fs::path aside = file;
    for (int i = 1; fs::exists(aside, error); ++i) aside = file.string() + ".damaged-" + std::to_string(i);
    fs::rename(file, aside);
    for (const char* end : {"-wal", "-shm", ".sha256"}) fs::remove(file.string() + end, error);
    return diagnose(
        codes::journal_damaged,
        "the run journal is damaged (" + std::string(damage.what()) + "): every letter is looked at again",
        {}, "the damaged journal is kept as `" + aside.string() + "`");
}

std::unique_ptr<Journal> open_journal(const fs::path& out, bool used_before,
                                      std::optional<Diagnostic>& lost) {
    const fs::path file = Journal::file_in(out);
    std::error_code error;
    if (used_before && !lost && !fs::exists(file, error))
        lost = diagnose(codes::journal_lost,
                        "the run journal `" + file.string() + "` is gone: every letter is looked at again",
                        {}, "outputs of letters that are no longer among the inputs are not known any more");
    try {
        return std::make_unique<Journal>(file, Database::Access::write);
    } catch (const SqliteError& problem) {
        if (!problem.damaged()) throw;
        lost = set_aside(file, problem);
    }
    return std::make_unique<Journal>(file, Database::Access::write);
}

}  // namespace sheaf
