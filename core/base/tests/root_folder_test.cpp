#include "base/root_folder.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include "base/atomic_file.hpp"
#include "base/codes.hpp"
#include "base/files.hpp"
#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using sheaf::testing::TemporaryFolder;

namespace fs = std::filesystem;

TEST_CASE("Folders below an open one are made and opened step by step") {
    TemporaryFolder folder;
    const RootFolder root(folder.path() / "out");
    CHECK_FALSE(root.open("2024/a"));
    std::vector<fs::path> made;
    CHECK(root.make("2024/a", &made));
    CHECK(made == std::vector<fs::path>{folder.path() / "out/2024", folder.path() / "out/2024/a"});
    CHECK(root.make("2024/a", &made));
    CHECK(made.size() == 2);
    CHECK(root.open("2024/a"));
    CHECK(root.open({}));
    root.write_new("2024/a/x", "text", false, "x");
    CHECK_THROWS_AS(root.write_new("2024/a/x", "again", false, "x"), StageError);
    root.rename("2024/a/x", "2024/y");
    CHECK(folder.read("out/2024/y") == "text");
    CHECK(root.has("2024/y"));
    CHECK(root.has_file("2024/y"));
    CHECK(root.has("2024"));
    CHECK_FALSE(root.has_file("2024"));
    CHECK_FALSE(root.has("2024/z"));
    CHECK_THROWS_WITH(root.make("2024/y/z"),
                      Catch::Contains("2024/y` cannot be written: it is not a folder"));
    CHECK_FALSE(root.remove_empty("2024"));
    root.remove("2024/y");
    CHECK(root.remove_empty("2024/a"));
    CHECK(root.remove_empty("2024"));
}

TEST_CASE("No name leads out of an open folder") {
    TemporaryFolder folder;
    folder.write("keep.txt", "kept");
    const RootFolder root(folder.path() / "out");
    const std::vector<std::string> names = {
        "../keep.txt", "a/../../keep.txt", "./a", "a/", "", "/etc/passwd", "a/./b", std::string("a\0b", 3)};
    for (const std::string& name : names) {
        CHECK_THROWS_AS(root.remove(name), StageError);
        CHECK_THROWS_AS(root.open_file(name), StageError);
        CHECK_THROWS_AS(root.has(name), StageError);
    }
    CHECK_THROWS_WITH(root.has("../keep.txt"), Catch::Contains("`../keep.txt` leads out of the folder"));
    CHECK_THROWS_AS(root.make(".."), StageError);
    CHECK_THROWS_AS(root.rename("x", "../keep.txt"), StageError);
    CHECK(folder.read("keep.txt") == "kept");
}

TEST_CASE("A link below an open folder is refused by name, and nothing happens behind it") {
    TemporaryFolder folder;
    folder.write("elsewhere/keep.txt", "kept");
    const RootFolder root(folder.path() / "out");
    fs::create_directory_symlink("../elsewhere", folder.path() / "out/2024");
    const auto said = Catch::Contains("out/2024` is a symbolic link");
    CHECK_THROWS_WITH(root.open("2024"), said);
    CHECK_THROWS_WITH(root.make("2024/a"), said);
    CHECK_THROWS_WITH(root.remove("2024/keep.txt"), said);
    CHECK_THROWS_WITH(root.open_file("2024/keep.txt"), said);
    CHECK_THROWS_WITH(root.open_file("2024"), said);
    CHECK_THROWS_WITH(root.write_new("2024/new", "x", false, "x"), said);
    CHECK(folder.files() == std::vector<std::string>{"elsewhere/keep.txt"});
}

TEST_CASE("A link in the place of a file is refused by name, and is neither replaced nor followed") {
    TemporaryFolder folder;
    folder.write("elsewhere.txt", "kept");
    const fs::path out = folder.path() / "out";
    const RootFolder root(out);
    root.write_new("new", "x", false, "x");
    for (const char* to : {"../elsewhere.txt", "nowhere"}) {
        fs::remove(out / "a.txt");
        fs::create_symlink(to, out / "a.txt");
        const auto said = Catch::Contains("out/a.txt` is a symbolic link");
        CHECK(root.has("a.txt"));
        CHECK_FALSE(root.has_file("a.txt"));
        CHECK_THROWS_WITH(root.rename("new", "a.txt"), said);
        AtomicFile file(out / "a.txt");
        file.write("text");
        CHECK_THROWS_WITH(file.commit(), said);
        CHECK(fs::is_symlink(out / "a.txt"));
    }
    CHECK(folder.read("elsewhere.txt") == "kept");
    CHECK_FALSE(fs::exists(out / "nowhere"));
}

TEST_CASE("A pipe in the place of a file is refused, and nobody waits for its other end") {
    TemporaryFolder folder;
    const RootFolder root(folder.path());
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    CHECK_THROWS_WITH(root.open_file("pipe"), Catch::Contains("is no regular file"));
    CHECK_FALSE(root.open_file("none"));
}

TEST_CASE("A folder that was opened stays the one that is written to") {
    TemporaryFolder folder;
    fs::create_directory(folder.path() / "elsewhere");
    const RootFolder root(folder.path() / "out");
    AtomicFile file(root.make("2024"), folder.path() / "out/2024/a.txt", false);
    file.write("text");
    fs::rename(folder.path() / "out/2024", folder.path() / "kept");
    fs::create_directory_symlink("../elsewhere", folder.path() / "out/2024");
    file.commit();
    CHECK(folder.read("kept/a.txt") == "text");
    CHECK(fs::is_empty(folder.path() / "elsewhere"));
}

TEST_CASE("Temporary names are like no other names, and no two are the same") {
    const fs::path one = temporary_for("out/a.txt"), other = temporary_for("out/a.txt");
    CHECK(one != other);
    CHECK(one.parent_path() == "out");
    const std::string name = one.filename().string();
    CHECK(is_temporary_name(name));
    for (const std::string& not_ours :
         {std::string(".sheaf-2024-minutes.txt"), std::string(".sheaf-12-0123456789abcdef"),
          std::string(".sheaf--0123456789abcdef.tmp"), std::string(".sheaf-12-0123456789abcdeg.tmp"),
          std::string(".sheaf-12-0123456789abcdef0.tmp"), std::string(".sheaf-1x-0123456789abcdef.tmp"),
          std::string(".sheaf-12-123456789abcdef.tmp"), name + "x", "x" + name})
        CHECK_FALSE(is_temporary_name(not_ours));
}
