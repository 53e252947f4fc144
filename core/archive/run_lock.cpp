#include "archive/run_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/clock.hpp"
#include "base/codes.hpp"
#include "base/root_folder.hpp"

namespace sheaf {

namespace {

std::string this_process() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return "process " + std::to_string(::getpid()) + " on " + host.data() + " since " + utc_now();
}

/// The lock's file, made when it is missing, and none of another kind.
OwnedFile open_lock(const std::filesystem::path& file) {
    constexpr int how = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    OwnedFile opened(::open(file.c_str(), how));
    if (!opened && errno == ENOENT) opened = OwnedFile(::open(file.c_str(), how | O_CREAT | O_EXCL, 0666));
    if (!opened && errno == EEXIST) opened = OwnedFile(::open(file.c_str(), how));  // another run's, by now
    if (!opened && errno == ELOOP) refuse_link(file);
    struct stat status {};
    if (opened && ::fstat(opened.number(), &status) == 0 && !S_ISREG(status.st_mode))
        throw StageError(codes::output_unwritable.code,
                         "`" + file.string() + "` is no lock: it is no regular file",
                         "remove it when no batch is at work");
    return opened;
}

/// Says whose the lock is, for whoever finds it taken; a full disk may keep it from being said. A file that has another name,
/// too, keeps its bytes, which may be somebody's: a lock it is as well.
void write_holder(int lock, const std::string& holder) {
    struct stat status {};
    if (::fstat(lock, &status) == 0 && status.st_nlink == 1 && ::ftruncate(lock, 0) == 0)
        (void)!::pwrite(lock, holder.data(), holder.size(), 0);
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& file) : file_(open_lock(file)) {
    struct flock lock {};  // of the whole file; of this process alone, its children do not inherit it
    lock.l_type = F_WRLCK;
    taken_ = file_ && ::fcntl(file_.number(), F_SETLK, &lock) == 0;
    if (!file_ || (!taken_ && errno != EACCES && errno != EAGAIN))
        throw StageError(codes::output_unwritable.code,
                         "`" + file.string() + "` cannot be locked: " + std::strerror(errno),
                         "check the output folder, who may write to it, and the space left");
    if (taken_) {
        holder_ = this_process();
        write_holder(file_.number(), holder_);
        return;
    }
    std::array<char, 512> said{};
    const ssize_t size = ::pread(file_.number(), said.data(), said.size() - 1, 0);
    if (size > 0)
        holder_ = said.data();
    else if (::fcntl(file_.number(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        holder_ = "process " + std::to_string(lock.l_pid);
    else
        holder_ = "another process";
}

bool RunLock::is_held(const std::filesystem::path& file) {
    const OwnedFile opened(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct flock lock {};
    lock.l_type = F_WRLCK;
    return opened && ::fcntl(opened.number(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

}  // namespace sheaf
