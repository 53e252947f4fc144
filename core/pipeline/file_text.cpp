#include "pipeline/file_text.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/codes.hpp"
#include "base/owned_file.hpp"
#include "base/sha256.hpp"

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
    /// `opened` as `open_to_read` or a copy of such a file gives it, with `errno` when it is none.
    Reading(OwnedFile opened, const std::filesystem::path& name, std::vector<Diagnostic>& problems,
            std::uint64_t most)
        : name_(name), problems_(problems), most_(most), file_(std::move(opened)) {
        struct stat status {};
        if (!file_) {
            fail(reason_unreadable(name_, errno));
        } else if (::fstat(file_.number(), &status) == 0 && S_ISREG(status.st_mode)) {
            size_ = static_cast<std::size_t>(status.st_size);
            if (most_ > 0 && size_ > most_) fail(more_than(most_));
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
    std::size_t read(char* into, std::size_t room) {
        if (failed_) return 0;
        const ssize_t got = uninterrupted([&] { return ::read(file_.number(), into, room); });
        if (got < 0) {
            fail(reason_unreadable(name_, errno));
            return 0;
        }
        // Counted here: a file may grow, and those that the system makes as they are read have no size at
        // all.
        taken_ += static_cast<std::uint64_t>(got);
        if (most_ == 0 || taken_ <= most_) return static_cast<std::size_t>(got);
        fail(more_than(most_));
        return 0;
    }

  private:
    void fail(Diagnostic problem) {
        problems_.push_back(std::move(problem));
        failed_ = true;
    }

    const std::filesystem::path& name_;
    std::vector<Diagnostic>& problems_;
    const std::uint64_t most_;
    OwnedFile file_;
    std::size_t size_ = 0;
    std::uint64_t taken_ = 0;
    bool failed_ = false;
};

OwnedFile copy_of(int file) {
    return OwnedFile(::fcntl(file, F_DUPFD_CLOEXEC, 0));
}

std::optional<std::string> read_all(Reading reading) {
    if (reading.failed()) return std::nullopt;
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

std::optional<std::string> hash_all(Reading reading) {
    Sha256 hash;
    std::array<char, 65536> piece;
    while (const std::size_t got = reading.read(piece.data(), piece.size())) hash.add({piece.data(), got});
    if (reading.failed()) return std::nullopt;
    return hash.hex();
}

}  // namespace

Diagnostic more_than(std::uint64_t limit) {
    return diagnose(codes::letter_too_large,
                    "the letter has more than " + std::to_string(limit >> 20U) + " MiB, which is the limit",
                    {}, "raise the limit `letter_mib`, or leave the letter out");
}

OwnedFile open_to_read(const std::filesystem::path& file) {
    return OwnedFile(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

std::optional<std::string> read_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems,
                                     std::uint64_t most) {
    return read_all({open_to_read(file), file, problems, most});
}

std::optional<std::string> read_file(int opened, const std::filesystem::path& name,
                                     std::vector<Diagnostic>& problems, std::uint64_t most) {
    return read_all({copy_of(opened), name, problems, most});
}

std::optional<std::string> hash_of_file(const std::filesystem::path& file, std::vector<Diagnostic>& problems,
                                        std::uint64_t most) {
    return hash_all({open_to_read(file), file, problems, most});
}

std::optional<std::string> hash_of_file(int opened, const std::filesystem::path& name,
                                        std::vector<Diagnostic>& problems, std::uint64_t most) {
    return hash_all({copy_of(opened), name, problems, most});
}

}  // namespace sheaf
