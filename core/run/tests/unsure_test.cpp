// A record that rests on words which could hardly be read is a doubt.
#include "run/unsure.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

namespace {

/// A finding that rests on `The pier is sound.`, of which the word `sound` was read with that confidence.
Document read_with(float confidence, Range word = {12, 17}) {
    Document document;
    Block block;
    block.text = "The pier is sound. - ~";
    Span span;
    span.range = word;
    span.style.confidence = confidence;
    block.spans.push_back(span);
    document.blocks.push_back(block);
    Record record;
    record.type = "finding";
    record.confidence = 1;
    record.anchors = {{{0}, {0, 22}}};
    record.fields = {{"text", std::string("The pier is sound."), {{{0}, {0, 18}}}}};
    document.records.push_back(record);
    return document;
}

}  // namespace

TEST_CASE("A word of a record that was read with a confidence near 0 is a doubt, told once") {
    Document document = read_with(0.1F);
    doubt_unsure_words(document);
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "record-unsure");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
    CHECK(document.diagnostics[0].message.find("`sound`") != std::string::npos);
    CHECK(document.records[0].confidence == Approx(0.1));
}

TEST_CASE("Words that were read well are no doubt, nor are specks, nor words of no record") {
    for (Document document : {read_with(0.6F), read_with(0, {19, 22})}) {
        const Document before = document;
        doubt_unsure_words(document);
        CHECK(document == before);
    }
    Document free = read_with(0);
    free.records.clear();
    doubt_unsure_words(free);
    CHECK(free.diagnostics.empty());
}
