// Outputs appear together or not at all.
#include "run/output_files.hpp"

#include <catch2/catch.hpp>

#include "pipeline/tests/temporary_folder.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace fs = std::filesystem;

using Names = std::vector<std::string>;

TEST_CASE("Files have their names only after all are complete") {
    TemporaryFolder folder;
    OutputFiles files(folder.path(), "2024/a.pdf");
    files.write(".json", "{}");
    files.write(".html", "<p>");
    for (const std::string& name : folder.files()) CHECK(name.starts_with("2024/.sheaf-"));
    files.commit();
    CHECK(folder.files() == Names{"2024/a.pdf.html", "2024/a.pdf.json"});
    CHECK(folder.read("2024/a.pdf.json") == "{}");
    CHECK(files.names() == Names{"2024/a.pdf.json", "2024/a.pdf.html"});
}

TEST_CASE("Without a commit nothing is left, not even the folders made") {
    TemporaryFolder folder;
    {
        OutputFiles files(folder.path() / "out", "2024/05/a.pdf");
        files.write(".json", "{}");
        CHECK(folder.files().size() == 1);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("What stood there before stays when the letter fails, and is replaced when it succeeds") {
    TemporaryFolder folder;
    folder.write("a.json", "old");
    {
        OutputFiles files(folder.path(), "a");
        files.write(".json", "half");
    }
    CHECK(folder.read("a.json") == "old");
    OutputFiles files(folder.path(), "a");
    files.write(".json", "new");
    files.commit();
    CHECK(folder.read("a.json") == "new");
    CHECK(folder.files() == Names{"a.json"});
}

TEST_CASE("More than the limit is not written, and nothing is left of the letter") {
    TemporaryFolder folder;
    {
        OutputFiles files(folder.path(), "a", 10);
        files.write(".json", "123456");
        files.write(".csv", "7890");
        try {
            files.write(".html", "1");
            FAIL("more was written than the limit");
        } catch (const StageError& error) {
            CHECK(error.diagnostic().code == "stage-output");
        }
    }
    CHECK(folder.files().empty());
}

TEST_CASE("A file where a folder is wanted is told") {
    TemporaryFolder folder;
    folder.write("out", "a file");
    OutputFiles files(folder.path() / "out", "a");
    try {
        files.write(".json", "{}");
        FAIL("a file was written below a file");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "output-unwritable");
        CHECK_THAT(error.what(), Catch::Contains("it is not a folder") || Catch::Contains("Not a directory"));
    }
    CHECK(folder.read("out") == "a file");
}

TEST_CASE("A folder in the place of an output fails the letter and takes back the others") {
    TemporaryFolder folder;
    folder.write("a.txt/inside", "kept");
    {
        OutputFiles files(folder.path(), "a");
        files.write(".json", "{}");
        files.write(".txt", "text");
        CHECK_THROWS_AS(files.commit(), StageError);
    }
    CHECK(folder.files() == Names{"a.txt/inside"});
}

TEST_CASE("Nothing is written through a link below the folder, or in its place, and nothing is left") {
    TemporaryFolder folder;
    folder.write("elsewhere/b.json", "kept");
    const fs::path out = folder.path() / "out";
    fs::create_directory(out);
    fs::create_directory_symlink("../elsewhere", out / "2024");
    {
        OutputFiles files(out, "2024/05/a");
        CHECK_THROWS_WITH(files.write(".json", "{}"), Catch::Contains("out/2024` is a symbolic link"));
    }
    fs::create_symlink("../elsewhere/b.json", out / "b.json");
    {
        OutputFiles files(out, "b");
        files.write(".html", "<p>");
        files.write(".json", "{}");
        CHECK_THROWS_WITH(files.commit(), Catch::Contains("out/b.json` is a symbolic link"));
    }
    CHECK(folder.files() == Names{"elsewhere/b.json", "out/b.json"});
    CHECK(folder.read("elsewhere/b.json") == "kept");
}

TEST_CASE("A folder that becomes a link while a letter's files are written keeps what was there") {
    TemporaryFolder folder;
    const fs::path out = folder.path() / "out";
    folder.write("elsewhere/a.json", "kept");
    {
        OutputFiles files(out, "2024/a");
        files.write(".json", "{}");
        fs::rename(out / "2024", folder.path() / "moved");
        fs::create_directory_symlink("../elsewhere", out / "2024");
        CHECK_THROWS_WITH(files.commit(), Catch::Contains("out/2024` is a symbolic link"));
    }
    CHECK(folder.read("elsewhere/a.json") == "kept");
}

TEST_CASE("The folder itself may be a link, and be named in any way") {
    TemporaryFolder folder;
    fs::create_directory(folder.path() / "real");
    fs::create_directory_symlink("real", folder.path() / "out");
    for (const char* name : {"out", "out/", "real/../out", "./out/.", "real/new/sub"}) {
        {
            OutputFiles left(folder.path() / name, "2023/a");
            left.write(".json", "{}");
        }
        CHECK(folder.files().empty());
        CHECK_FALSE(fs::exists(folder.path() / name / "2023"));
        CHECK_FALSE(fs::exists(folder.path() / "real/new"));
        OutputFiles files(folder.path() / name, "2024/a");
        files.write(".json", "{}");
        files.commit();
        CHECK(folder.read(std::string(name) + "/2024/a.json") == "{}");
        fs::remove_all(folder.path() / "real/2024");
        fs::remove_all(folder.path() / "real/new");
    }
}

TEST_CASE("A suffix must be the end of a file name") {
    TemporaryFolder folder;
    OutputFiles files(folder.path(), "a");
    CHECK_THROWS_AS(files.write("", "x"), std::logic_error);
    CHECK_THROWS_AS(files.write("/b", "x"), std::logic_error);
    CHECK_THROWS_AS(files.write(std::string_view("\0b", 2), "x"), std::logic_error);
}

TEST_CASE("A suffix that people cannot see, or that makes a name too long, is none") {
    TemporaryFolder folder;
    StagedFiles files(folder.path(), "2024/a.pdf");
    for (const std::string_view suffix : {"", "/x", ".\n", ".\x1B[31m", ".\xFF", ".\xE2\x80\xAE"})
        CHECK_THROWS_AS(files.write(suffix, "{}"), std::logic_error);
    CHECK_THROWS_AS(files.write("." + std::string(250, 'x'), "{}"), StageError);
    files.write("." + std::string(249, 'x'), "{}");
    CHECK(files.files().size() == 1);
}
