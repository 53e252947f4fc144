#include "pipeline/file_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "plugin/codes.hpp"
#include "plugin/owned_file.hpp"

namespace sheaf {

namespace {

Diagnostic reason_not_opened(const std::filesystem::path& file, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return diagnose(codes::file_missing, "there is no such file", in_file(file.string()),
                        "check the path");
    return diagnose(codes::file_unreadable, std::string("the file cannot be read: ") + std::strerror(error),
                    in_file(file.string()), "check who may read it");
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems) {
    // Opened without waiting, so that a pipe without a writer is refused instead of waited for.
    const OwnedFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened) {
        problems.push_back(reason_not_opened(file, errno));
        return std::nullopt;
    }
    struct stat status {};
    if (::fstat(opened.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        const bool folder = S_ISDIR(status.st_mode);
        problems.push_back(diagnose(
            codes::not_a_file,
            folder ? "this is a folder; a file is wanted" : "this is no regular file; a file is wanted",
            in_file(file.string()), "name a file"));
        return std::nullopt;
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t filled = 0;
    while (true) {
        // One byte more than expected is asked for at the end: the file may have grown.
        if (filled == bytes.size()) bytes.resize(filled + std::max<std::size_t>(1, filled / 8));
        const ssize_t got = ::read(opened.number(), bytes.data() + filled, bytes.size() - filled);
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            problems.push_back(reason_not_opened(file, errno));
            return std::nullopt;
        }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

}  // namespace sheaf
