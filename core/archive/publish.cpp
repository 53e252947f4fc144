#include "archive/publish.hpp"

#include "base/codes.hpp"
#include "base/files.hpp"

namespace sheaf {

namespace fs = std::filesystem;

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

void Publisher::put(const fs::path& scratch, const std::vector<OutputRow>& outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const fs::path target = out_ / outputs[i].file;
        make(target.parent_path());
        rename_file(scratch / std::to_string(i), target);
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
