#include "run/output_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "plugin/codes.hpp"
#include "plugin/owned_file.hpp"
#include "text/sha256.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_mark = ".sheaf-";

/// The file's name, which no other of them has.
template <class File>
std::string name_for(const std::string& name, std::string_view suffix, const std::vector<File>& files) {
    if (suffix.empty() || suffix.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos)
        throw std::logic_error("an output's suffix is `" + std::string(suffix) +
                               "`, which is no end of a file name");
    std::string full = name + std::string(suffix);
    for (const File& other : files)
        if (other.file == full)
            throw StageError(codes::output_collision.code, "two outputs write `" + full + "`",
                             "give the two stages different options, or remove one");
    return full;
}

void make_folders(const fs::path& folder, std::vector<fs::path>& made) {
    std::error_code error;
    if (folder.empty() || fs::is_directory(folder, error)) return;
    make_folders(folder.parent_path(), made);
    if (fs::create_directory(folder, error))
        made.push_back(folder);
    else if (!fs::is_directory(folder))
        refuse_to_write(folder, fs::exists(folder) ? "it is no folder" : error.message());
}

}  // namespace

void refuse_to_write(const fs::path& path, const std::string& reason) {
    throw StageError(codes::output_unwritable.code, "`" + path.string() + "` cannot be written: " + reason,
                     "check the output folder, who may write to it, and the space left");
}

fs::path temporary_for(const fs::path& target) {
    std::string name(temporary_mark);
    name += std::to_string(::getpid()) + "-" + target.filename().string();
    return target.parent_path() / name;
}

pid_t writer_of(const std::string& temporary) {
    return temporary.starts_with(temporary_mark) ? std::atoi(temporary.c_str() + temporary_mark.size()) : 0;
}

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
    File one;
    one.file = name_for(name_, suffix, files_);
    one.target = folder_ / one.file;
    make_folders(one.target.parent_path(), made_folders_);
    one.temporary = temporary_for(one.target);
    files_.push_back(one);
    write_file(one.temporary, bytes, false, one.target);
}

void OutputFiles::commit() {
    for (File& file : files_) {
        rename_file(file.temporary, file.target);
        file.renamed = true;
    }
    committed_ = true;
}

std::vector<std::string> OutputFiles::names() const {
    std::vector<std::string> names;
    for (const File& one : files_) names.push_back(one.file);
    return names;
}

StagedFiles::StagedFiles(fs::path scratch, std::string name, bool sync)
    : scratch_(std::move(scratch)), name_(std::move(name)), sync_(sync) {}

void StagedFiles::write(std::string_view suffix, std::string_view bytes) {
    std::string full = name_for(name_, suffix, files_);
    write_file(scratch_ / std::to_string(files_.size()), bytes, sync_, full);
    files_.push_back({std::move(full), sha256_hex(bytes), bytes.size()});
}

void write_file(const fs::path& file, std::string_view bytes, bool sync, const fs::path& meant) {
    OwnedFile opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    const bool written = opened && write_all(opened.number(), bytes) &&
                         (!sync || ::fsync(opened.number()) == 0) && opened.close();
    if (!written) refuse_to_write(meant, std::strerror(errno));
}

std::vector<fs::path> make_folders(const fs::path& folder) {
    std::vector<fs::path> made;
    make_folders(folder, made);
    return made;
}

void rename_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) refuse_to_write(to, error.message());
}

void sync_folder(const fs::path& folder) {
    const OwnedFile opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0) refuse_to_write(folder, std::strerror(errno));
}

}  // namespace sheaf
