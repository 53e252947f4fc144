// What becomes of a letter when a stage misbehaves, and that nothing half-written is left.
#include <catch2/catch.hpp>

#include "pipeline/tests/temporary_folder.hpp"
#include "run/convert.hpp"
#include "test_plugins.hpp"

using namespace sheaf;
using namespace sheaf::testing;

namespace {

/// A pipeline of the test plugins, run over one letter.
struct Run {
    TemporaryFolder folder;
    PluginRegistry plugins{{plugin_folder("sound")}};
    std::vector<Diagnostic> problems;

    LetterResult operator()(const std::string& pipeline, bool check_stages = false,
                            const std::string& text = "LETTER\n# Heading\nNote: call back\n") {
        const auto checked =
            check_pipeline(folder.write("pipeline.toml", "format = 1\n" + pipeline), plugins);
        problems = checked.diagnostics;
        if (!checked.plan) return {};
        LiveStages stages = create_stages(*checked.plan, problems);
        if (!problems.empty()) return {};
        RunSettings settings;
        settings.check_stages = check_stages;
        settings.out = folder.path() / "out";
        const Letter letter{folder.write("a.letter", text), "a.letter", "a.letter", {}};
        return convert_letter(letter, *checked.plan, stages, settings);
    }

    std::vector<std::string> outputs() const {
        std::vector<std::string> names;
        for (const std::string& file : folder.files())
            if (file.starts_with("out/")) names.push_back(file);
        return names;
    }
};

std::string transform(const std::string& how) {
    return "[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"faulty\"\nhow = \"" + how +
           "\"\n[[output]]\nuse = \"lines\"\n";
}

std::string output(const std::string& how) {
    return "[[input]]\nuse = \"plain\"\n[[output]]\nuse = \"lines\"\n[[output]]\nuse = "
           "\"faulty-output\"\nhow = "
           "\"" +
           how + "\"\n";
}

std::string input(const std::string& how) {
    return "[[input]]\nuse = \"faulty-input\"\nhow = \"" + how + "\"\n[[output]]\nuse = \"lines\"\n";
}

/// The letter failed with exactly this, and left nothing.
void check_failed(const Run& run, const LetterResult& result, const std::string& code,
                  const std::string& stage, const std::string& message) {
    CHECK_FALSE(result.converted);
    REQUIRE(result.diagnostics.size() == 1);
    const Diagnostic& problem = result.diagnostics.front();
    CHECK(problem.severity == Severity::error);
    CHECK(problem.code == code);
    CHECK(problem.stage == stage);
    CHECK(problem.message == message);
    CHECK(run.outputs().empty());
    CHECK_FALSE(std::filesystem::exists(run.folder.path() / "out"));
}

}  // namespace

TEST_CASE("A letter goes through sound stages") {
    Run run;
    const LetterResult result =
        run("[[input]]\nuse = \"plain\"\n[[transform]]\nuse = \"notes\"\n[[output]]\nuse "
            "= \"lines\"\nprefix = \"- \"\n",
            true);
    CHECK(result.diagnostics.empty());
    CHECK(result.converted);
    CHECK(result.records == std::vector<std::pair<std::string, std::size_t>>{{"note", 1}});
    CHECK(run.outputs() == std::vector<std::string>{"out/a.letter.txt"});
    CHECK(run.folder.read("out/a.letter.txt") == "- Heading\n- Note: call back\ntype note\n");
}

TEST_CASE("A stage may refuse a letter with a reason and a hint") {
    Run run;
    const LetterResult result = run(transform("stage-error"));
    check_failed(run, result, "faulty-refusal", "faulty", "the stage refuses the letter");
    CHECK(result.diagnostics.front().hint == "try another letter");
}

TEST_CASE("An exception of a transform fails its letter and names the stage") {
    Run run;
    const LetterResult result = run(transform("exception"));
    check_failed(run, result, "stage-failed", "faulty",
                 "the stage ended with an unexpected exception: the stage trips");
}

TEST_CASE("Whatever a stage throws, wherever, it stays within the call") {
    const std::string opening = "the stage ended with an unexpected exception: ";
    const std::pair<const char*, const char*> thrown[] = {
        {"int", "something that is no std::exception"},
        {"foreign", "something that is no std::exception"},
        {"lasting", "something that cannot be destroyed"},
        {"silent", "an exception without words"},
        {"no-text", "\uFFFD\uFFFD"},
    };
    for (const auto& [how, words] : thrown) {
        CAPTURE(how);
        for (const auto& [pipeline, stage] : {std::pair(input(how), "faulty-input"),
                                              {transform(how), "faulty"},
                                              {output(how), "faulty-output"}}) {
            Run run;
            check_failed(run, run(pipeline), "stage-failed", stage, opening + words);
        }
    }
    Run run;
    check_failed(run, run(input("sniff-int")), "stage-failed", "faulty-input",
                 opening + "something that is no std::exception");
    CHECK_FALSE(run(transform("create-int")).converted);
    REQUIRE(run.problems.size() == 1);
    CHECK(run.problems.front().message == opening + "something that is no std::exception");
}

TEST_CASE("A stage that runs out of memory fails its letter") {
    Run run;
    const LetterResult result = run(transform("memory"));
    check_failed(run, result, "stage-failed", "faulty", "the stage ran out of memory");
}

TEST_CASE("An error that a stage reports without throwing fails the letter, too") {
    Run run;
    const LetterResult result = run(transform("error-report"));
    check_failed(run, result, "faulty-refusal", "faulty", "the letter is beyond help");
}

TEST_CASE("A stage that cannot be created is reported before any letter is read") {
    Run run;
    CHECK_FALSE(run(transform("create")).converted);
    REQUIRE(run.problems.size() == 1);
    CHECK(run.problems.front().message == "the stage cannot be made");
    CHECK(run.problems.front().stage == "faulty");
    CHECK(run.problems.front().place.line == 5);
}

TEST_CASE("A record type that the stage does not declare fails the letter") {
    Run run;
    const LetterResult result = run(transform("undeclared-record"));
    check_failed(run, result, "record-undeclared", "faulty",
                 "the record type `rumour` is not declared by the stage");
}

TEST_CASE("A field that the record type does not declare fails the letter") {
    Run run;
    const LetterResult result = run(transform("undeclared-field"));
    check_failed(run, result, "record-undeclared", "faulty",
                 "field `colour` of a record of type `finding` is not declared, or given twice");
}

TEST_CASE("A value of another type than the declared one fails the letter") {
    Run run;
    const LetterResult result = run(transform("wrong-type"));
    check_failed(run, result, "record-undeclared", "faulty",
                 "field `made` of a record of type `finding` is not a date (YYYY-MM-DD)");
}

TEST_CASE("Under --check an invalid document fails the letter and names the stage that made it so") {
    Run run;
    CHECK(run(transform("dangling-section")).converted);
    const LetterResult result = run(transform("dangling-section"), true);
    CHECK_FALSE(result.converted);
    REQUIRE_FALSE(result.diagnostics.empty());
    CHECK(result.diagnostics.front().code == "document-invalid");
    CHECK(result.diagnostics.front().stage == "faulty");
}

TEST_CASE("Under --check an undeclared diagnostic fails the letter") {
    Run run;
    CHECK(run(transform("undeclared-code")).converted);
    const LetterResult result = run(transform("undeclared-code"), true);
    CHECK_FALSE(result.converted);
    REQUIRE(result.diagnostics.size() == 2);
    CHECK(result.diagnostics.back().message ==
          "the stage reports the code `faulty-secret`, which it does not declare");
}

TEST_CASE("An output that fails half-way leaves nothing of any output") {
    Run run;
    const LetterResult result = run(output("exception"));
    check_failed(run, result, "stage-failed", "faulty-output",
                 "the stage ended with an unexpected exception: the stage trips");
}

TEST_CASE("An output that writes one file twice fails the letter") {
    Run run;
    const LetterResult result = run(output("twice"));
    check_failed(run, result, "output-collision", "faulty-output", "two outputs write `a.letter.first`");
}

TEST_CASE("An output cannot write outside its letter's name") {
    Run run;
    const LetterResult result = run(output("slash"));
    check_failed(
        run, result, "stage-failed", "faulty-output",
        "the stage ended with an unexpected exception: an output's suffix is `/../../escaped`, which is "
        "no end of a file name");
}

TEST_CASE("An exception of an input fails its letter") {
    Run run;
    const LetterResult result = run(input("exception"));
    check_failed(run, result, "stage-failed", "faulty-input",
                 "the stage ended with an unexpected exception: the stage trips");
}

TEST_CASE("An exception while recognising a letter fails the letter") {
    Run run;
    const LetterResult result = run(input("sniff"));
    check_failed(run, result, "stage-failed", "faulty-input",
                 "the stage ended with an unexpected exception: the stage cannot smell");
}

TEST_CASE("A letter whose ledger does not add up is doubtful") {
    Run run;
    const LetterResult result = run(input("unaccounted"));
    CHECK(result.converted);
    CHECK(result.worst() == Severity::doubtful);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics.front().code == "text-unaccounted");
}

TEST_CASE("After a letter that failed the next one converts") {
    Run run;
    const std::string pipeline = "[[input]]\nuse = \"plain\"\n[[output]]\nuse = \"lines\"\n";
    CHECK_FALSE(run(pipeline, false, "LETTER\nLOCKED\n").converted);
    CHECK(run(pipeline).converted);
}

TEST_CASE("Two plugins whose types have the same names and other layouts do not disturb each other") {
    for (const std::string folder : {"clash", "clash-visible"}) {
        CAPTURE(folder);
        TemporaryFolder scratch;
        PluginRegistry plugins({plugin_folder("sound"), plugin_folder(folder)});
        const std::string both = "[[transform]]\nuse = \"clash-1\"\n[[transform]]\nuse = \"clash-2\"\n";
        const auto convert = [&](const std::string& transforms) {
            const auto checked =
                check_pipeline(scratch.write("p.toml", "format = 1\n[[input]]\nuse = \"plain\"\n" +
                                                           transforms + "[[output]]\nuse = \"lines\"\n"),
                               plugins);
            REQUIRE(checked.plan);
            std::vector<Diagnostic> problems;
            LiveStages stages = create_stages(*checked.plan, problems);
            REQUIRE(problems.empty());
            RunSettings settings;
            settings.out = scratch.path() / "out";
            return convert_letter({scratch.write("a", "LETTER\nText\n"), "a", "a", {}}, *checked.plan, stages,
                                  settings);
        };
        CHECK(convert(both).diagnostics.empty());
        for (const std::string which : {"1", "2"}) {
            const auto thrown = convert("[[transform]]\nuse = \"clash-" + which + "\"\nthrows = true\n");
            REQUIRE(thrown.diagnostics.size() == 1);
            CHECK(thrown.diagnostics.front().message ==
                  "the stage ended with an unexpected exception: failure " + which);
        }
        CHECK(convert(both).diagnostics.empty());
    }
}
