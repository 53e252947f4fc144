// How diagnostics are written.
#include "cli/console.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

Diagnostic doubt() {
    Diagnostic diagnostic;
    diagnostic.severity = Severity::doubtful;
    diagnostic.code = "grade-unknown";
    diagnostic.message = "the grade is not in the list";
    diagnostic.stage = "judgements";
    return diagnostic;
}

}  // namespace

TEST_CASE("A diagnostic of a letter names letter, severity, code, stage and page") {
    Diagnostic diagnostic = doubt();
    diagnostic.place.page = 3;
    diagnostic.hint = "look at the page";
    CHECK(
        diagnostic_text("2024/a.pdf", diagnostic) ==
        "2024/a.pdf: doubtful[grade-unknown]: judgements: the grade is not in the list (page 3); look at the "
        "page");
}

TEST_CASE("A diagnostic of a pipeline file begins with file, line and column") {
    Diagnostic diagnostic = doubt();
    diagnostic.stage.clear();
    diagnostic.place.file = "p.toml";
    diagnostic.place.line = 4;
    diagnostic.place.column = 7;
    CHECK(diagnostic_text({}, diagnostic) ==
          "p.toml:4:7: doubtful[grade-unknown]: the grade is not in the list");
    CHECK(diagnostic_text("a.pdf", diagnostic) ==
          "a.pdf: doubtful[grade-unknown]: the grade is not in the list (p.toml:4:7)");
}

TEST_CASE("A diagnostic without a place is the program's") {
    CHECK(diagnostic_text({}, doubt()).starts_with("sheaf: doubtful[grade-unknown]: "));
}

TEST_CASE("The part of a package is named") {
    Diagnostic diagnostic = doubt();
    diagnostic.place.part = "word/document.xml";
    CHECK(diagnostic_text("a.docx", diagnostic).ends_with("the list (word/document.xml)"));
}

TEST_CASE("What a letter says cannot steer the terminal") {
    Diagnostic diagnostic = doubt();
    diagnostic.message = "a\x1b[2Jb\nc";
    CHECK(diagnostic_text("x\ty", diagnostic) == "x y: doubtful[grade-unknown]: judgements: a [2Jb c");
}

TEST_CASE("For machines a diagnostic is one line of JSON") {
    Diagnostic diagnostic = doubt();
    diagnostic.place.page = 3;
    diagnostic.place.box = Box{1, 2, 3, 4};
    diagnostic.message = "two\nlines and a \"quote\"";
    CHECK(diagnostic_json("a.pdf", diagnostic) ==
          R"({"letter":"a.pdf","severity":"doubtful","code":"grade-unknown","message":"two\nlines and a )"
          R"(\"quote\"","stage":"judgements","page":3,"box":[1.0,2.0,3.0,4.0]})");
}

TEST_CASE("A letter's result for machines holds its counts and outputs") {
    LetterResult result;
    result.converted = true;
    result.profile = "ciw";
    result.pages = 2;
    result.records = {{"judgement", 4}};
    result.files = {"a.pdf.json"};
    CHECK(result_json("a.pdf", result) ==
          R"({"letter":"a.pdf","converted":true,"doubtful":false,"profile":"ciw","pages":2,"sections":0,)"
          R"("records":{"judgement":4},"outputs":["a.pdf.json"]})");
}
