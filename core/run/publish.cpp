#include "run/publish.hpp"

#include "run/output_files.hpp"

namespace sheaf {

namespace fs = std::filesystem;

void Publisher::make(const fs::path& folder) {
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
