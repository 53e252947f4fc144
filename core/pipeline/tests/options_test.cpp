// From a TOML table to typed options.
#include <catch2/catch.hpp>

#include "pipeline/options_reader.hpp"
#include "temporary_folder.hpp"

using namespace sheaf;

namespace {

constexpr OptionSpec inner[] = {
    {.name = "pattern", .type = OptionType::pattern, .help = "a pattern", .required = true},
    {.name = "level", .type = OptionType::integer, .help = "a level", .default_value = "1"}};

constexpr OptionSpec specs[] = {
    {.name = "flag", .type = OptionType::flag, .help = "", .default_value = "true"},
    {.name = "count",
     .type = OptionType::integer,
     .help = "",
     .default_value = "3",
     .minimum = 1,
     .maximum = 10},
    {.name = "ratio", .type = OptionType::number, .help = "", .minimum = 0, .maximum = 1},
    {.name = "title", .type = OptionType::text, .help = "", .default_value = "\"none\""},
    {.name = "mode", .type = OptionType::choice, .help = "", .choices = "fast|thorough"},
    {.name = "match", .type = OptionType::pattern, .help = ""},
    {.name = "words", .type = OptionType::texts, .help = "", .default_value = "['a', 'b']"},
    {.name = "forms", .type = OptionType::patterns, .help = ""},
    {.name = "kinds", .type = OptionType::choices, .help = "", .choices = "x|y"},
    {.name = "part", .type = OptionType::table, .help = "", .keys = inner},
    {.name = "parts", .type = OptionType::tables, .help = "", .keys = inner},
    {.name = "names", .type = OptionType::text_map, .help = ""},
    {.name = "list", .type = OptionType::file, .help = ""},
};

struct Reading {
    std::vector<Diagnostic> problems;
    Options options;

    explicit Reading(const std::string& toml) {
        const TomlFile file = parse_toml(toml, "file.toml", problems);
        Place place;
        place.file = file.name;
        place.line = place.column = 1;
        options = OptionsReader(problems).read(file, file.root, specs, place);
    }
    /// `line:column code message` of the only problem.
    std::string problem() const {
        if (problems.size() != 1) return std::to_string(problems.size()) + " problems";
        const Diagnostic& one = problems.front();
        return std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + " " + one.code +
               " " + one.message;
    }
};

}  // namespace

TEST_CASE("Every type of option is read as what it is") {
    const Reading read(R"(
flag = false
count = 10
ratio = 1
title = "Häuser"
mode = "fast"
match = '\d+'
words = ["one", "two"]
forms = ['^a', 'b$']
kinds = ["y", "x"]
part = { pattern = 'p', level = 4 }
names = { zeta = "z", alpha = "a" }
[[parts]]
pattern = 'first'
[[parts]]
pattern = 'second'
level = 2
)");
    REQUIRE(read.problems.empty());
    const Options& options = read.options;
    CHECK_FALSE(options.flag("flag"));
    CHECK(options.integer("count") == 10);
    CHECK(options.number("ratio") == 1.0);
    CHECK(options.text("title") == "Häuser");
    CHECK(options.text("mode") == "fast");
    CHECK(options.text("match") == "\\d+");
    CHECK(options.texts("words") == std::vector<std::string>{"one", "two"});
    CHECK(options.texts("forms") == std::vector<std::string>{"^a", "b$"});
    CHECK(options.texts("kinds") == std::vector<std::string>{"y", "x"});
    CHECK(options.table("part").integer("level") == 4);
    REQUIRE(options.tables("parts").size() == 2);
    CHECK(options.tables("parts")[0].text("pattern") == "first");
    CHECK(options.tables("parts")[0].integer("level") == 1);
    CHECK(options.tables("parts")[1].integer("level") == 2);
    CHECK(options.tables("parts")[1].place().line == 15);
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    CHECK(options.text_map("names") == Pairs{{"zeta", "z"}, {"alpha", "a"}});
}

TEST_CASE("Defaults stand in for what is not given; what has none is absent") {
    const Reading read("");
    REQUIRE(read.problems.empty());
    CHECK(read.options.flag("flag"));
    CHECK(read.options.integer("count") == 3);
    CHECK(read.options.text("title") == "none");
    CHECK(read.options.texts("words") == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(read.options.has("ratio"));
    CHECK_FALSE(read.options.has("part"));
    CHECK(read.options.text("mode").empty());
    CHECK(read.options.tables("parts").empty());
    CHECK_FALSE(read.options.table("part").has("level"));
}

TEST_CASE("To ask for an option that is not declared, or for another type, is a defect of the stage") {
    const Reading read("");
    CHECK_THROWS_AS(read.options.text("nonsense"), std::logic_error);
    CHECK_THROWS_AS(read.options.has("nonsense"), std::logic_error);
    CHECK_THROWS_AS(read.options.flag("count"), std::logic_error);
    CHECK_THROWS_AS(read.options.integer("ratio"), std::logic_error);
    CHECK_THROWS_AS(read.options.table("part").text("nonsense"), std::logic_error);
}

TEST_CASE("Mistakes are told with their place") {
    CHECK(Reading("cuont = 3").problem() == "1:1 unknown-key unknown key \"cuont\"");
    CHECK(Reading("cuont = 3").problems.front().hint == "did you mean \"count\"?");
    CHECK(Reading("count = 11").problem() == "1:9 out-of-range \"count\" is 11 but must lie from 1 to 10");
    CHECK(Reading("count = 0").problem() == "1:9 out-of-range \"count\" is 0 but must lie from 1 to 10");
    for (const char* limit : {"count = 1", "count = 10", "ratio = 0.0", "ratio = 1.0"})
        CHECK(Reading(limit).problems.empty());
    CHECK(Reading("ratio = nan").problem() == "1:9 out-of-range \"ratio\" is nan but must lie from 0 to 1");
    CHECK(Reading("count = 2.5").problem() ==
          "1:9 wrong-type \"count\" must be a whole number, not a number");
    CHECK(Reading("flag = 1").problem() ==
          "1:8 wrong-type \"flag\" must be true or false, not a whole number");
    CHECK(Reading("title = 2020-01-01").problem() == "1:9 wrong-type \"title\" must be text, not a date");
    CHECK(Reading("words = 'one'").problem() == "1:9 wrong-type \"words\" must be a list of texts, not text");
    CHECK(Reading("words = 'one'").problems.front().hint == "write it in square brackets: [\"...\"]");
    CHECK(Reading("words = ['one', 2]").problem() ==
          "1:17 wrong-type \"words\" must be a list of texts, not a whole number");
    CHECK(Reading("mode = 'fats'").problem() ==
          "1:8 unknown-choice \"mode\" is \"fats\" but must be one of \"fast\" and \"thorough\"");
    CHECK(Reading("mode = 'fats'").problems.front().hint == "did you mean \"fast\"?");
    CHECK(Reading("kinds = ['x', 'z']").problem() ==
          "1:15 unknown-choice \"kinds\" is \"z\" but must be one of \"x\" and \"y\"");
    CHECK(Reading("part = 3").problem() == "1:8 wrong-type \"part\" must be a table, not a whole number");
    CHECK(Reading("part = { level = 2 }").problem() ==
          "1:8 missing-key the key \"pattern\" (a regular expression) is missing");
    CHECK(Reading("[[parts]]\npattern = 'x'\nlevl = 1").problem() == "3:1 unknown-key unknown key \"levl\"");
    CHECK(Reading("names = { a = 1 }").problem() ==
          "1:15 wrong-type \"names\" must be a table of texts, not a whole number");
}

TEST_CASE("A regular expression that RE2 refuses is told with its reason and its own place in a list") {
    CHECK(Reading("match = '(a'")
              .problem()
              .starts_with("1:9 pattern-invalid the regular expression `(a` is not valid: "));
    CHECK(Reading("forms = ['a',\n  'b(?=c)']").problem().starts_with("2:3 pattern-invalid "));
}

TEST_CASE("Columns count characters, not bytes") {
    CHECK(Reading("names = { 'ŵŷ' = 'x', b = 1 }").problems.front().place.column == 27);
}

TEST_CASE("A line with a syntax error is left out and the rest is checked on") {
    const Reading read("flag = treu\ncount = 99\nmode = \"slow\"\n= 3\n");
    REQUIRE(read.problems.size() == 4);
    CHECK(read.problems[0].code == "toml-syntax");
    CHECK(read.problems[0].place.line == 1);
    CHECK(read.problems[1].code == "toml-syntax");
    CHECK(read.problems[1].place.line == 4);
}

TEST_CASE("A text that is not closed is told where it begins, and the rest is checked on") {
    const Reading line("names = { 'ŵ' = \"x }\ncount = 99\n");
    REQUIRE(line.problems.size() == 2);
    CHECK(line.problems[0].message == "the text that begins here is not closed");
    CHECK(line.problems[0].hint == "end it with \" on the same line");
    CHECK(line.problems[0].place.line == 1);
    CHECK(line.problems[0].place.column == 17);
    CHECK(line.problems[1].code == "out-of-range");

    const Reading many("count = 99 # \"\nmode = '''it\"s\nslow\n[table]\n");
    REQUIRE(many.problems.size() == 2);
    CHECK(many.problems[0].hint == "end it with '''");
    CHECK(many.problems[0].place.line == 2);
    CHECK(many.problems[0].place.column == 8);
    CHECK(many.problems[1].code == "out-of-range");
}

TEST_CASE("A mistake within a text that is closed is told where it is") {
    const Reading escape("title = \"\"\"a\n\\d\"\"\"\"\n");
    REQUIRE_FALSE(escape.problems.empty());
    CHECK(escape.problems[0].place.line == 2);
    CHECK(escape.problems[0].hint.find("in single quotes") == 0);
    const Reading control("title = \"a\x01\"\n");
    REQUIRE(control.problems.size() == 1);
    CHECK(control.problems[0].hint.empty());
}

TEST_CASE("A key that stands twice is a mistake") {
    const Reading read("count = 3\ncount = 4\n");
    REQUIRE(read.problems.size() == 1);
    CHECK(read.problems.front().code == "toml-syntax");
    CHECK(read.problems.front().place.line == 2);
    CHECK(read.problems.front().hint == "a key may stand once in a table");
}

TEST_CASE("A default that is no valid value is a defect of the plugin") {
    constexpr OptionSpec bad[] = {
        {.name = "n",
         .type = OptionType::integer,
         .help = "",
         .default_value = "12",
         .minimum = 1,
         .maximum = 9},
        {.name = "t", .type = OptionType::text, .help = "", .default_value = "open"}};
    const auto faults = faulty_defaults(bad);
    REQUIRE(faults.size() == 2);
    CHECK(faults[0] == "the default of option \"n\", `12`, is no valid value of it");
    CHECK(faults[1] == "the default of option \"t\", `open`, is no valid value of it");
    CHECK(faulty_defaults(specs).empty());
}

TEST_CASE("Options are values: a copy does not change with its original") {
    Options original;
    original.set("a", std::string("1"));
    Options copy = original;
    original.set("a", std::string("2"));
    CHECK(copy.text("a") == "1");
    copy = original;
    CHECK(copy.text("a") == "2");
    const Options moved = std::move(copy);
    CHECK(moved.text("a") == "2");
}

TEST_CASE("An option that names a file has the file's content, read from beside the file that names it") {
    const testing::TemporaryFolder folder;
    folder.write("lists/names.txt", "A. Writer\n");
    folder.write("latin.txt", "\xe9");
    const auto read = [&](const std::string& toml, std::vector<Diagnostic>& problems) {
        const TomlFile file = parse_toml(toml, (folder.path() / "pipeline.toml").string(), problems);
        return OptionsReader(problems).read(file, file.root, specs, {});
    };
    std::vector<Diagnostic> problems;
    CHECK(read("list = 'lists/names.txt'", problems).text("list") == "A. Writer\n");
    CHECK(problems.empty());
    CHECK_FALSE(read("\n  list = 'no.txt'", problems).has("list"));
    read("list = 'lists'", problems);
    read("list = 'latin.txt'", problems);
    read("list = 3", problems);
    REQUIRE(problems.size() == 4);
    CHECK(problems[0].code == "file-missing");
    CHECK(problems[0].message == "\"list\" names \"no.txt\": there is no such file");
    CHECK(problems[0].place.line == 2);
    CHECK(problems[0].place.column == 10);
    CHECK(problems[1].code == "not-a-file");
    CHECK(problems[2].code == "file-unreadable");
    CHECK(problems[3].code == "wrong-type");
    CHECK(problems[3].message == "\"list\" must be the path of a file, not a whole number");
}

TEST_CASE("One table of a TOML text can be read alone") {
    const std::string text =
        "name = \"x\"  # [no] header\n"
        "list = [\n"
        "  [1, 2],\n"
        "]\n"
        "[one]\n"
        "a = \"\"\"\n"
        "[two]\n"
        "\"\"\"\n"
        "[[two.part]]\n"
        "b = 'c:\\'\n"
        "[one.more]\n"
        "d = \"\\\"[\"\n";
    const TomlTables tables(text);
    CHECK(tables.only("") == text.substr(0, text.find("[one]")) + std::string(8, '\n'));
    std::vector<Diagnostic> problems;
    const TomlFile one = parse_toml(tables.only("one"), "one.toml", problems);
    REQUIRE(one.root.find("one"));
    const TomlNode& table = one.root.find("one")->value;
    CHECK(table.find("a")->value.text == "[two]\n");
    CHECK(table.find("more")->value.find("d")->value.text == "\"[");
    CHECK(table.find("more")->value.find("d")->value.at.line == 12);
    CHECK_FALSE(one.root.find("two"));
    const TomlFile two = parse_toml(tables.only("two"), "two.toml", problems);
    REQUIRE(two.root.find("two"));
    CHECK(two.root.find("two")->value.find("part")->value.list.front().find("b")->value.text == "c:\\");
    CHECK_FALSE(two.root.find("one"));
    CHECK(problems.empty());
    // What is not told apart by plain headers stays whole, so that nothing is overlooked.
    for (const char* whole :
         {"[\"one\"]\na = 1\n[two]\n", "a = \"open\n[two]\n", "a = [1,\n[two]\n", "[ one ]\n[two]\n"})
        CHECK(TomlTables(whole).only("one") == whole);
}
