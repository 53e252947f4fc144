#include "archive/archive_files.hpp"

#include <algorithm>
#include <fstream>
#include <optional>

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

fs::path list_of(const fs::path& out) {
    return out / archive_folder / list_name;
}

std::optional<std::vector<std::string>> last_written(const fs::path& out) {
    std::ifstream list(list_of(out));
    if (!list) return std::nullopt;
    std::vector<std::string> names;
    for (std::string name; std::getline(list, name);) names.push_back(name);
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
    std::error_code ignored;
    for (const auto& [name, temporary] : files_) fs::remove(temporary, ignored);
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
    const fs::path target = fs::absolute(out_ / name);
    make_folders(target.parent_path());
    const fs::path temporary = temporary_of(name);
    write_file(temporary, "", false, target);
    files_.emplace(name, temporary);
    return temporary.string();
}

fs::path ArchiveFiles::temporary_of(std::string_view name) const {
    fs::path beside = fs::absolute(out_ / name);
    if (!scratch_.empty()) {
        std::string flat(name);
        std::replace(flat.begin(), flat.end(), '/', '_');
        beside = fs::absolute(scratch_) / flat;
    }
    make_folders(beside.parent_path());
    return temporary_for(beside);
}

std::vector<std::string> ArchiveFiles::names() const {
    std::vector<std::string> list;
    for (const auto& [name, temporary] : files_) list.push_back(name);
    return list;
}

std::vector<FileHash> ArchiveFiles::commit() {
    std::string list;
    std::vector<FileHash> written;
    for (const auto& [name, temporary] : files_) {
        sync_file(temporary, out_ / name);
        list += name + "\n";
        std::vector<Diagnostic> problems;
        auto hash = hash_of_file(temporary, problems);
        if (!hash) refuse_to_write(out_ / name, problems.front().message);
        written.push_back({name, std::move(*hash)});
    }
    make_folders(out_ / archive_folder);
    remove_stale();
    for (const auto& [name, temporary] : files_) rename_file(temporary, out_ / name);
    const fs::path names = list_of(out_);
    const fs::path temporary = temporary_of(list_name);
    write_file(temporary, list, true, names);
    rename_file(temporary, names);
    written.push_back({std::string(archive_folder) + "/" + list_name, sha256_hex(list)});
    files_.clear();
    sync_folder(out_ / archive_folder);
    sync_folder(out_);
    return written;
}

bool ArchiveFiles::complete(const fs::path& out) {
    const auto names = last_written(out);
    return names && std::all_of(names->begin(), names->end(), [&](const std::string& name) {
               std::error_code error;
               return fs::exists(out / name, error);
           });
}

void ArchiveFiles::remove_stale() const {
    std::error_code error;
    auto names = last_written(out_);
    if (!names) {  // a version that kept no list wrote these
        names.emplace();
        for (const fs::directory_entry& entry : fs::directory_iterator(out_ / archive_folder, error)) {
            const std::string extension = entry.path().extension();
            if (extension == ".csv" || extension == ".jsonl" || extension == ".html")
                names->push_back(std::string(archive_folder) + "/" + entry.path().filename().string());
        }
    }
    for (const std::string& name : *names)
        if (is_archive_name(name) && !files_.contains(name)) fs::remove(out_ / name, error);
}

}  // namespace sheaf
