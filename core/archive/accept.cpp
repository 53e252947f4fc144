#include "archive/accept.hpp"

#include "archive/journal.hpp"
#include "archive/own_files.hpp"
#include "archive/run_lock.hpp"
#include "base/codes.hpp"

namespace sheaf {

namespace {

[[noreturn]] void refuse(std::string message, std::string hint) {
    throw StageError(codes::usage.code, std::move(message), std::move(hint));
}

KnownLetter letter_named(Journal& journal, const std::string& name) {
    const auto letter = journal.find(name);
    if (!letter)
        refuse("the archive has no letter `" + name + "`", "letters are named as `sheaf status` names them");
    return *letter;
}

}  // namespace

void accept_letters(const std::filesystem::path& out, const std::vector<std::string>& letters,
                    const std::optional<std::string>& why) {
    check_own_files(out);
    Journal::of(out);  // says what is wrong with a folder that is none
    const RunLock lock(out / private_folder / "lock");
    if (!lock.taken())
        throw StageError(codes::already_running.code,
                         "a batch is at work on `" + out.string() + "`: " + lock.holder(),
                         "wait until it has ended");
    Journal journal(Journal::file_in(out), Database::Access::write);
    Transaction all(journal.database());
    for (const std::string& name : letters) {
        const KnownLetter letter = letter_named(journal, name);
        if (!why) {
            journal.accept_no_more(letter);
            continue;
        }
        if (letter.status < LetterStatus::doubtful || letter.status == LetterStatus::pending)
            refuse("`" + name + "` is " + std::string(sheaf::name(letter.status)) +
                       ": there is nothing to accept",
                   {});
        journal.accept(letter, *why);
    }
    all.commit();
}

}  // namespace sheaf
