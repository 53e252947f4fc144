// Folders of decisions are joined by letter; what contradicts is told, and left to people.
#include "decisions/merge.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "decisions/folder.hpp"

using namespace sheaf;
namespace fs = std::filesystem;

namespace {

struct Folders {
    Folders() : path(fs::temp_directory_path() / ("sheaf-merge-" + std::to_string(::getpid()))) {
        fs::remove_all(path);
    }
    ~Folders() { fs::remove_all(path); }
    Folders(const Folders&) = delete;
    Folders& operator=(const Folders&) = delete;

    void write(const char* folder, const LetterDecisions& decisions) const {
        std::vector<Diagnostic> none;
        write_decisions(DecisionFolder(path / folder, none).file_named(decisions.letter), decisions);
    }
    MergedDecisions merge() const { return merge_decisions({path / "a", path / "b"}, path / "out"); }
    LetterDecisions merged(const char* letter) const {
        std::ifstream stream(path / "out" / (std::string(letter) + decisions_suffix));
        std::vector<Diagnostic> problems;
        return *read_decisions(std::string(std::istreambuf_iterator<char>(stream), {}), letter, problems);
    }
    fs::path path;
};

Decision decided(const char* record, const char* value, const char* by, const char* on) {
    Decision one;
    one.verdict = Verdict::corrected;
    one.record = record;
    one.type = "judgement";
    one.field = "grade";
    one.value = value;
    one.by = by;
    one.on = on;
    return one;
}

}  // namespace

TEST_CASE("Decisions about one letter are joined, whatever its name in each folder") {
    const Folders folders;
    folders.write("a",
                  {"one.pdf", "s1", {decided("r1", "Good", "Ada", "2"), decided("r2", "Good", "Ada", "2")}});
    folders.write(
        "b", {"renamed.pdf", "s1", {decided("r2", "Good", "Bo", "1"), decided("r3", "Poor", "Bo", "1")}});
    folders.write("b", {"two.pdf", "s2", {decided("r1", "Poor", "Bo", "1")}});
    const MergedDecisions merged = folders.merge();
    CHECK(merged.letters == 2);
    CHECK(merged.decisions == 4);
    CHECK(merged.conflicts.empty());
    const LetterDecisions one = folders.merged("one.pdf");
    REQUIRE(one.decisions.size() == 3);
    CHECK(one.decisions[1].by == "Bo");  // the earlier of two that agree
    CHECK(folders.merged("two.pdf").decisions.size() == 1);
}

TEST_CASE("What contradicts is listed with both, and neither is taken") {
    const Folders folders;
    folders.write("a",
                  {"one.pdf", "s1", {decided("r1", "Good", "Ada", "1"), decided("r2", "Good", "Ada", "1")}});
    folders.write("b", {"one.pdf", "s1", {decided("r1", "Poor", "Bo", "2")}});
    const MergedDecisions merged = folders.merge();
    REQUIRE(merged.conflicts.size() == 1);
    CHECK(merged.conflicts[0].letter == "one.pdf");
    CHECK(merged.conflicts[0].first.by == "Ada");
    CHECK(merged.conflicts[0].second.value == "Poor");
    CHECK(folders.merged("one.pdf").decisions.size() == 1);
    CHECK_THROWS_AS(folders.merge(), StageError);  // the folder is not empty any more
}

TEST_CASE("Two letters of one name stay two, and a file that is none stops it all") {
    const Folders folders;
    folders.write("a", {"one.pdf", "s1", {decided("r1", "Good", "Ada", "1")}});
    folders.write("b", {"one.pdf", "s2", {decided("r1", "Poor", "Bo", "2")}});
    CHECK(folders.merge().letters == 2);
    fs::remove_all(folders.path / "out");
    std::ofstream(folders.path / "a" / "bad.pdf.decisions.toml") << "nonsense";
    CHECK_THROWS_AS(folders.merge(), StageError);
    CHECK(!fs::exists(folders.path / "out"));
}
