// sheaf check: every mistake of a pipeline file and its profiles at once, in file order.
#include <catch2/catch.hpp>

#include "pipeline/plan.hpp"
#include "pipeline/tests/temporary_folder.hpp"
#include "test_plugins.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace {

struct Check {
    TemporaryFolder folder;
    PluginRegistry plugins{{plugin_folder("sound")}};

    CheckedPipeline operator()(const std::string& pipeline) {
        return check_pipeline(folder.write("pipeline.toml", pipeline), plugins);
    }
    /// `file:line:column: severity[code]: message; hint`, a line each.
    std::string report(const std::string& pipeline) {
        std::string text;
        for (const Diagnostic& one : (*this)(pipeline).diagnostics)
            text += std::filesystem::path(one.place.file).filename().string() + ":" +
                    std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + ": " +
                    std::string(name(one.severity)) + "[" + one.code + "]: " + one.message +
                    (one.hint.empty() ? "" : "; " + one.hint) + "\n";
        return text;
    }
};

const std::string whole = "format = 1\n[[input]]\nuse = \"plain\"\n[[output]]\nuse = \"lines\"\n";

}  // namespace

TEST_CASE("A pipeline without mistakes gives a plan") {
    Check check;
    const auto checked = check(whole + "width = 80\n[[transform]]\nuse = \"notes\"\n");
    CHECK(checked.diagnostics.empty());
    REQUIRE(checked.plan);
    CHECK(checked.plan->name == "pipeline");
    REQUIRE(checked.plan->inputs.size() == 1);
    REQUIRE(checked.plan->transforms.size() == 1);
    REQUIRE(checked.plan->outputs.size() == 1);
    CHECK(checked.plan->outputs[0].options.integer("width") == 80);
    CHECK(checked.plan->outputs[0].options.text("prefix") == "> ");
    REQUIRE(checked.plan->record_types.size() == 1);
    CHECK(std::string(checked.plan->record_types[0].name) == "note");
}

TEST_CASE("All mistakes are reported at once, in file order") {
    Check check;
    CHECK(check.report(R"(format = 1
nam = "typo"
profiles = ["nowhere"]

[[input]]
use = "plian"

[[transform]]
use = "lines"

[[transform]]
ues = "notes"

[[output]]
use = "lines"
width = 5
mode = "fancey"
prefix = 3
colour = "red"
)") == R"(pipeline.toml:2:1: error[unknown-key]: unknown key "nam"; did you mean "name"?
pipeline.toml:3:13: error[file-missing]: the profile folder "nowhere" cannot be read: No such file or directory; folders are looked for next to the pipeline file, then among the installed pipelines
pipeline.toml:6:7: error[unknown-stage]: no plugin offers an input "plian"; did you mean "plain"?
pipeline.toml:9:7: error[unknown-stage]: no plugin offers a transform "lines"; "lines" is a stage of kind output: write it under [[output]]
pipeline.toml:11:1: error[missing-key]: the key "use" (the name of a stage) is missing; sheaf plugins lists the stages
pipeline.toml:16:9: error[out-of-range]: "width" is 5 but must lie from 10 to 200
pipeline.toml:17:8: error[unknown-choice]: "mode" is "fancey" but must be one of "plain", "fancy" and "terse"; did you mean "fancy"?
pipeline.toml:18:10: error[wrong-type]: "prefix" must be text, not a whole number
pipeline.toml:19:1: error[unknown-key]: unknown key "colour"
)");
}

TEST_CASE("A pipeline needs a format, an input and an output") {
    Check check;
    CHECK(
        check.report("name = \"empty\"\n") ==
        R"(pipeline.toml:1:1: error[missing-key]: the key "format" (a whole number) is missing; version of the pipeline format: 1
pipeline.toml:1:1: error[no-input]: the pipeline has no input; add [[input]] with use = "..."
pipeline.toml:1:1: error[no-output]: the pipeline has no output; add [[output]] with use = "..."
)");
}

TEST_CASE("A format version of the future is refused") {
    Check check;
    CHECK(check.report("format = 2\n" + whole.substr(11)) ==
          "pipeline.toml:1:10: error[format-unsupported]: pipeline format 2 is not supported: this program "
          "reads "
          "format 1\n");
}

TEST_CASE("Stages in single brackets are reported") {
    Check check;
    CHECK(check.report("format = 1\n[input]\nuse = \"plain\"\n[[output]]\nuse = \"lines\"\n") ==
          "pipeline.toml:2:1: error[wrong-type]: \"input\" must be a list of tables; write [[input]] in two "
          "brackets\n");
}

TEST_CASE(
    "A stage that needs records of a later stage, or of none, gets the name of the stage that makes them") {
    Check check;
    const std::string late = whole + "[[transform]]\nuse = \"count-notes\"\n[[transform]]\nuse = \"notes\"\n";
    CHECK(
        check.report(late) ==
        "pipeline.toml:7:7: error[record-not-made]: \"count-notes\" needs records of type \"note\", which no "
        "earlier stage makes; put \"notes\" before it\n");
    const std::string right =
        whole + "[[transform]]\nuse = \"notes\"\n[[transform]]\nuse = \"count-notes\"\n";
    CHECK(check.report(right).empty());
}

TEST_CASE("The same transform twice is a mistake, the same output twice is none") {
    Check check;
    CHECK(check.report(whole + "[[transform]]\nuse = \"notes\"\n[[transform]]\nuse = \"notes\"\n") ==
          "pipeline.toml:9:7: error[stage-repeated]: the transform \"notes\" appears twice; remove one of "
          "them\n");
    CHECK(check.report(whole + "[[output]]\nuse = \"lines\"\n").empty());
}

TEST_CASE("A pipeline file that is missing, or a folder, is reported") {
    Check check;
    CHECK(check_pipeline("/no/such.toml", check.plugins).diagnostics.front().code == "file-missing");
    CHECK(check_pipeline(check.folder.path(), check.plugins).diagnostics.front().code == "not-a-file");
}

TEST_CASE("Profiles are read in order of name, with the rules of each stage") {
    Check check;
    check.folder.write("rules/b.toml", "format = 1\nname = \"beta\"\n[notes]\nwords = ['^N']\n");
    check.folder.write("rules/a.toml", "format = 1\nname = \"alpha\"\ntitle = \"The first\"\n");
    check.folder.write("rules/readme.txt", "no profile");
    const auto checked = check("profiles = [\"rules\"]\n" + whole + "[[transform]]\nuse = \"notes\"\n");
    REQUIRE(checked.plan);
    std::vector<Diagnostic> problems;
    const StageSpec& notes = *checked.plan->transforms.front().stage.spec;
    const auto rules = checked.plan->rules_for(notes, {}, problems);
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].name == "alpha");
    CHECK(rules[0].title == "The first");
    CHECK(rules[0].rules.texts("words").empty());
    CHECK(rules[1].title == "beta");
    CHECK(rules[1].rules.texts("words") == std::vector<std::string>{"^N"});
    const auto beta = checked.plan->rules_for(notes, "beta", problems);
    REQUIRE(beta.size() == 1);
    CHECK(beta[0].rules.texts("words") == std::vector<std::string>{"^N"});
    CHECK(problems.empty());
}

TEST_CASE("A profile takes what its tables lack from the file that it extends, and one may be the fallback") {
    for (const ProfileTables tables : {ProfileTables::at_once, ProfileTables::when_asked}) {
        Check check;
        check.folder.write("rules/shared/words.toml", "format = 1\n[notes]\nwords = ['^N']\n");
        const std::string extends = "extends = \"shared/words.toml\"\n";
        check.folder.write("rules/a.toml", "format = 1\nname = \"alpha\"\n" + extends);
        check.folder.write("rules/b.toml",
                           "format = 1\nname = \"beta\"\n" + extends + "[notes]\nwords = ['^B']\n");
        check.folder.write("rules/z.toml", "format = 1\nname = \"any\"\nfallback = true\n" + extends);
        const auto checked =
            check_pipeline(check.folder.write("pipeline.toml", "profiles = [\"rules\"]\n" + whole +
                                                                   "[[transform]]\nuse = \"notes\"\n"),
                           check.plugins, tables);
        REQUIRE(checked.plan);
        CHECK(checked.diagnostics.empty());
        const StageSpec& notes = *checked.plan->transforms.front().stage.spec;
        std::vector<Diagnostic> problems;
        const auto words = [&](const std::string& profile) {
            return checked.plan->rules_for(notes, profile, problems).front().rules.texts("words");
        };
        CHECK(words("alpha") == std::vector<std::string>{"^N"});
        CHECK(words("beta") == std::vector<std::string>{"^B"});
        const auto fallback = checked.plan->fallback_for(notes, problems);
        REQUIRE(fallback.size() == 1);
        CHECK(fallback[0].name.empty());
        CHECK(fallback[0].rules.texts("words") == std::vector<std::string>{"^N"});
        CHECK(problems.empty());
    }
}

TEST_CASE(
    "A file that a profile extends may extend another, and words stand for their names in all of them") {
    for (const ProfileTables tables : {ProfileTables::at_once, ProfileTables::when_asked}) {
        Check check;
        check.folder.write("rules/shared/base.toml",
                           "format = 1\n[words]\nboat = ['sloop', 'ketch']\n"
                           "[notes]\nwords = ['^{boat}']\n");
        check.folder.write("rules/shared/words.toml",
                           "format = 1\nextends = \"base.toml\"\n[words]\nport = 'brae'\n");
        const std::string extends = "extends = \"shared/words.toml\"\n";
        check.folder.write("rules/a.toml", "format = 1\nname = \"alpha\"\n" + extends);
        check.folder.write("rules/b.toml",
                           "format = 1\nname = \"beta\"\n" + extends +
                               "[words]\nboat = 'raft'\n[notes]\nwords = ['{boat} of {port}']\n");
        const auto checked =
            check_pipeline(check.folder.write("pipeline.toml", "profiles = [\"rules\"]\n" + whole +
                                                                   "[[transform]]\nuse = \"notes\"\n"),
                           check.plugins, tables);
        REQUIRE(checked.plan);
        const StageSpec& notes = *checked.plan->transforms.front().stage.spec;
        std::vector<Diagnostic> problems;
        const auto words = [&](const std::string& profile) {
            return checked.plan->rules_for(notes, profile, problems).front().rules.texts("words");
        };
        CHECK(words("alpha") == std::vector<std::string>{"^(?:sloop|ketch)"});
        CHECK(words("beta") == std::vector<std::string>{"(?:raft) of (?:brae)"});
        CHECK(problems.empty());
    }
}

TEST_CASE("A file that extends itself is reported") {
    Check check;
    check.folder.write("rules/shared/words.toml", "format = 1\nextends = \"words.toml\"\n");
    check.folder.write("rules/a.toml", "format = 1\nname = \"alpha\"\nextends = \"shared/words.toml\"\n");
    CHECK(check.report("profiles = [\"rules\"]\n" + whole + "[[transform]]\nuse = \"notes\"\n")
              .find("extends itself") != std::string::npos);
}

TEST_CASE("What is wrong with a file that profiles extend is told once, with its place there") {
    Check check;
    check.folder.write("rules/shared/words.toml", "format = 1\n[notes]\nwords = ['(']\n");
    for (const char* name : {"alpha", "beta"})
        check.folder.write(
            std::string("rules/") + name + ".toml",
            std::string("format = 1\nname = \"") + name + "\"\nextends = \"shared/words.toml\"\n[notes]\n");
    const std::string report =
        check.report("profiles = [\"rules\"]\n" + whole + "[[transform]]\nuse = \"notes\"\n");
    CHECK(report.find("words.toml:3:10: error[pattern-invalid]") == 0);
    CHECK(report.find("error", report.find("error") + 1) == std::string::npos);
}

TEST_CASE("Mistakes in profiles are reported like those of pipelines") {
    Check check;
    check.folder.write("rules/a.toml", R"(format = 1
name = "alpha"
titel = "slip"

[notse]
words = ['x']

[lines]
prefix = "an output takes no rules"

[somebody_elses]
key = 1

[notes]
words = ['(']
labels = { one = 1 }

[[notes.aliases]]
level = 9
)");
    check.folder.write("rules/b.toml", "format = 1\nname = \"alpha\"\n");
    CHECK(check.report("profiles = [\"rules\"]\n" + whole + "[[transform]]\nuse = \"notes\"\n") ==
          R"(a.toml:3:1: error[unknown-key]: unknown key "titel"; did you mean "title"?
a.toml:5:2: error[unknown-key]: unknown key "notse"; did you mean "notes"?
a.toml:8:2: error[unknown-key]: the stage "lines" takes no rules from profiles
a.toml:11:2: note[unknown-table]: no installed stage is named "somebody_elses": its rules are not checked
a.toml:15:10: error[pattern-invalid]: the regular expression `(` is not valid: missing ): (
a.toml:16:18: error[wrong-type]: "labels" must be a table of texts, not a whole number
a.toml:18:1: error[missing-key]: the key "pattern" (a regular expression) is missing; what is written
a.toml:19:9: error[out-of-range]: "level" is 9 but must lie from 1 to 6
b.toml:1:1: error[profile-duplicate]: the profile name "alpha" is also that of `)" +
              (check.folder.path() / "rules/a.toml").string() + "`; rename one of the two\n");
}

TEST_CASE(
    "Where rules are read only when they are needed, their mistakes are reported then, with their places") {
    Check check;
    check.folder.write("rules/a.toml",
                       "format = 1\nname = \"alpha\"\n[lines]\nprefix = 1\n[notes]\nwords = ['(']\n");
    check.folder.write("rules/b.toml", "format = 1\nname = \"beta\"\n[notes]\nwords = ['^N']\n");
    const auto checked =
        check_pipeline(check.folder.write("pipeline.toml", "profiles = [\"rules\"]\n" + whole +
                                                               "[[transform]]\nuse = \"notes\"\n"),
                       check.plugins, ProfileTables::when_asked);
    REQUIRE(checked.plan);
    CHECK(checked.diagnostics.empty());
    const StageSpec& notes = *checked.plan->transforms.front().stage.spec;
    std::vector<Diagnostic> problems;
    CHECK(checked.plan->rules_for(notes, "beta", problems).front().rules.texts("words") ==
          std::vector<std::string>{"^N"});
    CHECK(problems.empty());
    checked.plan->rules_for(notes, "alpha", problems);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].code == "pattern-invalid");
    CHECK(problems[0].place.line == 6);
}

TEST_CASE("When a stage is missing, what is wrong with the plugins is reported, too") {
    TemporaryFolder folder;
    PluginRegistry plugins({plugin_folder("magic")});
    const auto checked = check_pipeline(
        folder.write("p.toml", "format = 1\n[[input]]\nuse = \"descriptor\"\n[[output]]\nuse = \"x\"\n"),
        plugins);
    CHECK_FALSE(checked.plan);
    REQUIRE(checked.diagnostics.size() == 3);
    CHECK(checked.diagnostics[0].hint == "no plugin with an input is installed");
    CHECK(checked.diagnostics[2].code == "plugin-magic");
}

TEST_CASE("To check a pipeline creates no stage") {
    Check check;
    // This stage throws when it is created.
    CHECK(check.report(whole + "[[transform]]\nuse = \"faulty\"\nhow = \"create\"\n").empty());
}
