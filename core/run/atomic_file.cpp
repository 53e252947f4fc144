#include "run/atomic_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "run/output_files.hpp"

namespace sheaf {

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    make_folders(target_.parent_path());
    temporary_ = temporary_for(target_);
    file_.reset(std::fopen(temporary_.c_str(), "we"));
    if (!file_) refuse_to_write(target_, std::strerror(errno));
}

AtomicFile::~AtomicFile() {
    if (!file_) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        refuse_to_write(target_, std::strerror(errno));
}

void AtomicFile::commit() {
    if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0)
        refuse_to_write(target_, std::strerror(errno));
    rename_file(temporary_, target_);
    file_.reset();
    sync_folder(target_.has_parent_path() ? target_.parent_path() : ".");
}

}  // namespace sheaf
