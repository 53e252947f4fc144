#include "archive/archive_files.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sstream>

#include "archive/archive.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "pipeline/file_text.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// Names, a line each, of the files that were last written: whoever puts a file of his own into the folder keeps it.
constexpr const char* list_name = ".files";

fs::path list_of_files() {
    return fs::path(archive_folder) / list_name;
}

std::optional<std::vector<std::string>> last_written(const RootFolder& root) {
    const OwnedFile list = root.open_file(list_of_files());
    if (!list) return std::nullopt;
    std::vector<Diagnostic> problems;
    const auto text = read_file(list.number(), root.path() / list_of_files(), problems);
    if (!text) return std::nullopt;
    std::vector<std::string> names;
    std::istringstream lines(*text);
    for (std::string name; std::getline(lines, name);) names.push_back(name);
    return names;
}

bool is_archive_name(std::string_view name) {
    if (name == archive_index) return true;
    const std::string folder = std::string(archive_folder) + "/";
    return name.starts_with(folder) && name.size() > folder.size() && name[folder.size()] != '.' &&
           name.find_first_of(std::string_view("/\n\0", 3), folder.size()) == std::string_view::npos;
}

}  // namespace

ArchiveFiles::~ArchiveFiles() {
    try {
        for (const auto& [name, temporary] : files_) root_.remove(temporary);
    } catch (const StageError&) {
        // Somebody put a link in the place of their folder: they are not to be found any more.
    }
}

std::string ArchiveFiles::add(std::string_view name) {
    if (!is_archive_name(name))
        throw StageError(
            codes::output_collision.code, "`" + std::string(name) + "` is no name of a file of the archive",
            "this is a defect of the plugin: such names begin with `" + std::string(archive_folder) + "/`");
    if (files_.contains(name))
        throw StageError(codes::output_collision.code,
                         "two outputs write the archive's file `" + std::string(name) + "`",
                         "remove one of them from the pipeline file");
    root_.make(fs::path(name).parent_path());
    const fs::path temporary = temporary_of(name);
    root_.write_new(temporary, "", false, root_.path() / name);
    files_.emplace(name, temporary);
    return fs::absolute(root_.path() / temporary).string();
}

fs::path ArchiveFiles::temporary_of(const fs::path& name) const {
    return temporary_for(scratch_.empty() ? name : scratch_ / name.filename());
}

std::vector<std::string> ArchiveFiles::names() const {
    std::vector<std::string> list;
    for (const auto& [name, temporary] : files_) list.push_back(name);
    return list;
}

/// Brings it to the disk.
FileHash ArchiveFiles::finished(const std::string& name, const fs::path& temporary) const {
    const fs::path meant = root_.path() / name;
    const OwnedFile file = root_.open_file(temporary);
    if (!file || ::fsync(file.number()) != 0) refuse_to_write(meant, std::strerror(errno));
    std::vector<Diagnostic> problems;
    auto hash = hash_of_file(file.number(), meant, problems);
    if (!hash) refuse_to_write(meant, problems.front().message);
    return {name, std::move(*hash)};
}

std::vector<FileHash> ArchiveFiles::commit() {
    std::string list;
    std::vector<FileHash> written;
    for (const auto& [name, temporary] : files_) {
        written.push_back(finished(name, temporary));
        list += name + "\n";
    }
    const OwnedFile folder = root_.make(archive_folder);
    remove_stale();
    for (const auto& [name, temporary] : files_) root_.rename(temporary, name);
    const fs::path names = list_of_files(), temporary = temporary_of(names);
    root_.write_new(temporary, list, true, root_.path() / names);
    root_.rename(temporary, names);
    written.push_back({names.string(), sha256_hex(list)});
    files_.clear();
    sync_opened(folder, root_.path() / archive_folder);
    sync_opened(root_.open({}), root_.path());
    return written;
}

bool ArchiveFiles::complete(const fs::path& out) {
    const RootFolder root(out);
    const auto names = last_written(root);
    return names && std::all_of(names->begin(), names->end(), [&](const std::string& name) {
               return is_archive_name(name) && root.has_file(name);
           });
}

/// Without a list, nothing that is there is known to be the program's.
void ArchiveFiles::remove_stale() const {
    for (const std::string& name : last_written(root_).value_or(std::vector<std::string>()))
        if (is_archive_name(name) && !files_.contains(name)) root_.remove(name);
}

}  // namespace sheaf
