#include "archive/publish.hpp"

#include "base/codes.hpp"
#include "base/files.hpp"

namespace sheaf {

namespace fs = std::filesystem;

const RootFolder& Publisher::root() {
    if (!root_) root_.emplace(out_);
    return *root_;
}

fs::path Publisher::below(const fs::path& path) const {
    fs::path name = path.lexically_relative(out_);
    return name == "." ? fs::path() : name;
}

OwnedFile Publisher::make(const fs::path& folder) {
    std::vector<fs::path> made_in;
    OwnedFile opened = root().make(below(folder), &made_in);
    changed_.insert(made_in.begin(), made_in.end());
    changed_.insert(folder);
    return opened;
}

void Publisher::put(const fs::path& scratch, const std::vector<OutputRow>& outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const fs::path target = out_ / outputs[i].file;
        rename_into(make(target.parent_path()), scratch / std::to_string(i), target);
    }
}

void Publisher::store(const fs::path& from, const fs::path& target) {
    rename_into(root().make(below(target.parent_path())), from, target);
}

void Publisher::remove_stored(const fs::path& file) {
    try {
        root().remove(below(file));
    } catch (const StageError&) {
        // Whoever writes there next says what is wrong.
    }
}

void Publisher::remove(const std::string& output) {
    fs::path name = output;
    root().remove(name);
    name = name.parent_path();
    if (!root().open(name)) return;
    changed_.insert(out_ / name);
    // Fails, as it should, at the first that is not empty.
    while (!name.empty() && root().remove_empty(name)) {
        changed_.erase(out_ / name);
        name = name.parent_path();
        changed_.insert(out_ / name);
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
