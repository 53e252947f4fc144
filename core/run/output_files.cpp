#include "run/output_files.hpp"

#include <cerrno>
#include <climits>
#include <cstring>
#include <stdexcept>

#include "base/codes.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"
#include "base/wording.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

/// The file's name, which no other of them has.
template <class File>
std::string name_for(const std::string& name, std::string_view suffix, const std::vector<File>& files) {
    if (!is_name_end(suffix))
        throw std::logic_error("an output's suffix is `" + printable(suffix) +
                               "`, which is no end of a file name");
    std::string full = name + std::string(suffix);
    for (const File& other : files)
        if (other.file == full)
            throw StageError(codes::output_collision.code, "two outputs write `" + full + "`",
                             "give the two stages different options, or remove one");
    return full;
}

}  // namespace

bool is_name_end(std::string_view suffix) {
    return !suffix.empty() && suffix.find('/') == std::string_view::npos && printable(suffix) == suffix;
}

Diagnostic wrote_too_much(std::uint64_t limit) {
    return diagnose(
        codes::stage_output,
        "more than " + std::to_string(limit >> 20U) + " MiB were written for the letter, which was stopped",
        {}, "raise the limit `output_mib`, or leave the letter out");
}

OutputFiles::OutputFiles(fs::path folder, std::string name, std::uint64_t limit)
    : folder_(std::move(folder)), name_(std::move(name)), limit_(limit) {}

OutputFiles::~OutputFiles() {
    if (committed_) return;
    try {
        take_back();
    } catch (const StageError&) {
        // Somebody put a link in the place of a folder: what was in it is not to be found any more.
    }
    std::error_code ignored;
    for (auto made = made_above_.rbegin(); made != made_above_.rend(); ++made) fs::remove(*made, ignored);
}

/// Folders stay when something else is in them by now.
void OutputFiles::take_back() {
    for (const File& file : files_) root().remove(file.renamed ? fs::path(file.file) : file.temporary);
    for (auto made = made_below_.rbegin(); made != made_below_.rend(); ++made)
        root().remove_empty(made->lexically_relative(folder_));
}

const RootFolder& OutputFiles::root() {
    if (!root_) {
        make_folders(folder_, made_above_);
        root_.emplace(folder_);
    }
    return *root_;
}

void OutputFiles::write(std::string_view suffix, std::string_view bytes) {
    written_ += bytes.size();
    if (limit_ > 0 && written_ > limit_) {
        const Diagnostic problem = wrote_too_much(limit_);
        throw StageError(problem.code, problem.message, problem.hint);
    }
    File one;
    one.file = name_for(name_, suffix, files_);
    one.temporary = temporary_for(one.file);
    root().make(one.temporary.parent_path(), &made_below_);
    files_.push_back(one);
    root().write_new(one.temporary, bytes, false, folder_ / one.file);
}

void OutputFiles::commit() {
    for (File& file : files_) {
        root().rename(file.temporary, file.file);
        file.renamed = true;
    }
    committed_ = true;
}

std::vector<std::string> OutputFiles::names() const {
    std::vector<std::string> names;
    for (const File& one : files_) names.push_back(one.file);
    return names;
}

StagedFiles::StagedFiles(fs::path scratch, std::string name)
    : scratch_(std::move(scratch)), name_(std::move(name)) {}

void StagedFiles::write(std::string_view suffix, std::string_view bytes) {
    std::string full = name_for(name_, suffix, files_);
    // Here it has a shorter name, and whoever puts it in place would find that out letter by letter.
    if (fs::path(full).filename().native().size() > NAME_MAX)
        refuse_to_write(full, std::strerror(ENAMETOOLONG));
    write_file(scratch_ / std::to_string(files_.size()), bytes, full);
    files_.push_back({std::move(full), sha256_hex(bytes), bytes.size()});
}

}  // namespace sheaf
