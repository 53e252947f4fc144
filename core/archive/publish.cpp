#include "archive/publish.hpp"

#include <fcntl.h>
#include <sys/stat.h>

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

const RootFolder& Publisher::root() {
    if (!root_) root_.emplace(out_);
    return *root_;
}

fs::path Publisher::below(const fs::path& path) const {
    fs::path name = path.lexically_relative(out_);
    return name == "." ? fs::path() : name;
}

OwnedFile Publisher::make(const fs::path& folder) {
    std::vector<fs::path> made;
    OwnedFile opened = root().make(below(folder), &made);
    for (const fs::path& one : made) changed_.insert(one.parent_path());
    changed_.insert(folder);
    return opened;
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
        rename_into(make(target.parent_path()), target, AT_FDCWD, copies / std::to_string(i));
    }
}

void Publisher::store(const fs::path& from, const fs::path& target) {
    rename_into(root().make(below(target.parent_path())), target, AT_FDCWD, from);
}

void Publisher::take_away(const fs::path& file) {
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
        struct stat status {};
        const bool is_file = ::lstat((out_ / output.file).c_str(), &status) == 0 && S_ISREG(status.st_mode);
        if (!is_file || static_cast<std::uint64_t>(status.st_size) != output.size) return false;
    }
    return true;
}

void Publisher::settle() {
    if (sync_)
        for (const fs::path& folder : changed_) sync_folder(folder);
    changed_.clear();
}

}  // namespace sheaf
