#include "base/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/files.hpp"
#include "base/root_folder.hpp"

namespace sheaf {

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    make_folders(target_.parent_path());
    const std::filesystem::path folder = target_.has_parent_path() ? target_.parent_path() : ".";
    folder_ = OwnedFile(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    open();
}

AtomicFile::AtomicFile(OwnedFile folder, std::filesystem::path target, bool sync)
    : folder_(std::move(folder)), target_(std::move(target)), sync_(sync) {
    open();
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      sync_(other.sync_),
      hash_(other.hash_),
      file_(std::move(other.file_)),
      left_(std::exchange(other.left_, false)) {}

void AtomicFile::open() {
    temporary_ = temporary_for(target_).filename().string();
    OwnedFile opened(folder_ ? ::openat(folder_.number(), temporary_.c_str(),
                                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666)
                             : -1);
    if (opened) file_.reset(::fdopen(opened.number(), "w"));
    if (!file_) refuse_to_write(target_, std::strerror(errno));
    opened.release();
}

AtomicFile::~AtomicFile() {
    if (!left_) return;
    file_.reset();
    ::unlinkat(folder_.number(), temporary_.c_str(), 0);
}

void AtomicFile::write(std::string_view bytes) {
    hash_.add(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        refuse_to_write(target_, std::strerror(errno));
}

void AtomicFile::close() {
    if (!file_) return;
    if (std::fflush(file_.get()) != 0 || (sync_ && ::fsync(::fileno(file_.get())) != 0))
        refuse_to_write(target_, std::strerror(errno));
    file_.reset();
}

std::string AtomicFile::commit() {
    close();
    rename_into(folder_, target_, folder_.number(), temporary_);
    left_ = false;
    if (sync_) sync_opened(folder_, target_.parent_path());
    return hash_.hex();
}

}  // namespace sheaf
