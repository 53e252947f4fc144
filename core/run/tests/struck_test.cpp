// What is struck out is shown and not recorded.
#include "run/struck.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

/// `Overall effectiveness` and `Good`, with a judgement that rests on both.
Document judged() {
    Document document;
    for (const char* text : {"Overall effectiveness", "Good"}) {
        Block block;
        block.text = text;
        document.blocks.push_back(block);
    }
    const std::vector<Anchor> name{{{0}, {0, 21}}}, grade{{{1}, {0, 4}}};
    Record record;
    record.type = "judgement";
    record.confidence = 1;
    record.fields = {{"name", std::string("Overall effectiveness"), name},
                     {"grade", std::string("Good"), grade}};
    record.anchors = {name.front(), grade.front()};
    document.records.push_back(record);
    return document;
}

void strike(Document& document, std::uint32_t block, Range range) {
    Span span;
    span.range = range;
    span.style.strike = true;
    document.blocks[block].spans.push_back(span);
}

}  // namespace

TEST_CASE("Nothing is changed where nothing is struck out") {
    Document document = judged();
    const Document before = document;
    leave_struck_out(document);
    CHECK(document == before);
}

TEST_CASE("A value whose words are struck out is absent, and the letter doubtful") {
    Document document = judged();
    strike(document, 1, {0, 4});
    leave_struck_out(document);
    REQUIRE(document.records.size() == 1);
    CHECK(document.records[0].text("grade").empty());
    CHECK(document.records[0].text("name") == "Overall effectiveness");
    CHECK(document.records[0].confidence == 0.5);
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "record-struck");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
}

TEST_CASE("A record that rests on struck words alone is none") {
    Document document = judged();
    strike(document, 0, {0, 21});
    strike(document, 1, {0, 4});
    leave_struck_out(document);
    CHECK(document.records.empty());
    CHECK(document.diagnostics.size() == 1);
}

TEST_CASE("Of a record that has some of its words struck out somebody must look at the words") {
    Document document = judged();
    strike(document, 0, {8, 21});
    leave_struck_out(document);
    REQUIRE(document.records.size() == 1);
    CHECK(document.records[0].text("name") == "Overall effectiveness");
    CHECK(document.records[0].confidence == 0.5);
    CHECK(document.diagnostics.size() == 1);
}
