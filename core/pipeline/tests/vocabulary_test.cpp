#include "pipeline/vocabulary.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

struct Expanded {
    std::string text;
    std::vector<Diagnostic> problems;
};

/// The first text of a profile after its words were put in.
Expanded expanded(const std::string& words, const std::string& pattern) {
    const std::string name = "harbour.toml", base_name = "words.toml";
    const TomlTables own("[words]\nboat = 'sloop'\n"), base("[words]\nboat = 'ketch'\n" + words);
    Vocabulary vocabulary({{name, own}, {base_name, base}});
    Expanded result;
    TomlFile file = parse_toml("[rule]\npattern = '" + pattern + "'\n", "harbour.toml", result.problems);
    vocabulary.expand(file, file.root, result.problems);
    result.text = file.root.find("rule")->value.find("pattern")->value.text;
    return result;
}

}  // namespace

TEST_CASE("a name in braces stands for one of the words of that name") {
    CHECK(expanded("crew = ['pilot', 'master']", "^the {crew} must").text == "^the (?:pilot|master) must");
    CHECK(expanded("crew = 'pilots?'", "{crew}").text == "(?:pilots?)");
}

TEST_CASE("a profile's own words hide those of the file that it extends") {
    CHECK(expanded("crew = '{boat}s crew'", "{crew}").text == "(?:(?:sloop)s crew)");
}

TEST_CASE("words may be made of other words, and one that is made of itself ends") {
    CHECK(expanded("crew = 'the {man}'\nman = ['pilot', 'cook']", "{crew}").text == "(?:the (?:pilot|cook))");
    CHECK(expanded("crew = 'a {crew}'", "{crew}").text == "(?:a (?:))");
}

TEST_CASE("repetitions and classes of characters are no names") {
    const auto pattern = R"(\d{1,2}\p{l}\x{a0}[a-z]{2})";
    const Expanded result = expanded("crew = 'pilot'", pattern);
    CHECK(result.text == pattern);
    CHECK(result.problems.empty());
}

TEST_CASE("a name that no file has is reported where it stands") {
    const Expanded result = expanded("crew = 'pilot'", "^the {quay}");
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems.front().message.find("\"quay\"") != std::string::npos);
    CHECK(result.problems.front().place.line == 2);
}
