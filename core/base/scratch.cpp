#include "base/scratch.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace sheaf {

namespace {

constexpr std::size_t most_files = 20'000;
constexpr int deepest = 32;  // each level has a file open while it is weighed

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

OpenFolder open_folder(int parent, const char* name) {
    const int number = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (number < 0) return nullptr;
    DIR* const folder = ::fdopendir(number);
    if (!folder) ::close(number);
    return OpenFolder(folder);
}

/// The same, and its owner has every right to it.
OpenFolder open_to_empty(int parent, const char* name) {
    OpenFolder folder = open_folder(parent, name);
    if (!folder && errno == EACCES && ::fchmodat(parent, name, S_IRWXU, AT_SYMLINK_NOFOLLOW) == 0)
        folder = open_folder(parent, name);
    if (folder) ::fchmod(::dirfd(folder.get()), S_IRWXU);
    return folder;
}

/// The next name in the folder; null at its end, with 0 in `errno`, and when it cannot be read.
const char* next_name(DIR* folder) {
    while (true) {
        errno = 0;
        const dirent* const entry = ::readdir(folder);
        if (!entry) return nullptr;
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") return entry->d_name;
    }
}

/// Empties a folder. What is nested is moved up into the folder itself, so that neither the depth nor the open files grow
/// with it.
class Emptying {
  public:
    explicit Emptying(DIR* folder) : folder_(folder), number_(::dirfd(folder)) {}

    bool run() {
        while (true) {
            ::rewinddir(folder_);
            done_ = 0;
            bool empty = true;
            while (const char* const name = next_name(folder_)) {
                empty = false;
                remove(name);
            }
            if (errno != 0) return false;
            if (empty) return true;
            if (done_ == 0) {
                errno = error_;
                return false;
            }
        }
    }

  private:
    void remove(const char* name) {
        if (counted(::unlinkat(number_, name, 0))) return;
        if (errno != EISDIR && errno != EPERM) return;
        const OpenFolder inner = open_to_empty(number_, name);
        if (!inner) return fail();
        const int from = ::dirfd(inner.get());
        while (const char* const nested = next_name(inner.get()))
            if (!counted(::unlinkat(from, nested, 0)) && !counted(::unlinkat(from, nested, AT_REMOVEDIR)))
                lift(from, nested);
        counted(::unlinkat(number_, name, AT_REMOVEDIR));
    }

    /// Up into the folder itself, under a name that is free there.
    void lift(int from, const char* name) {
        bool opened = false;
        while (true) {
            const std::string number = std::to_string(next_);
            if (counted(::renameat(from, name, number_, number.c_str()))) return;
            // A folder's own rights count when it gets another parent.
            if (errno == EACCES && !opened) {
                opened = true;
                if (::fchmodat(from, name, S_IRWXU, AT_SYMLINK_NOFOLLOW) != 0) return fail();
                continue;
            }
            if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR) return;
            ++next_;
        }
    }

    bool counted(int result) {
        if (result == 0)
            ++done_;
        else
            fail();
        return result == 0;
    }
    void fail() { error_ = errno; }

    DIR* const folder_;
    const int number_;
    std::size_t done_ = 0;  ///< in this pass
    std::size_t next_ = 0;
    int error_ = 0;  ///< the last one
};

class Weighing {
  public:
    explicit Weighing(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

    bool too_much(DIR* folder, int depth) {
        const int number = ::dirfd(folder);
        while (const char* const name = next_name(folder)) {
            struct stat status {};
            if (::fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
                if (errno == ENOENT) continue;  // it was removed meanwhile
                return true;
            }
            bytes_ += static_cast<std::uint64_t>(status.st_blocks) * 512;
            if (bytes_ > most_bytes_ || ++files_ > most_files) return true;
            if (!S_ISDIR(status.st_mode)) continue;
            if (depth == deepest) return true;
            const OpenFolder inner = open_folder(number, name);
            if (inner ? too_much(inner.get(), depth + 1) : errno != ENOENT) return true;
        }
        return errno != 0;
    }

  private:
    const std::uint64_t most_bytes_;
    std::uint64_t bytes_ = 0;
    std::size_t files_ = 0;
};

}  // namespace

bool remove_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return true;
    if (const OpenFolder opened = open_to_empty(AT_FDCWD, folder.c_str())) {
        if (!Emptying(opened.get()).run()) return false;
        return ::rmdir(folder.c_str()) == 0;
    }
    if (errno == ENOTDIR || errno == ELOOP) return ::unlink(folder.c_str()) == 0;  // a file, or a link
    return errno == ENOENT;
}

bool holds_more_than(const std::filesystem::path& folder, std::uint64_t bytes) {
    const OpenFolder opened = open_folder(AT_FDCWD, folder.c_str());
    // Files that this process itself may not open any more say nothing about the folder.
    if (!opened) return errno != ENOENT && errno != EMFILE && errno != ENFILE && errno != ENOMEM;
    return Weighing(bytes).too_much(opened.get(), 0);
}

}  // namespace sheaf
