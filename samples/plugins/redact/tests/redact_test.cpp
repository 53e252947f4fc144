#include <catch2/catch.hpp>

#include "redact.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using redact::Names;
using sheaf::testing::DocumentBuilder;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

Span linked(std::uint32_t start, std::uint32_t end, std::string link) {
    Span made;
    made.range = {start, end};
    made.style.link = std::move(link);
    return made;
}

/// A letter that names Jane Smith wherever a document can.
Document letter() {
    Document document = DocumentBuilder()
                            .furniture("Report by Jane Smith")
                            .heading(1, "Visit of Jane Smith")
                            .paragraph("We met Jane Smith, the keeper, and Jane Smith again.", "1.1")
                            .continues_on_next_page("Smith again")
                            .table({{"Name", "Jane Smith"}})
                            .footnote("See J. Smith.", "1")
                            .build();
    document.source.name = "jane smith.pdf";
    document.source.producer = "Jane Smith's typewriter";
    Block& paragraph = document.blocks[2];
    paragraph.spans = {linked(3, 12, "mailto:jane.smith@example.org"),
                       linked(12, 30, "https://example.org/")};
    paragraph.spans[0].style.change = "inserted Jane Smith 2026-01-02";
    paragraph.basis = "bold as Jane Smith";
    Record data;
    data.type = "metadata";
    data.id = std::string(16, '1');
    data.fields = {{"title", std::string("Visit of Jane Smith"), {{{1}, {0, 19}}}},
                   {"signatories", std::vector<std::string>{"Jane Smith", "A. Other"}, {}}};
    Record demand;
    demand.type = "recommendation";
    demand.id = std::string(16, '2');
    demand.anchors = {{{2}, {19, 29}}, {{2}, {12, 18}}};
    demand.rule = "of Jane Smith";
    demand.fields = {{"text", std::string("the keeper"), {{{2}, {19, 29}}}}};
    document.records = {data, demand};
    Diagnostic diagnostic;
    diagnostic.code = "x";
    diagnostic.message = "Jane Smith is not known.";
    document.diagnostics = {diagnostic};
    document.pages[0].label = "Jane Smith 1";
    return document;
}

const Names names("Jane Smith\nJ. Smith\njane.smith\n");

std::string words(const Document& document, const Anchor& anchor) {
    return document[anchor.block].text.substr(anchor.range.start, anchor.range.end - anchor.range.start);
}

}  // namespace

TEST_CASE("a listed name is nowhere in the document, and the document is valid") {
    Document document = letter();
    REQUIRE(validate(document).empty());
    const redact::Result result = redact::redact(document, names);
    CHECK(validate(document).empty());
    CHECK(names.in(to_json(document)).empty());
    CHECK(names.in(testing::readable(document)).empty());
    CHECK(result.redactions.size() == 6);
    CHECK(result.elsewhere == 11);
    CHECK(document.blocks[2].text == "We met [name], the keeper, and [name] again.");
    CHECK(document.sections[0].title == document.blocks[1].text);
}

TEST_CASE("anchors cover what they covered, with the mark in place of the name") {
    Document document = letter();
    const redact::Result result = redact::redact(document, names);
    const Record& demand = document.records[1];
    CHECK(words(document, demand.fields[0].anchors[0]) == "the keeper");
    CHECK(words(document, demand.anchors[0]) == "the keeper");
    CHECK(words(document, demand.anchors[1]) == "[name],");
    CHECK(words(document, document.records[0].fields[0].anchors[0]) == "Visit of [name]");
    for (const auto& redaction : result.redactions) CHECK(words(document, redaction.anchor) == "[name]");
}

TEST_CASE("spans and regions that met within a name meet behind its mark") {
    Document document = letter();
    redact::redact(document, names);
    const Block& block = document.blocks[2];
    CHECK(block.spans[0].range == Range{3, 13});
    CHECK(block.spans[1].range == Range{13, 26});
    REQUIRE(block.regions.size() == 2);
    CHECK(block.regions[0].range.end == 37);
    CHECK(block.regions[1].range == Range{37, 44});
    CHECK(block.spans[0].style.link.empty());
    CHECK(block.spans[1].style.link == "https://example.org/");
}

TEST_CASE("the ledger tells of every name taken out") {
    Document document = letter();
    const std::uint64_t read = document.ledger.read;
    redact::redact(document, names);
    // Five times `JaneSmith`, once `J.Smith`; each has a mark of six characters in its place.
    CHECK(document.ledger.refused.at("redacted") == 5 * 9 + 7);
    CHECK(document.ledger.read == read + 6 * 6);
    CHECK(document.ledger.blocks + document.ledger.furniture + 52 == document.ledger.read);
}

TEST_CASE("a letter that names nobody stays as it is, and a second time changes nothing") {
    const Document before = DocumentBuilder().paragraph("The wall [name] leans.");
    Document after = before;
    CHECK(redact::redact(after, names).redactions.empty());
    CHECK(testing::differences(before, after) == "");
    Document once = letter();
    redact::redact(once, names);
    Document twice = once;
    CHECK(redact::redact(twice, names).elsewhere == 0);
    CHECK(testing::differences(once, twice) == "");
}

TEST_CASE("the stage says how many names there were, and where, but not which") {
    const Options given = testing::options({{"names", std::string("# keep secret\nJane Smith\n")}});
    const std::unique_ptr<Transform> transform(sheaf_plugin.stages[0].create_transform({given, {}}));
    Document document = letter();
    testing::TestContext context(sheaf_plugin.stages[0].provides);
    transform->apply(document, context);
    CHECK(validate(document).empty());
    REQUIRE(context.diagnostics.size() == 2);
    CHECK(context.reported("redact-file-name"));
    CHECK(context.diagnostics[1].message ==
          "Taken out: 5 mentions of names in the text, and 10 in records, titles and other places.");
    REQUIRE(document.records.size() == 7);
    const Record& record = document.records.back();
    CHECK(record.type == "redaction");
    CHECK(record.field("listed_at")->value == FieldValue(std::int64_t{2}));
    CHECK(words(document, record.anchors[0]) == "[name]");
}

TEST_CASE("a list without names is refused: it would take nothing out") {
    const Options given = testing::options({{"names", std::string("# nobody yet\n")}});
    CHECK_THROWS_AS(sheaf_plugin.stages[0].create_transform({given, {}}), StageError);
}
