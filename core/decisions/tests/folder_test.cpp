// The file of a letter is found by the letter's bytes, whatever it is called, and by its name.
#include "decisions/folder.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

#include <fstream>

using namespace sheaf;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
    TemporaryFolder() : path(fs::temp_directory_path() / ("sheaf-decisions-" + std::to_string(::getpid()))) {
        fs::remove_all(path);
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    fs::path path;
};

LetterDecisions about(const std::string& name, char digit) {
    return {name, std::string(64, digit), {}};
}

}  // namespace

TEST_CASE("A letter that was renamed keeps its decisions, one that was changed is known by its name") {
    const TemporaryFolder temporary;
    std::vector<Diagnostic> problems;
    const DecisionFolder none(temporary.path, problems);
    CHECK(none.files().empty());
    CHECK(!none.find(std::string(64, 'a'), "x/one.pdf"));

    write_decisions(none.file_named("x/one.pdf"), about("x/one.pdf", 'a'));
    write_decisions(none.file_named("two.pdf"), about("two.pdf", 'b'));
    // What a process that was killed leaves.
    std::ofstream(temporary.path / ".sheaf-1-two.pdf.decisions.toml") << "form";
    const DecisionFolder folder(temporary.path, problems);
    CHECK(problems.empty());
    CHECK(folder.files().size() == 2);
    CHECK(folder.find(std::string(64, 'a'), "renamed.pdf") == folder.file_named("x/one.pdf"));
    CHECK(folder.find(std::string(64, 'c'), "two.pdf") == folder.file_named("two.pdf"));
    CHECK(!folder.find(std::string(64, 'c'), "three.pdf"));
    const DecisionsFile file = decisions_for(folder, std::string(64, 'a'), "renamed.pdf");
    CHECK(file.name == "x/one.pdf.decisions.toml");
    CHECK(file.text == decisions_text(about("x/one.pdf", 'a')));
}

TEST_CASE("Two files about one letter, and one that is damaged, are told") {
    const TemporaryFolder temporary;
    std::vector<Diagnostic> problems;
    const DecisionFolder empty(temporary.path, problems);
    write_decisions(empty.file_named("one.pdf"), about("one.pdf", 'a'));
    write_decisions(empty.file_named("copy.pdf"), about("copy.pdf", 'a'));
    std::ofstream(empty.file_named("bad.pdf")) << "nonsense";
    const DecisionFolder folder(temporary.path, problems);
    REQUIRE(problems.size() >= 2);
    CHECK(problems.front().place.file.ends_with("bad.pdf.decisions.toml"));
    CHECK(problems.back().code == "decision-invalid");
    CHECK(decisions_for(folder, std::string(64, 'f'), "bad.pdf").text == "nonsense");
}
