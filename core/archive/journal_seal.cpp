#include "archive/journal_seal.hpp"

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

fs::path seal_of(const fs::path& journal) {
    return journal.string() + ".sha256";
}

/// Nothing when it cannot be read, or its latest pages are still in its log: then it was not closed by the last who had it open.
std::optional<std::string> hash_of(const fs::path& journal) {
    std::error_code error;
    const auto log = fs::file_size(journal.string() + "-wal", error);
    if (!error && log > 0) return std::nullopt;
    std::vector<Diagnostic> problems;
    return hash_of_file(journal, problems);
}

/// The hash twice, in lines that `sha256sum --check` reads: a seal that does not agree with itself says nothing of the journal.
std::string seal_with(const std::string& hash, const fs::path& journal) {
    const std::string name = journal.filename().string();
    return hash + "  " + name + "\n" + hash + "  ./" + name + "\n";
}

/// Nothing when there is no seal, or it is damaged itself.
std::optional<std::string> sealed_hash(const fs::path& journal) {
    std::vector<Diagnostic> ignored;
    const auto text = read_file(seal_of(journal), ignored);
    if (!text) return std::nullopt;
    std::string hash = text->substr(0, text->find(' '));
    if (*text != seal_with(hash, journal)) return std::nullopt;
    return hash;
}

}  // namespace

Seal look_at_seal(const fs::path& journal) {
    const auto seal = sealed_hash(journal);
    if (!seal) return Seal::absent;
    const auto found = hash_of(journal);
    // Somebody who began to write meanwhile has taken it away before.
    if (!found || sealed_hash(journal) != seal) return Seal::absent;
    return *found == *seal ? Seal::sound : Seal::broken;
}

JournalSeal::JournalSeal(fs::path journal)
    : journal_(std::move(journal)), exceptions_(std::uncaught_exceptions()) {
    if (journal_.empty()) return;
    before_ = sealed_hash(journal_);
    std::error_code ignored;
    fs::remove(seal_of(journal_), ignored);
}

JournalSeal::JournalSeal(JournalSeal&& other) noexcept
    : journal_(std::exchange(other.journal_, {})),
      before_(std::move(other.before_)),
      armed_(std::exchange(other.armed_, false)),
      exceptions_(other.exceptions_) {}

JournalSeal::~JournalSeal() {
    if (journal_.empty()) return;
    try {
        const auto hash = hash_of(journal_);
        if (!hash) return;
        // What failed before it wrote anything leaves the journal as it was.
        const bool failed = !armed_ || std::uncaught_exceptions() > exceptions_;
        if (failed && hash != before_) return;
        AtomicFile file(seal_of(journal_));
        file.write(seal_with(*hash, journal_));
        file.commit();
    } catch (const StageError&) {
        // Without a seal the next run looks for damage as after one that was killed.
    }
}

}  // namespace sheaf
