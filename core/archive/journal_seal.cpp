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

std::optional<std::string> text_of(const fs::path& file) {
    std::vector<Diagnostic> ignored;
    return read_file(file, ignored);
}

/// A line for the journal, and one for its log if it has one. Nothing when they cannot be read.
std::optional<std::string> hashes_of(const fs::path& journal) {
    std::string lines;
    for (const fs::path& file : {journal, fs::path(journal.string() + "-wal")}) {
        std::error_code error;
        if (file != journal && (!fs::exists(file, error) || fs::file_size(file, error) == 0)) continue;
        std::vector<Diagnostic> problems;
        const auto hash = hash_of_file(file, problems);
        if (!hash) return std::nullopt;
        lines += *hash + "  " + file.filename().string() + "\n";
    }
    return lines;
}

}  // namespace

Seal look_at_seal(const fs::path& journal) {
    const auto seal = text_of(seal_of(journal));
    if (!seal) return Seal::absent;
    const auto found = hashes_of(journal);
    // Somebody who began to write meanwhile has taken it away before.
    if (!found || text_of(seal_of(journal)) != seal) return Seal::absent;
    return *found == *seal ? Seal::sound : Seal::broken;
}

JournalSeal::JournalSeal(fs::path journal)
    : journal_(std::move(journal)), exceptions_(std::uncaught_exceptions()) {
    std::error_code ignored;
    if (!journal_.empty()) fs::remove(seal_of(journal_), ignored);
}

JournalSeal::JournalSeal(JournalSeal&& other) noexcept
    : journal_(std::move(other.journal_)),
      armed_(std::exchange(other.armed_, false)),
      exceptions_(other.exceptions_) {}

JournalSeal::~JournalSeal() {
    if (!armed_ || std::uncaught_exceptions() > exceptions_) return;
    try {
        const auto hashes = hashes_of(journal_);
        if (!hashes) return;
        AtomicFile file(seal_of(journal_));
        file.write(*hashes);
        file.commit();
    } catch (const StageError&) {
        // Without a seal the next run looks for damage as after one that was killed.
    }
}

}  // namespace sheaf
