// Which letters there are, and what their outputs are called.
#include "run/letters.hpp"

#include <catch2/catch.hpp>

#include "base/wording.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "run/output_names.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace {

std::vector<std::string> names(const std::vector<Letter>& letters) {
    std::vector<std::string> list;
    list.reserve(letters.size());
    for (const Letter& letter : letters)
        list.push_back(letter.name + (letter.problem ? " " + letter.problem->code : ""));
    return list;
}

std::vector<std::string> output_names(const std::vector<Letter>& letters) {
    std::vector<std::string> list;
    list.reserve(letters.size());
    for (const Letter& letter : letters) list.push_back(letter.output_name);
    return list;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("A file is called by its name, files of a folder by their path below it") {
    TemporaryFolder folder;
    const auto direct = folder.write("elsewhere/b.pdf", "b");
    folder.write("archive/2024/a.pdf", "a");
    folder.write("archive/z.docx", "z");
    const auto letters = find_letters({(folder.path() / "archive").string(), direct.string()});
    CHECK(names(letters) == Names{"2024/a.pdf", "z.docx", "b.pdf"});
    CHECK(output_names(letters) == Names{"2024/a.pdf", "z.docx", "b.pdf"});
}

TEST_CASE("A folder is walked in order of name, without hidden entries, links and the output folder") {
    namespace fs = std::filesystem;
    TemporaryFolder folder;
    folder.write("b/2.pdf", "2");
    folder.write("b/1.pdf", "1");
    folder.write("a.pdf", "a");
    folder.write(".hidden.pdf", "h");
    folder.write(".git/c.pdf", "c");
    folder.write("out/a.pdf.json", "{}");
    fs::create_symlink(folder.path() / "a.pdf", folder.path() / "link.pdf");
    fs::create_directory_symlink(folder.path(), folder.path() / "loop");
    CHECK(names(find_letters({folder.path().string()}, {.leave_out = folder.path() / "out"})) ==
          Names{"a.pdf", "b/1.pdf", "b/2.pdf"});
}

TEST_CASE("A trailing slash and a dot change nothing") {
    TemporaryFolder folder;
    folder.write("a/b.pdf", "b");
    CHECK(names(find_letters({folder.path().string() + "/"})) == Names{"a/b.pdf"});
    CHECK(names(find_letters({folder.path().string() + "/./a/."})) == Names{"b.pdf"});
}

TEST_CASE("What cannot be a letter is told in its place") {
    TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "empty");
    const std::string missing = (folder.path() / "missing.pdf").string();
    const std::string empty = (folder.path() / "empty").string();
    CHECK(names(find_letters({missing, empty, "/dev/null"})) ==
          Names{missing + " file-missing", empty + " folder-empty", "/dev/null not-a-file"});
}

TEST_CASE("A file that is named twice counts once") {
    TemporaryFolder folder;
    const std::string file = folder.write("a.pdf", "a").string();
    CHECK(names(find_letters({file, file, folder.path().string()})) == Names{"a.pdf"});
}

TEST_CASE("Twins of different formats keep their names") {
    TemporaryFolder folder;
    folder.write("a.pdf", "a");
    folder.write("a.docx", "a");
    CHECK(output_names(find_letters({folder.path().string()})) == Names{"a.docx", "a.pdf"});
}

TEST_CASE("Names that meet on a file system that folds case get suffixes, whatever the order") {
    TemporaryFolder folder;
    const std::string upper = folder.write("one/A.pdf", "first").string();
    const std::string lower = folder.write("two/a.pdf", "second").string();
    const auto letters = find_letters({upper, lower});
    const auto reversed = find_letters({lower, upper});
    CHECK(letters[0].output_name.starts_with("A.pdf~"));
    CHECK(letters[1].output_name.starts_with("a.pdf~"));
    CHECK(letters[0].output_name.size() == 14);
    CHECK(letters[0].output_name.substr(6) != letters[1].output_name.substr(6));
    CHECK(output_names(reversed) == Names{letters[1].output_name, letters[0].output_name});
    CHECK(letters[0].name == "A.pdf");
}

TEST_CASE("Names that meet on a file system that normalises get suffixes") {
    TemporaryFolder folder;
    const std::string composed = folder.write("one/\u00e9.pdf", "first").string();
    const std::string decomposed = folder.write("two/e\u0301.pdf", "second").string();
    const auto letters = find_letters({composed, decomposed});
    CHECK(letters[0].output_name.starts_with("\u00e9.pdf~"));
    CHECK(letters[1].output_name.starts_with("e\u0301.pdf~"));
}

TEST_CASE("Files of the same name from different folders are told apart by content, not by path") {
    TemporaryFolder folder;
    const std::string first = folder.write("one/a.pdf", "first").string();
    const std::string second = folder.write("two/a.pdf", "second").string();
    const std::string copy = folder.write("three/a.pdf", "first").string();
    const auto letters = find_letters({first, second, copy});
    REQUIRE(letters.size() == 2);  // the copy would give the same outputs under the same names
    CHECK(letters[0].output_name != letters[1].output_name);

    TemporaryFolder elsewhere;
    const std::string moved = elsewhere.write("x/a.pdf", "first").string();
    const std::string other = elsewhere.write("y/a.pdf", "second").string();
    CHECK(output_names(find_letters({other, moved})) ==
          Names{letters[1].output_name, letters[0].output_name});
}

TEST_CASE("Names are made safe for every file system") {
    CHECK(safe_name("2024/a.pdf") == "2024/a.pdf");
    CHECK(safe_name("Adroddiad \u0174.pdf") == "Adroddiad \u0174.pdf");
    CHECK(safe_name("a:b?c*d\"e<f>g|h\\i.pdf") == "a_b_c_d_e_f_g_h_i.pdf");
    CHECK(safe_name("tab\tnew\nline\x7f.pdf") == "tab_new_line_.pdf");
    CHECK(safe_name("ends. /in. /dots...") == "ends._/in._/dots.._");
    CHECK(safe_name("caf\xe9.pdf") == "caf_.pdf");
    CHECK(valid_utf8("caf\xe9.pdf") == "caf\ufffd.pdf");
}

TEST_CASE("Long names are cut between characters and marked") {
    std::string name;
    for (int i = 0; i < 120; ++i) name += "\u0175";
    const std::string cut = safe_name(name + "1");
    CHECK(cut.size() == 180 + 9);
    CHECK(cut != safe_name(name + "2"));
    CHECK(valid_utf8(cut) == cut);
}

TEST_CASE("Globs stand for files and for folders, and name letters below their fixed part") {
    TemporaryFolder folder;
    for (const char* name : {"2024/a.pdf", "2024/b.docx", "2025/more/c.pdf", "notes/d.pdf", "e.pdf"})
        folder.write(name, name);
    const auto found = [&](const std::string& glob) {
        return names(find_letters({(folder.path() / glob).string()}));
    };
    CHECK(found("*.pdf") == Names{"e.pdf"});
    CHECK(found("20*/*.pdf") == Names{"2024/a.pdf"});
    CHECK(found("20*") == Names{"2024/a.pdf", "2024/b.docx", "2025/more/c.pdf"});
    CHECK(found("**/*.pdf") == Names{"2024/a.pdf", "2025/more/c.pdf", "e.pdf", "notes/d.pdf"});
    CHECK(found("2024/?.[a-o]*") == Names{"b.docx"});
    CHECK(find_letters({(folder.path() / "*.xml").string()}).at(0).problem->code == "file-missing");
}

TEST_CASE("Filters choose letters by the file's name, or by its path when there is a slash in the glob") {
    TemporaryFolder folder;
    for (const char* name : {"2024/a.pdf", "2024/b.docx", "drafts/c.pdf", "2025/drafts/d.pdf"})
        folder.write(name, name);
    const std::vector<std::string> all = {folder.path().string()};
    CHECK(names(find_letters(all, {.include = {"*.pdf"}})) ==
          Names{"2024/a.pdf", "2025/drafts/d.pdf", "drafts/c.pdf"});
    CHECK(names(find_letters(all, {.include = {"2024/*"}})) == Names{"2024/a.pdf", "2024/b.docx"});
    CHECK(names(find_letters(all, {.exclude = {"**/drafts/**", "*.docx"}})) == Names{"2024/a.pdf"});
}

TEST_CASE("Symbolic links are followed when that is asked for, and one that leads back ends the walk") {
    TemporaryFolder folder, elsewhere;
    folder.write("a.pdf", "a");
    elsewhere.write("b.pdf", "b");
    std::filesystem::create_directory_symlink(elsewhere.path(), folder.path() / "linked");
    std::filesystem::create_directory_symlink(folder.path(), folder.path() / "round");
    CHECK(names(find_letters({folder.path().string()})) == Names{"a.pdf"});
    std::filesystem::create_symlink("nowhere", folder.path() / "lost");
    std::vector<PassedOver> passed;
    std::vector<std::string> dangling;
    CHECK(names(find_letters({folder.path().string()},
                             {.follow_symlinks = true, .passed_over = &passed, .dangling = &dangling})) ==
          Names{"a.pdf", "linked/b.pdf"});
    CHECK(dangling == Names{(folder.path() / "lost").string()});
    REQUIRE(passed.size() == 2);
    CHECK(passed[0].reason == "a symbolic link that leads nowhere");
    CHECK(passed[1].path == (folder.path() / "round").string());
    CHECK(passed[1].reason == "a symbolic link that leads back to a folder above it");
}

TEST_CASE("A list of inputs that names nothing is a problem") {
    const auto letters = find_listed_letters("\n\r\n");
    REQUIRE(letters.size() == 1);
    REQUIRE(letters[0].problem);
    CHECK(letters[0].problem->code == "list-empty");
}

TEST_CASE("A listed relative path is the letter's whole name") {
    TemporaryFolder folder;
    folder.write("2024/a.pdf", "a");
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    const auto letters =
        find_listed_letters("2024/a.pdf\n\n./2024/a.pdf\r\n" + folder.path().string() + "/2024/a.pdf\n");
    std::filesystem::current_path(before);
    CHECK(names(letters) == Names{"2024/a.pdf", "a.pdf"});
}

TEST_CASE("Names that the archive's own files have are given to no letter") {
    TemporaryFolder folder;
    folder.write("index", "a");
    folder.write("_Archive/b.pdf", "b");
    const auto letters = find_letters({folder.path().string()}, {.reserved = {"_archive", "index"}});
    CHECK(output_names(letters) == Names{"__Archive/b.pdf", "_index"});
}
