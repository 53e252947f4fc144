#include "archive/own_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/archive.hpp"
#include "archive/journal.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/root_folder.hpp"
#include "base/scratch.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason, std::string hint) {
    throw StageError(codes::output_unwritable.code, "`" + path.string() + "` " + reason, std::move(hint));
}

void check_kind(const fs::path& path, fs::file_type wanted) {
    refuse_link(path);
    std::error_code error;
    const fs::file_type found = fs::symlink_status(path, error).type();
    if (found == wanted || found == fs::file_type::not_found || found == fs::file_type::none) return;
    refuse(path, wanted == fs::file_type::directory ? "is no folder" : "is no regular file",
           "the program makes its own there: remove it");
}

/// As whom files are made there: shares know users by other numbers.
uid_t user_there(const RootFolder& root, const fs::path& folder) {
    const fs::path probe = temporary_for(folder / "user");
    root.write_new(probe, "", false, root.path() / folder);
    struct stat status {};
    const OwnedFile opened = root.open_file(probe);
    const uid_t user = opened && ::fstat(opened.number(), &status) == 0 ? status.st_uid : ::geteuid();
    root.remove(probe);
    return user;
}

/// Another user's folder holds what that user wants, and root may do what that user may not.
void check_owner(const fs::path& out) {
    const fs::path folder = out / private_folder;
    struct stat status {};
    if (::geteuid() != 0 || ::lstat(folder.c_str(), &status) != 0 || status.st_uid == 0) return;
    if (user_there(RootFolder(out), private_folder) == status.st_uid) return;
    refuse(folder, "belongs to another user, number " + std::to_string(status.st_uid),
           "run as that user; or, if all that is in it can be trusted, give it to the one who runs: "
           "chown -R");
}

}  // namespace

void check_own_files(const fs::path& out) {
    const fs::path own = out / private_folder, archive = out / archive_folder;
    for (const fs::path& folder : {own, own / "work", own / "documents", archive})
        check_kind(folder, fs::file_type::directory);
    const std::string journal = Journal::file_in(out).string();
    for (const fs::path& file :
         {own / "lock", fs::path(journal), fs::path(journal + "-wal"), fs::path(journal + "-shm"),
          fs::path(journal + ".sha256"), archive / ".files"})
        check_kind(file, fs::file_type::regular);
    check_owner(out);
}

bool remove_leftovers(const fs::path& out) {
    std::error_code ignored;
    const fs::path own = out / private_folder;
    const RootFolder root(out);
    for (const auto& entry : fs::directory_iterator(own, ignored))
        if (const std::string name = entry.path().filename().string(); is_temporary_name(name))
            root.remove(fs::path(private_folder) / name);
    return remove_folder(own / "work");
}

}  // namespace sheaf
