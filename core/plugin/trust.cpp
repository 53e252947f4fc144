#include "plugin/trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "base/wording.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // as many as the system follows

/// Whether the group holds nobody but this user, as the groups do that Debian makes for each user. The same question, asked
/// the same way, as Debian's OpenSSH asks of a file that only its owner may change.
bool is_private_group(gid_t group, uid_t user) {
    const passwd* owner = ::getpwuid(user);
    if (!owner || owner->pw_gid != group) return false;
    const std::string name = owner->pw_name;
    if (const struct group* members = ::getgrgid(group))
        for (char** member = members->gr_mem; *member; ++member)
            if (*member != name) return false;
    bool others = false;
    ::setpwent();
    while (const passwd* other = ::getpwent())
        others = others || (other->pw_gid == group && other->pw_uid != user);
    ::endpwent();
    return !others;
}

std::optional<Distrust> fault_of_mode(const fs::path& path, const struct stat& status) {
    const auto writable = [&](const char* who, const char* change) {
        const bool shared =
            S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;  // as /tmp is, on purpose
        return Distrust{false, std::string(who) + " may write to `" + path.string() + "`",
                        shared ? "move the file to a folder that only you may write to"
                               : std::string("chmod ") + change + " " + shell_word(path.string())};
    };
    if ((status.st_mode & S_IWOTH) != 0) return writable("everybody", "o-w");
    if ((status.st_mode & S_IWGRP) != 0 && !is_private_group(status.st_gid, status.st_uid))
        return writable("a group of users", "g-w");
    return std::nullopt;
}

std::optional<Distrust> fault_of_owner(const fs::path& path, const struct stat& status) {
    if (status.st_uid == 0 || status.st_uid == ::geteuid()) return std::nullopt;
    return Distrust{
        true, "`" + path.string() + "` belongs to another user (" + std::to_string(status.st_uid) + ")",
        std::string("if you trust what is in it: chown ") + (S_ISLNK(status.st_mode) ? "-h " : "") +
            std::to_string(::geteuid()) + " " + shell_word(path.string())};
}

/// The file, or the folder that it or a link to it stands in. In a sticky folder such as /tmp others may add files, so it
/// is no better.
std::optional<Distrust> fault_of(const fs::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
    if (auto fault = fault_of_mode(path, status)) return fault;
    return fault_of_owner(path, status);
}

/// A folder above: in a sticky one nobody but its owner can put another folder in the place of this one.
std::optional<Distrust> fault_above(const fs::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) return std::nullopt;
    if (auto fault = fault_of_owner(folder, status)) {
        fault->hint = "move the file to a folder that nobody else's folder leads to";
        return fault;
    }
    return (status.st_mode & S_ISVTX) != 0 ? std::nullopt : fault_of_mode(folder, status);
}

/// Goes to a file as the system does, name by name and link by link, and looks at each folder and each link on the way.
class Way {
  public:
    explicit Way(SoundFolders& sound) : sound_(sound) {}

    std::optional<Distrust> fault_on_the_way_to(const fs::path& file) {
        push(fs::absolute(file));
        while (!ahead_.empty()) {
            const fs::path name = ahead_.back();
            ahead_.pop_back();
            if (name.empty() || name == ".") continue;
            if (name == "..") {
                here_ = here_.parent_path();
                continue;
            }
            if (auto fault = step_to(here_ / name)) return fault;
        }
        return fault_of(here_);
    }

  private:
    void push(const fs::path& path) {
        if (path.is_absolute()) here_ = "/";
        const std::vector<fs::path> names(path.begin(), path.end());
        for (auto name = names.rbegin(); name != names.rend(); ++name)
            if (*name != "/") ahead_.push_back(*name);
    }
    std::optional<Distrust> step_to(const fs::path& next) {
        struct stat status {};
        if (::lstat(next.c_str(), &status) != 0) {
            ahead_.clear();  // it is not there: whoever opens it will say so
            here_ = next;
            return std::nullopt;
        }
        if (auto fault = fault_of_folder(here_, !ahead_.empty())) return fault;
        if (!S_ISLNK(status.st_mode)) {
            here_ = next;
            return std::nullopt;
        }
        std::error_code error;
        const fs::path target = fs::read_symlink(next, error);
        if (error || ++links_ > most_links) {
            ahead_.clear();
            return std::nullopt;
        }
        push(target);
        return fault_of_owner(next, status);
    }
    /// Each folder once: as one that is only passed through, or as the one that the file, or a link to it, stands in.
    std::optional<Distrust> fault_of_folder(const fs::path& folder, bool passed_through) {
        SoundFolders& known = passed_through ? passed_ : sound_;
        if (known.contains(folder)) return std::nullopt;
        auto fault = passed_through ? fault_above(folder) : fault_of(folder);
        if (!fault) known.insert(folder);
        return fault;
    }

    SoundFolders& sound_;
    SoundFolders passed_;
    std::vector<fs::path> ahead_;  ///< names, the next one last
    fs::path here_ = "/";
    int links_ = 0;
};

}  // namespace

std::optional<Distrust> why_distrusted(const fs::path& file, SoundFolders& sound) {
    return Way(sound).fault_on_the_way_to(file);
}

std::optional<Distrust> why_distrusted(const fs::path& file) {
    SoundFolders none;
    return why_distrusted(file, none);
}

}  // namespace sheaf
