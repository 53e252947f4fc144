#include "plugin/trust.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "plugin/wording.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

std::optional<Distrust> writable(const fs::path& path) {
    return Distrust{false, "everybody may write to `" + path.string() + "`",
                    "chmod o-w " + shell_word(path.string())};
}

/// The file or its folder.
std::optional<Distrust> fault_of(const fs::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    // In a sticky folder such as /tmp everybody may add files, so it is no better.
    if ((status.st_mode & S_IWOTH) != 0) return writable(path);
    if (status.st_uid == 0 || status.st_uid == ::geteuid()) return std::nullopt;
    return Distrust{
        true, "`" + path.string() + "` belongs to another user (" + std::to_string(status.st_uid) + ")",
        "if you trust what is in it: chown " + std::to_string(::geteuid()) + " " + shell_word(path.string())};
}

/// A folder above: in a sticky one nobody can put another folder in the place of this one.
std::optional<Distrust> fault_above(const fs::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) return std::nullopt;
    if ((status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0) return writable(folder);
    return std::nullopt;
}

/// The file, its folder, which is canonical, and those above.
std::optional<Distrust> fault_on_the_way_to(const fs::path& file, SoundFolders& sound) {
    if (auto fault = fault_of(file)) return fault;
    const fs::path folder = file.parent_path();
    if (sound.contains(folder)) return std::nullopt;
    if (auto fault = fault_of(folder)) return fault;
    for (fs::path above = folder.parent_path(); above.has_relative_path(); above = above.parent_path())
        if (auto fault = fault_above(above)) return fault;
    sound.insert(folder);
    return std::nullopt;
}

}  // namespace

std::optional<Distrust> why_distrusted(const fs::path& file, SoundFolders& sound) {
    std::error_code error;
    fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!sound.contains(folder)) folder = fs::canonical(folder, error);
    if (error) return std::nullopt;
    const fs::path here = folder / file.filename();
    if (auto fault = fault_on_the_way_to(here, sound)) return fault;
    if (!fs::is_symlink(here, error)) return std::nullopt;
    const fs::path real = fs::canonical(here, error);
    return error ? std::nullopt : fault_on_the_way_to(real, sound);
}

std::optional<Distrust> why_distrusted(const fs::path& file) {
    SoundFolders none;
    return why_distrusted(file, none);
}

}  // namespace sheaf
