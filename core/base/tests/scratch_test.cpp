// Folders that were made to be hard to weigh and to remove. Run by root, rights do not matter: then a child
// without privileges makes and removes them.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "base/owned_file.hpp"
#include "base/owned_folder.hpp"
#include "base/scratch.hpp"

using namespace sheaf;

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t one_mib = 1U << 20U;

/// What the function gives in a child that is not root.
bool as_user(const std::function<bool()>& work) {
    constexpr uid_t nobody = 65534;
    const pid_t child = ::fork();
    if (child == 0) {
        const bool user = ::geteuid() != 0 || (::setgid(nobody) == 0 && ::setuid(nobody) == 0);
        ::_exit(user && work() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A folder in which anybody may make others.
struct Yard {
    OwnedFolder owned{fs::temp_directory_path() / "sheaf-scratch-XXXXXX"};
    fs::path folder = owned.path() / "worker";

    Yard() { ::chmod(owned.path().c_str(), 0777); }
};

/// Folders in each other, and a file of a MiB in the last one.
bool nest(const fs::path& folder, int depth) {
    ::mkdir(folder.c_str(), 0700);
    OwnedFile last(::open(folder.c_str(), O_RDONLY | O_DIRECTORY));
    const std::string name(200, 'd');
    for (int i = 0; i < depth; ++i) {
        if (::mkdirat(last.number(), name.c_str(), 0700) != 0) return false;
        last = OwnedFile(::openat(last.number(), name.c_str(), O_RDONLY | O_DIRECTORY));
    }
    const OwnedFile file(::openat(last.number(), "file", O_WRONLY | O_CREAT, 0600));
    return file && write_all(file.number(), std::string(one_mib, 'x'));
}

/// Folders that their owner may not read, with folders in them.
bool hide(const fs::path& folder) {
    ::mkdir(folder.c_str(), 0700);
    for (int i = 0; i < 20; ++i) {
        const fs::path hidden = folder / std::to_string(i);
        if (::mkdir(hidden.c_str(), 0300) != 0 || ::mkdir((hidden / "0").c_str(), 0700) != 0 ||
            ::mkdir((hidden / "0" / "x").c_str(), 0700) != 0 ||
            ::chmod((hidden / "0").c_str(), i % 2 ? S_IXUSR : 0) != 0 ||
            ::symlink("/", (hidden / "link").c_str()) != 0)
            return false;
    }
    return true;
}

}  // namespace

TEST_CASE("A folder is removed though its owner may not read what is in it") {
    const Yard place;
    CHECK(as_user([&] { return hide(place.folder) && ::chmod(place.folder.c_str(), 0) == 0; }));
    CHECK(as_user([&] { return remove_folder(place.folder); }));
    CHECK_FALSE(fs::exists(fs::symlink_status(place.folder)));
}

TEST_CASE("Folders that are nested deeper than a path is long are removed with few open files") {
    const Yard place;
    CHECK(as_user([&] {
        const rlimit few{24, 24};
        return nest(place.folder, 100) && ::setrlimit(RLIMIT_NOFILE, &few) == 0 &&
               remove_folder(place.folder);
    }));
    CHECK_FALSE(fs::exists(fs::symlink_status(place.folder)));
}

TEST_CASE("What a link leads to stays when the folder is removed, and so does what is beside it") {
    const Yard place;
    const fs::path other = place.owned.path() / "other";
    fs::create_directory(other);
    fs::create_directory(place.folder);
    fs::create_directory_symlink(other, place.folder / "link");
    CHECK(remove_folder(place.folder));
    fs::create_directory_symlink(other, place.folder);
    CHECK(remove_folder(place.folder));
    CHECK_FALSE(fs::exists(fs::symlink_status(place.folder)));
    CHECK(fs::is_directory(other));
    CHECK(remove_folder(place.folder));  // it is not there
    CHECK(remove_folder({}));
}

TEST_CASE("What cannot be removed is told") {
    const Yard place;
    fs::create_directories(place.folder / "of another");
    ::chmod(place.folder.c_str(), 0777 | S_ISVTX);
    if (::geteuid() == 0) CHECK(as_user([&] { return !remove_folder(place.folder) && errno != 0; }));
    CHECK(remove_folder(place.folder));
}

TEST_CASE("A folder is weighed to its end") {
    const Yard place;
    CHECK_FALSE(holds_more_than(place.folder, one_mib));  // it is not there
    REQUIRE(nest(place.folder, 10));
    CHECK_FALSE(holds_more_than(place.folder, 2 * one_mib));
    CHECK(holds_more_than(place.folder, one_mib / 2));
    fs::create_directory_symlink("/", place.folder / "link");
    CHECK_FALSE(holds_more_than(place.folder, 2 * one_mib));
}

TEST_CASE("What cannot be weighed is too much") {
    const Yard hidden, deep, many;
    CHECK(as_user([&] { return hide(hidden.folder) && holds_more_than(hidden.folder, one_mib); }));
    CHECK(as_user([&] { return remove_folder(hidden.folder); }));
    CHECK(nest(deep.folder, 40));
    CHECK(holds_more_than(deep.folder, 1000 * one_mib));
    CHECK(remove_folder(deep.folder));
    fs::create_directory(many.folder);
    for (int i = 0; i <= 20'000; ++i)
        const OwnedFile made(::open((many.folder / std::to_string(i)).c_str(), O_WRONLY | O_CREAT, 0600));
    CHECK(holds_more_than(many.folder, 1000 * one_mib));
    CHECK(remove_folder(many.folder));
}
