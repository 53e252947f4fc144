// A command's answer is held to what a command may change; what is wrong is told with its JSON pointer.
#include <catch2/catch.hpp>

#include "pipeline/exec_stage.hpp"
#include "run/exec_answer.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using namespace sheaf::testing;
using Catch::Contains;

namespace {

Document letter() {
    Document document =
        DocumentBuilder().heading(1, "Bridges").paragraph("Who mends the bridge? Nobody does.");
    document.blocks[1].regions[0].box.left = 70.04;  // JSON rounds to 70.0
    document.ledger.refused["line-end hyphen"] = 2;
    document.ledger.read += 2;
    document.diagnostics.push_back({Severity::note, "test-note", "said before", "reader", {}, {}});
    return document;
}

/// The document that comes back when the command puts `after` in the place of the first `before`.
Document changed(const std::string& before, const std::string& after) {
    const Document document = letter();
    const std::string sent = to_json(document);
    std::string answer = sent;
    const auto at = answer.find(before);
    REQUIRE(at != std::string::npos);
    answer.replace(at, before.size(), after);
    return accept_answer(document, sent, answer);
}

std::string refusal(const std::string& before, const std::string& after) {
    try {
        changed(before, after);
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "exec-answer");
        return error.diagnostic().message;
    }
    return "accepted";
}

const std::string opening = "the command's answer is wrong at ";

}  // namespace

TEST_CASE("An answer that changes nothing leaves the document as it was, digit by digit") {
    CHECK(changed("Bridges", "Bridges") == letter());
}

TEST_CASE("A command may change texts; the counts of the ledger follow") {
    const Document document = changed("Nobody does.", "XXXXXX XXXX.");
    CHECK(document.blocks[1].text == "Who mends the bridge? XXXXXX XXXX.");
    CHECK(document.ledger == letter().ledger);
    const Document shorter =
        changed("\"line-end hyphen\": 2", "\"line-end hyphen\": 2,\n      \"redacted\": 0");
    CHECK(shorter.ledger.refused.size() == 2);
}

TEST_CASE("Words do not come or go without a reason") {
    CHECK(refusal("bridge? Nobody does.", "bridge?") ==
          opening +
              "\"/ledger/refused_by_reason\": 11 characters of the letter are gone: say under a reason how "
              "many");
    CHECK_THAT(refusal("Nobody does.", "Nobody ever does."),
               Contains("\"/ledger\": the text has 4 characters more"));
}

TEST_CASE("A record without an id gets one that depends on its content alone") {
    const std::string record =
        R"("records": {"question": [{"text": "Who mends the bridge?", "anchors": [{"block": "b2", "start": 0, "end": 21}]}]})";
    const Document document = changed("\"records\": {}", record);
    REQUIRE(document.records.size() == 1);
    CHECK(document.records[0].id.size() == 16);
    CHECK(document.records[0].id == changed("\"records\": {}", record).records[0].id);
}

TEST_CASE("What is wrong is told with its JSON pointer") {
    CHECK_THAT(refusal("\"kind\": \"paragraph\"", "\"kind\": \"verse\""),
               Contains("at \"/blocks/1/kind\": "));
    CHECK_THAT(refusal("\"media_type\": \"application/x-test\"", "\"media_type\": \"x\""),
               Contains("at \"/source\": "));
    CHECK_THAT(refusal("\"number\": 1", "\"number\": 2"), Contains("at \"/pages/0\": "));
    CHECK_THAT(refusal("\"read\": " + std::to_string(letter().ledger.read), "\"read\": 1"),
               Contains("at \"/ledger/read\": "));
    CHECK_THAT(refusal("said before", "unsaid"), Contains("at \"/diagnostics/0\": "));
    CHECK_THAT(refusal("\"line-end hyphen\": 2", "\"line-end hyphen\": 1"),
               Contains("\"/ledger/refused_by_reason\": "));
    CHECK_THAT(refusal("bridge? Nobody", "bridge?  Nobody"), Contains("at \"/blocks/1\": Block b2: "));
    CHECK_THAT(
        refusal("\"records\": {}",
                R"("records": {"question": [{"anchors": [{"block": "b2", "start": 0, "end": 999}]}]})"),
        Contains("at \"/records/question/0\": Record 1 (question): an anchor ends behind the text"));
    CHECK_THAT(refusal("{", "["), Contains("the command's answer is malformed at \"\": it is no JSON: "));
}

TEST_CASE(
    "What an input's command reads is a document without sections and records, whose ledger is made anew") {
    Document document = letter();
    CHECK_THROWS_WITH(accept_reading(to_json(document)), Contains("/sections"));
    document.sections.clear();
    for (Block& block : document.blocks) block.section = {};
    document.ledger.blocks = 999;
    const Document read = accept_reading(to_json(document));
    CHECK(read.blocks.size() == 2);
    CHECK(read.ledger == letter().ledger);
    document.ledger.read += 7;
    CHECK_THROWS_WITH(accept_reading(to_json(document)), Contains("7 characters of the letter are gone"));
    CHECK_THROWS_WITH(accept_reading("no JSON"), Contains("it is no JSON"));
}

TEST_CASE("Bytes are written as pairs of hexadecimal digits") {
    using namespace std::string_literals;
    CHECK(bytes_of_hexadecimal("7b5C00") == "{\\\0"s);
    CHECK_FALSE(bytes_of_hexadecimal(""));
    CHECK_FALSE(bytes_of_hexadecimal("7b5"));
    CHECK_FALSE(bytes_of_hexadecimal("rtf!"));
}
