#include "run/output_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "plugin/codes.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& reason) {
    throw StageError(codes::output_unwritable.code, "`" + path.string() + "` cannot be written: " + reason,
                     "check the output folder, who may write to it, and the space left");
}

/// Writes all bytes or gives the error's number.
int write_all(const fs::path& path, std::string_view bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return errno;
    int error = 0;
    while (!bytes.empty() && error == 0) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            error = errno;
    }
    if (::close(file) != 0 && error == 0) error = errno;
    return error;
}

}  // namespace

OutputFiles::OutputFiles(fs::path folder, std::string name)
    : folder_(std::move(folder)), name_(std::move(name)) {}

OutputFiles::~OutputFiles() {
    if (committed_) return;
    std::error_code ignored;
    for (const File& file : files_) fs::remove(file.renamed ? file.target : file.temporary, ignored);
    for (auto made = made_folders_.rbegin(); made != made_folders_.rend(); ++made)
        fs::remove(*made, ignored);  // fails, as it should, when something else is in it by now
}

void OutputFiles::write(std::string_view suffix, std::string_view bytes) {
    if (suffix.empty() || suffix.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos)
        throw std::logic_error("an output's suffix is `" + std::string(suffix) +
                               "`, which is no end of a file name");
    File file;
    file.name = name_ + std::string(suffix);
    file.target = folder_ / file.name;
    for (const File& other : files_)
        if (other.name == file.name)
            throw StageError(codes::output_collision.code, "two outputs write `" + file.name + "`",
                             "give the two stages different options, or remove one");
    make_folder(file.target.parent_path());
    file.temporary = file.target.parent_path() /
                     (".sheaf-" + std::to_string(::getpid()) + "-" + file.target.filename().string());
    files_.push_back(file);
    if (const int error = write_all(file.temporary, bytes)) refuse(file.target, std::strerror(error));
}

void OutputFiles::commit() {
    for (File& file : files_) {
        std::error_code error;
        fs::rename(file.temporary, file.target, error);
        if (error) refuse(file.target, error.message());
        file.renamed = true;
    }
    committed_ = true;
}

std::vector<std::string> OutputFiles::names() const {
    std::vector<std::string> names;
    for (const File& file : files_) names.push_back(file.name);
    return names;
}

void OutputFiles::make_folder(const fs::path& folder) {
    std::error_code error;
    if (folder.empty() || fs::is_directory(folder, error)) return;
    make_folder(folder.parent_path());
    if (fs::create_directory(folder, error))
        made_folders_.push_back(folder);
    else if (!fs::is_directory(folder))
        refuse(folder, fs::exists(folder) ? "it is no folder" : error.message());
}

}  // namespace sheaf
