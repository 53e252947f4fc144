#include "archive/verify.hpp"

#include "archive/documents.hpp"
#include "base/codes.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

Diagnostic damaged(std::string message) {
    return diagnose(codes::output_damaged, std::move(message), {}, "`sheaf batch --verify` makes it again");
}

void verify_letters(Journal& journal, const fs::path& out, Verified& verified) {
    journal.each([&](const KnownLetter& letter) {
        if (!has_outputs(letter.status)) return;
        for (const OutputRow& output : journal.outputs(letter.id)) {
            ++verified.outputs;
            if (auto damage = damage_of(out / output.file, output.sha256))
                verified.damage.emplace_back(output.file, std::move(*damage));
        }
        const fs::path document = document_file(out / private_folder / "documents", letter.key);
        // One that is absent got lost with the power; the letter is read again when it is needed.
        const OwnedFile opened = open_to_read(document);
        if (!opened) return;
        ++verified.documents;
        if (!is_sound_document(opened.number()))
            verified.damage.emplace_back(document.lexically_relative(out).string(),
                                         damaged("the stored document of `" + letter.name + "` is damaged"));
    });
}

}  // namespace

std::optional<Diagnostic> damage_of(const fs::path& file, const std::string& sha256) {
    std::vector<Diagnostic> problems;
    const auto found = hash_of_file(file, problems);
    if (!found) return damaged(problems.front().message);
    if (*found == sha256) return std::nullopt;
    return damaged("its bytes are not those that were written");
}

Verified verify_archive(Journal& journal, const fs::path& out) {
    journal.check();
    Verified verified;
    verify_letters(journal, out, verified);
    for (const auto& [file, sha256] : journal.archive_files()) {
        ++verified.archive_files;
        if (auto damage = damage_of(out / file, sha256))
            verified.damage.emplace_back(file, std::move(*damage));
    }
    return verified;
}

}  // namespace sheaf
