#include "archive/run_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/clock.hpp"
#include "base/codes.hpp"

namespace sheaf {

namespace {

std::string this_process() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return "process " + std::to_string(::getpid()) + " on " + host.data() + " since " + utc_now();
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666)) {
    struct flock lock {};  // of the whole file; of this process alone, its children do not inherit it
    lock.l_type = F_WRLCK;
    taken_ = file_ && ::fcntl(file_.number(), F_SETLK, &lock) == 0;
    if (!file_ || (!taken_ && errno != EACCES && errno != EAGAIN))
        throw StageError(codes::output_unwritable.code,
                         "`" + file.string() + "` cannot be locked: " + std::strerror(errno),
                         "check the output folder, who may write to it, and the space left");
    if (taken_) {
        holder_ = this_process();
        // For whoever finds it taken; a full disk may keep it from being said.
        if (::ftruncate(file_.number(), 0) == 0)
            (void)!::pwrite(file_.number(), holder_.data(), holder_.size(), 0);
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
