#include "run/atomic_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "plugin/codes.hpp"
#include "run/output_files.hpp"

namespace sheaf {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& target) {
    throw StageError(codes::output_unwritable.code,
                     "`" + target.string() + "` cannot be written: " + std::strerror(errno),
                     "check the folder, who may write to it, and the space left");
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    const std::filesystem::path folder = target_.parent_path();
    make_folders(folder);
    temporary_ = folder / (".sheaf-" + std::to_string(::getpid()) + "-" + target_.filename().string());
    file_.reset(std::fopen(temporary_.c_str(), "we"));
    if (!file_) refuse(target_);
}

AtomicFile::~AtomicFile() {
    if (!file_) return;
    file_.reset();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) refuse(target_);
}

void AtomicFile::commit() {
    if (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0) refuse(target_);
    rename_file(temporary_, target_);
    file_.reset();
    sync_folder(target_.has_parent_path() ? target_.parent_path() : ".");
}

}  // namespace sheaf
