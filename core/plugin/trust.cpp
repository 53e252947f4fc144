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

}  // namespace

std::optional<Distrust> why_distrusted(const fs::path& file) {
    std::error_code error;
    const fs::path folder =
        fs::canonical(file.parent_path().empty() ? fs::path(".") : file.parent_path(), error);
    if (error) return std::nullopt;
    const fs::path here = folder / file.filename();
    const fs::path real = fs::canonical(here, error);
    for (const fs::path& one : {here, error ? here : real}) {
        if (auto fault = fault_of(one)) return fault;
        if (auto fault = fault_of(one.parent_path())) return fault;
        for (fs::path above = one.parent_path().parent_path(); above.has_relative_path();
             above = above.parent_path())
            if (auto fault = fault_above(above)) return fault;
        if (error || real == here) break;
    }
    return std::nullopt;
}

}  // namespace sheaf
