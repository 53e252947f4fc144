#include "confine/landlock.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "base/owned_file.hpp"
#include "confine/probe.hpp"

namespace sheaf {

namespace {

namespace fs = std::filesystem;

// Debian 12's header ends with the first version: these are of linux/landlock.h of later kernels.
constexpr std::uint64_t refer = 1U << 13U, truncate = 1U << 14U, device_calls = 1U << 15U;
constexpr std::uint64_t every_connection = 0x3;  // bind, connect
constexpr std::uint64_t every_scope = 0x3;       // abstract sockets, signals

struct Ruleset {
    std::uint64_t files = 0, net = 0, scopes = 0;
};

constexpr std::uint64_t reading_files = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t read_rights = reading_files | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t write_rights = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
                                       LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                       LANDLOCK_ACCESS_FS_REMOVE_DIR | truncate;
// Those that apply to a file, and not to a folder.
constexpr std::uint64_t rights_of_files =
    reading_files | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | truncate | device_calls;
// Devices, sockets, pipes and links, which no letter needs.
constexpr std::uint64_t rights_of_nobody = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                                           LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                                           LANDLOCK_ACCESS_FS_MAKE_SYM;

// What programs make in folders of their own: LibreOffice does not start without a socket there.
constexpr std::uint64_t rights_of_commands = LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_MAKE_SOCK;

/// What is decided by rules: the rest stays as it is.
Ruleset decided(Work work, int version) {
    Ruleset rules;
    rules.files = write_rights | rights_of_nobody;
    if (work == Work::reads_letters) rules.files |= read_rights | LANDLOCK_ACCESS_FS_EXECUTE;
    if (work == Work::forks_workers) rules.files |= LANDLOCK_ACCESS_FS_EXECUTE;
    // What is not named here, moving files between folders, is forbidden everywhere.
    if (work != Work::forks_workers) rules.files |= refer;
    if (work == Work::runs_commands) rules.files |= LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version < 3) rules.files &= ~truncate;
    if (version >= 4 && work == Work::reads_letters) rules.net = every_connection;
    if (version >= 6) rules.scopes = every_scope;
    return rules;
}

/// Folders and files that libraries read while they work: data, fonts, locales, libraries that are loaded late.
std::vector<fs::path> data_of_libraries() {
    std::vector<fs::path> paths = {
        "/usr",           "/lib",         "/lib64",           "/proc/self",
        "/etc/fonts",     "/dev/urandom", "/etc/ld.so.cache", "/var/cache/fontconfig",
        "/var/lib/aspell"};
    if (const char* tessdata = std::getenv("TESSDATA_PREFIX")) paths.emplace_back(tessdata);
    return paths;
}

class Rules {
  public:
    Rules(const Ruleset& decided, int version) : decided_(decided.files) {
        const std::size_t size = version >= 6 ? sizeof decided : version >= 4 ? 16 : 8;
        rules_ = OwnedFile(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &decided, size, 0)));
    }

    /// What is absent needs no rule.
    void allow(const fs::path& path, std::uint64_t rights) {
        const OwnedFile opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
        struct stat status {};
        if (!opened || ::fstat(opened.number(), &status) != 0) return;
        if (!S_ISDIR(status.st_mode)) rights &= rights_of_files;
        landlock_path_beneath_attr rule{};
        rule.allowed_access = rights & decided_;
        rule.parent_fd = opened.number();
        if (rule.allowed_access == 0) return;
        failed_ = failed_ || ::syscall(SYS_landlock_add_rule, rules_.number(), LANDLOCK_RULE_PATH_BENEATH,
                                       &rule, 0) != 0;
    }
    bool enter() const {
        return rules_ && !failed_ && ::syscall(SYS_landlock_restrict_self, rules_.number(), 0) == 0;
    }

  private:
    std::uint64_t decided_;
    OwnedFile rules_;
    bool failed_ = false;
};

}  // namespace

bool restrict_files(const Confinement& confinement) {
    const int version = landlock_version();
    if (version == 0) return true;
    Rules rules(decided(confinement.work, version), version);
    for (const fs::path& folder : confinement.writable) rules.allow(folder, ~rights_of_nobody);
    rules.allow("/dev/null", read_rights | write_rights);
    if (confinement.work == Work::reads_letters) {
        for (const fs::path& path : data_of_libraries()) rules.allow(path, read_rights);
        for (const fs::path& folder : confinement.readable) rules.allow(folder, read_rights);
    }
    if (confinement.work == Work::runs_commands) {
        rules.allow("/dev", read_rights | LANDLOCK_ACCESS_FS_WRITE_FILE);
        for (const fs::path& folder : confinement.writable)
            rules.allow(folder, write_rights | refer | rights_of_commands);
    }
    // A worker's measures of its memory are made by way of files that its maker has to be able to open.
    if (confinement.work != Work::reads_letters) rules.allow("/proc", LANDLOCK_ACCESS_FS_WRITE_FILE);
    return rules.enter();
}

}  // namespace sheaf
