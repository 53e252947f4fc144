#include "archive/scratch_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace sheaf {

OwnedFile open_scratch_file(const std::filesystem::path& folder, const std::string& name,
                            std::optional<std::uint64_t> size) {
    const OwnedFile opened(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) return OwnedFile();
    // Without waiting: a pipe would have it wait for somebody who writes.
    OwnedFile file(
        ::openat(opened.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status {};
    const bool sound = file && ::fstat(file.number(), &status) == 0 && S_ISREG(status.st_mode) &&
                       status.st_nlink == 1 && (!size || static_cast<std::uint64_t>(status.st_size) == *size);
    return sound ? std::move(file) : OwnedFile();
}

}  // namespace sheaf
