#include "base/atomic_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/files.hpp"

namespace sheaf {

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    make_folders(target_.parent_path());
    temporary_ = temporary_for(target_);
    // What has the name is left of a process of the same number, or a link that somebody put there: `x`
    // follows none.
    ::unlink(temporary_.c_str());
    file_.reset(std::fopen(temporary_.c_str(), "wxe"));
    if (!file_) refuse_to_write(target_, std::strerror(errno));
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      hash_(other.hash_),
      file_(std::move(other.file_)),
      left_(std::exchange(other.left_, false)) {}

AtomicFile::~AtomicFile() {
    if (!left_) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view bytes) {
    hash_.add(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        refuse_to_write(target_, std::strerror(errno));
}

void AtomicFile::close() {
    if (!file_) return;
    if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0)
        refuse_to_write(target_, std::strerror(errno));
    file_.reset();
}

std::string AtomicFile::commit() {
    close();
    rename_file(temporary_, target_);
    left_ = false;
    sync_folder(target_.has_parent_path() ? target_.parent_path() : ".");
    return hash_.hex();
}

}  // namespace sheaf
