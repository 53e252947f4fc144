#include "base/root_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/codes.hpp"
#include "base/files.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_as_link(const fs::path& path) {
    throw StageError(
        codes::output_link.code,
        "`" + path.string() + "` is a symbolic link: nothing is read or written through it",
        "remove it; to keep outputs elsewhere, make the output folder itself a link, or mount it");
}

void refuse_to_leave(const fs::path& folder, const fs::path& below, bool itself = false) {
    const bool stays =
        (itself || !below.empty()) && below.is_relative() && below.native().find('\0') == std::string::npos &&
        std::none_of(below.begin(), below.end(),
                     [](const fs::path& part) { return part.empty() || part == "." || part == ".."; });
    if (!stays)
        throw StageError(codes::output_unwritable.code,
                         "the name `" + below.string() + "` leads out of the folder `" + folder.string() +
                             "`: nothing is written or removed there",
                         "the program gives no file such a name: somebody changed a file in `.sheaf`");
}

/// 0 when nothing has the name.
mode_t mode_in(int folder, const char* name) {
    struct stat status {};
    return ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mode : 0;
}

bool is_link(int folder, const char* name) {
    return S_ISLNK(mode_in(folder, name));
}

}  // namespace

void refuse_link(const fs::path& path) {
    if (is_link(AT_FDCWD, path.c_str())) refuse_as_link(path);
}

RootFolder::RootFolder(fs::path folder) : path_(std::move(folder)) {
    make_folders(path_);
    opened_ = OwnedFile(::open(path_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!opened_) refuse_to_write(path_, std::strerror(errno));
}

OwnedFile RootFolder::go(const fs::path& below, bool make, std::vector<fs::path>* made) const {
    refuse_to_leave(path_, below, true);
    OwnedFile folder(::fcntl(opened_.number(), F_DUPFD_CLOEXEC, 0));
    if (!folder) refuse_to_write(path_ / below, std::strerror(errno));
    fs::path reached = path_;
    for (const fs::path& part : below) {
        reached /= part;
        if (make && ::mkdirat(folder.number(), part.c_str(), 0777) == 0 && made) made->push_back(reached);
        const int make_error = errno;
        OwnedFile next(
            ::openat(folder.number(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (next) {
            folder = std::move(next);
            continue;
        }
        const int error = errno;
        if (error == ENOENT && !make) return next;
        if (is_link(folder.number(), part.c_str())) refuse_as_link(reached);
        refuse_to_write(reached, error == ENOTDIR  ? "it is not a folder"
                                 : error == ENOENT ? std::strerror(make_error)
                                                   : std::strerror(error));
    }
    return folder;
}

OwnedFile RootFolder::open(const fs::path& below) const {
    return go(below, false, nullptr);
}

OwnedFile RootFolder::make(const fs::path& below, std::vector<fs::path>* made) const {
    return go(below, true, made);
}

OwnedFile RootFolder::open_file(const fs::path& file) const {
    refuse_to_leave(path_, file);
    const OwnedFile folder = open(file.parent_path());
    if (!folder) return OwnedFile();
    // Nothing waits for the other end of a pipe.
    OwnedFile opened(::openat(folder.number(), file.filename().c_str(),
                              O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status {};
    if (!opened && errno == ENOENT) return opened;
    if (!opened && errno == ELOOP) refuse_as_link(path_ / file);
    if (!opened || ::fstat(opened.number(), &status) != 0)
        throw StageError(codes::output_unwritable.code,
                         "`" + (path_ / file).string() + "` cannot be read: " + std::strerror(errno),
                         "check who may read it");
    if (!S_ISREG(status.st_mode))
        throw StageError(codes::output_unwritable.code,
                         "`" + (path_ / file).string() + "` is no regular file", "remove it");
    return opened;
}

/// 0 when nothing has the name.
mode_t RootFolder::mode_of(const fs::path& file) const {
    refuse_to_leave(path_, file);
    const OwnedFile folder = open(file.parent_path());
    return folder ? mode_in(folder.number(), file.filename().c_str()) : 0;
}

bool RootFolder::has(const fs::path& file) const {
    return mode_of(file) != 0;
}

bool RootFolder::has_file(const fs::path& file) const {
    return S_ISREG(mode_of(file));
}

void RootFolder::write_new(const fs::path& file, std::string_view bytes, bool sync,
                           const fs::path& meant) const {
    const OwnedFile folder = make(file.parent_path());
    write_opened(OwnedFile(::openat(folder.number(), file.filename().c_str(),
                                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)),
                 bytes, sync, meant);
}

void RootFolder::rename(const fs::path& from, const fs::path& to) const {
    refuse_to_leave(path_, to);
    const OwnedFile source = make(from.parent_path()), target = make(to.parent_path());
    rename_into(target, path_ / to, source.number(), from.filename());
}

void RootFolder::remove(const fs::path& file) const {
    refuse_to_leave(path_, file);
    if (const OwnedFile folder = open(file.parent_path()))
        ::unlinkat(folder.number(), file.filename().c_str(), 0);
}

bool RootFolder::remove_empty(const fs::path& folder) const {
    refuse_to_leave(path_, folder);
    const OwnedFile parent = open(folder.parent_path());
    return parent && ::unlinkat(parent.number(), folder.filename().c_str(), AT_REMOVEDIR) == 0;
}

void rename_into(const OwnedFile& folder, const fs::path& to, int from_folder, const fs::path& from) {
    if (is_link(folder.number(), to.filename().c_str())) refuse_as_link(to);
    if (::renameat(from_folder, from.c_str(), folder.number(), to.filename().c_str()) != 0)
        refuse_to_write(to, std::strerror(errno));
}

void sync_opened(const OwnedFile& folder, const fs::path& path) {
    const OwnedFile opened(::openat(folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0) refuse_to_write(path, std::strerror(errno));
}

}  // namespace sheaf
