#include "archive/verify.hpp"

#include <cerrno>

#include "archive/documents.hpp"
#include "archive/run_lock.hpp"
#include "base/codes.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

Diagnostic damaged(std::string message) {
    return diagnose(codes::output_damaged, std::move(message), {}, "`sheaf batch --verify` makes it again");
}

/// What is not as the journal has it, at the first look.
struct Suspect {
    std::string letter;  ///< its output name; empty: a file of the whole archive
    std::string file;    ///< below the output folder
    Diagnostic damage;
};

class Verification {
  public:
    Verification(Journal& journal, const fs::path& out) : journal_(journal), out_(out) {}

    Verified run() {
        journal_.check();
        journal_.each([&](const KnownLetter& letter) {
            if (has_outputs(letter.status)) look_at(letter);
        });
        for (const auto& [file, sha256] : journal_.archive_files()) {
            ++verified_.archive_files;
            if (auto damage = damage_of(out_ / file, sha256)) suspects_.push_back({{}, file, *damage});
        }
        // Asked after the first look: what a batch that has ended meanwhile wrote is in the journal by now.
        const bool writing = RunLock::is_held(out_ / private_folder / "lock");
        for (Suspect& suspect : suspects_) look_again(suspect, writing);
        return std::move(verified_);
    }

  private:
    void look_at(const KnownLetter& letter) {
        for (const OutputRow& output : journal_.outputs(letter.id)) {
            ++verified_.outputs;
            if (auto damage = damage_of(out_ / output.file, output.sha256))
                suspects_.push_back({letter.output_name, output.file, hinted(letter, std::move(*damage))});
        }
        const fs::path document = document_file(out_ / private_folder / "documents", letter.key);
        const OwnedFile opened = open_to_read(document);
        // One that is absent got lost with the power; the letter is read again when it is needed.
        if (!opened && (errno == ENOENT || errno == ENOTDIR)) return;
        ++verified_.documents;
        std::vector<Diagnostic> problems;
        if (!opened)
            hash_of_file(document, problems);  // says why it cannot be read
        else if (!is_document_of(opened.number(), letter.key.content))
            problems.push_back(
                hinted(letter, damaged("the stored document of `" + letter.name + "` is damaged")));
        for (Diagnostic& problem : problems)
            verified_.damage.emplace_back(document.lexically_relative(out_).string(), std::move(problem));
    }

    static Diagnostic hinted(const KnownLetter& letter, Diagnostic damage) {
        if (!letter.present)
            damage.hint =
                "the letter is no longer among the inputs: put it back and run `sheaf batch --verify`, or "
                "take "
                "what is left of it away with `sheaf batch --prune`";
        return damage;
    }

    /// While a batch writes, the file may be newer than what the journal said of it.
    void look_again(Suspect& suspect, bool writing) {
        const auto expected = suspect.letter.empty() ? hash_of_archive_file(suspect.file)
                                                     : hash_of_output(suspect.letter, suspect.file);
        if (!expected || !damage_of(out_ / suspect.file, *expected)) return;
        if (writing && (suspect.letter.empty() || journal_.is_announced(suspect.file)))
            ++verified_.being_written;
        else
            verified_.damage.emplace_back(suspect.file, std::move(suspect.damage));
    }
    std::optional<std::string> hash_of_output(const std::string& letter, const std::string& file) {
        const auto known = journal_.find(letter);
        if (!known) return std::nullopt;
        for (const OutputRow& output : journal_.outputs(known->id))
            if (output.file == file) return output.sha256;
        return std::nullopt;
    }
    std::optional<std::string> hash_of_archive_file(const std::string& file) {
        for (const auto& [known, sha256] : journal_.archive_files())
            if (known == file) return sha256;
        return std::nullopt;
    }

    Journal& journal_;
    const fs::path& out_;
    Verified verified_;
    std::vector<Suspect> suspects_;
};

}  // namespace

std::optional<Diagnostic> damage_of(const fs::path& file, const std::string& sha256) {
    std::error_code error;
    if (fs::is_symlink(fs::symlink_status(file, error)))
        return damaged("a link is in the place of what was written");
    std::vector<Diagnostic> problems;
    const auto found = hash_of_file(file, problems);
    if (!found) {
        // That it may not be read does not say that it is damaged.
        const bool unreadable = problems.front().code == codes::file_unreadable.code;
        return unreadable ? problems.front() : damaged(problems.front().message);
    }
    if (*found == sha256) return std::nullopt;
    return damaged("its bytes are not those that were written");
}

Verified verify_archive(Journal& journal, const fs::path& out) {
    return Verification(journal, out).run();
}

}  // namespace sheaf
