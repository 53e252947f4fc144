#include "archive/publish.hpp"

#include <fcntl.h>

#include "archive/documents.hpp"
#include "archive/scratch_file.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"

namespace sheaf {

namespace fs = std::filesystem;

namespace {

/// Does not wait, and need not come about.
void begin_to_sync(const fs::path& file) {
    const OwnedFile opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (opened) ::sync_file_range(opened.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
}

}  // namespace

void refuse_link(const fs::path& path) {
    std::error_code error;
    if (fs::is_symlink(path, error))
        throw StageError(
            codes::output_link.code,
            "`" + path.string() + "` is a symbolic link: nothing is written through it",
            "remove it; to keep outputs elsewhere, make the output folder itself a link, or mount it");
}

void Publisher::refuse_links_to(const fs::path& folder) {
    if (folder == out_ || !folder.has_relative_path() || sound_.contains(folder)) return;
    refuse_links_to(folder.parent_path());
    refuse_link(folder);
    sound_.insert(folder);
}

void Publisher::make(const fs::path& folder) {
    refuse_links_to(folder);
    for (const fs::path& made : make_folders(folder)) changed_.insert(made.parent_path());
    changed_.insert(folder);
}

bool Publisher::copy(const fs::path& scratch, const std::vector<OutputRow>& outputs, bool document,
                     const fs::path& copies) const {
    make_folders(copies);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const OutputRow& output = outputs[i];
        const std::string name = std::to_string(i);
        const OwnedFile file = open_scratch_file(scratch, name, output.size);
        if (!file) return false;
        if (copy_to_file(file.number(), output.size, copies / name, out_ / output.file) != output.sha256)
            return false;
        // The disk is at work on all of a group by the time that `put` waits for the first.
        if (sync_) begin_to_sync(copies / name);
    }
    if (!document) return true;
    const OwnedFile file = open_scratch_file(scratch, "document");
    if (file) copy_to_file(file.number(), largest_document, copies / "document", "the stored document");
    return static_cast<bool>(file);
}

void Publisher::put(const fs::path& copies, const std::vector<OutputRow>& outputs) {
    if (sync_)
        for (std::size_t i = 0; i < outputs.size(); ++i)
            sync_file(copies / std::to_string(i), out_ / outputs[i].file);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const fs::path target = out_ / outputs[i].file;
        make(target.parent_path());
        rename_file(copies / std::to_string(i), target);
    }
}

void Publisher::remove(const std::string& output) {
    std::error_code error;
    const fs::path file = out_ / output;
    fs::remove(file, error);
    fs::path folder = file.parent_path();
    changed_.insert(folder);
    // Fails, as it should, at the first that is not empty.
    while (folder != out_ && fs::remove(folder, error)) {
        changed_.erase(folder);
        folder = folder.parent_path();
        changed_.insert(folder);
    }
}

bool Publisher::complete(const std::vector<OutputRow>& outputs) const {
    for (const OutputRow& output : outputs) {
        std::error_code error;
        if (fs::file_size(out_ / output.file, error) != output.size || error) return false;
    }
    return true;
}

void Publisher::settle() {
    if (sync_)
        for (const fs::path& folder : changed_) sync_folder(folder);
    changed_.clear();
}

}  // namespace sheaf
