#include "pipeline/file_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "plugin/codes.hpp"
#include "plugin/owned_file.hpp"
#include "text/sha256.hpp"

namespace sheaf {

namespace {

Diagnostic reason_unreadable(const std::filesystem::path& file, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return diagnose(codes::file_missing, "there is no such file", in_file(file.string()),
                        "check the path");
    return diagnose(codes::file_unreadable, std::string("the file cannot be read: ") + std::strerror(error),
                    in_file(file.string()), "check who may read it");
}

/// A regular file, opened to be read.
class Reading {
  public:
    /// Opened without waiting, so that a pipe without a writer is refused instead of waited for.
    Reading(const std::filesystem::path& file, std::vector<Diagnostic>& problems)
        : name_(file), problems_(problems), file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        struct stat status {};
        if (!file_) {
            fail(reason_unreadable(name_, errno));
        } else if (::fstat(file_.number(), &status) == 0 && S_ISREG(status.st_mode)) {
            size_ = static_cast<std::size_t>(status.st_size);
        } else {
            const bool folder = S_ISDIR(status.st_mode);
            fail(diagnose(
                codes::not_a_file,
                folder ? "this is a folder; a file is wanted" : "this is no regular file; a file is wanted",
                in_file(name_.string()), "name a file"));
        }
    }

    /// Something went wrong, and was reported.
    bool failed() const { return failed_; }
    /// In bytes, when it was opened.
    std::size_t size() const { return size_; }
    /// Reads on; gives how many bytes it read, 0 at the end and when it failed.
    std::size_t read(char* into, std::size_t most) {
        if (failed_) return 0;
        const ssize_t got = uninterrupted([&] { return ::read(file_.number(), into, most); });
        if (got >= 0) return static_cast<std::size_t>(got);
        fail(reason_unreadable(name_, errno));
        return 0;
    }

  private:
    void fail(Diagnostic problem) {
        problems_.push_back(std::move(problem));
        failed_ = true;
    }

    const std::filesystem::path& name_;
    std::vector<Diagnostic>& problems_;
    const OwnedFile file_;
    std::size_t size_ = 0;
    bool failed_ = false;
};

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems) {
    Reading reading(file, problems);
    // One byte more than expected is asked for: the file may have grown.
    std::string bytes(reading.size() + 1, '\0');
    std::size_t filled = 0;
    while (true) {
        if (filled == bytes.size()) bytes.resize(2 * filled);
        const std::size_t got = reading.read(bytes.data() + filled, bytes.size() - filled);
        if (got == 0) break;
        filled += got;
    }
    if (reading.failed()) return std::nullopt;
    bytes.resize(filled);
    return bytes;
}

std::optional<std::string> hash_of_file(const std::filesystem::path& file,
                                        std::vector<Diagnostic>& problems) {
    Reading reading(file, problems);
    Sha256 hash;
    std::array<char, 65536> piece;
    while (const std::size_t got = reading.read(piece.data(), piece.size())) hash.add({piece.data(), got});
    if (reading.failed()) return std::nullopt;
    return hash.hex();
}

}  // namespace sheaf
