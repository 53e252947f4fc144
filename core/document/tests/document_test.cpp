#include "sheaf/document.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

Document two_pages() {
    return testing::DocumentBuilder()
        .heading(1, "Findings")
        .heading(2, "People")
        .paragraph("It begins here and ends there.", "1.1")
        .continues_on_next_page("and ends")
        .furniture("Footer")
        .build();
}

}  // namespace

TEST_CASE("names of kinds and severities lead back to them") {
    for (int i = 0; i <= static_cast<int>(BlockKind::furniture); ++i) {
        const auto kind = static_cast<BlockKind>(i);
        CHECK(block_kind_named(name(kind)) == kind);
    }
    for (int i = 0; i <= static_cast<int>(Severity::error); ++i) {
        const auto severity = static_cast<Severity>(i);
        CHECK(severity_named(name(severity)) == severity);
    }
    CHECK(name(BlockKind::list_item) == "list_item");
    CHECK(name(Severity::doubtful) == "doubtful");
    CHECK_FALSE(block_kind_named("prose"));
    CHECK_FALSE(severity_named("fatal"));
}

TEST_CASE("the count takes labels, texts and footnote marks, furniture apart, and no white space") {
    const Document document =
        testing::DocumentBuilder().paragraph("a b\nc", "1.").mark("a", "†2").furniture("é 日").build();
    CHECK(count_text(document) == std::pair<std::uint64_t, std::uint64_t>(3 + 2 + 2, 2));
}

TEST_CASE("a section's path begins with the root and ends with its own title") {
    const Document document = two_pages();
    CHECK(section_path(document, {1}) == std::vector<std::string>{"Findings", "People"});
    CHECK(section_path(document, {}).empty());
    CHECK(section_path(document, {99}).empty());
}

TEST_CASE("a path through a circle of sections ends") {
    Document document = two_pages();
    document.sections[0].parent = {1};
    CHECK(section_path(document, {1}).size() == 2);
    document.sections[0].parent = {0};
    CHECK(section_path(document, {0}).size() == 1);
}

TEST_CASE("words that go over a page break stand in two regions, each once") {
    const Document document = two_pages();
    const auto at = static_cast<std::uint32_t>(document.blocks[2].text.find("and ends"));
    const Anchor first{{2}, {0, 5}}, second{{2}, {at, at + 3}}, both{{2}, {at - 5, at + 3}};
    CHECK(regions_of(document, {first}) == std::vector<Region>{document.blocks[2].regions[0]});
    CHECK(regions_of(document, {second}) == std::vector<Region>{document.blocks[2].regions[1]});
    CHECK(regions_of(document, {both, first}) == document.blocks[2].regions);
    CHECK(page_of(document, {second}) == 2);
    CHECK(page_of(document, {both}) == 1);
    CHECK(page_of(document, {}) == 0);
    CHECK(page_of(document, {{{99}, {0, 1}}}) == 0);
    CHECK(regions_of(document, {{{99}, {0, 1}}}).empty());
}

TEST_CASE("the worst diagnostic decides; without any all is well") {
    Document document;
    CHECK(worst(document) == Severity::note);
    document.diagnostics = {{Severity::repaired, "a", "b", {}, {}, {}},
                            {Severity::note, "a", "b", {}, {}, {}}};
    CHECK(worst(document) == Severity::repaired);
}

TEST_CASE("a record is put behind the last of its type") {
    Document document;
    for (const char* type : {"a", "b", "a", "c", "b"}) {
        Record record;
        record.type = type;
        record.id = std::to_string(document.records.size());
        add_record(document, record);
    }
    std::string order;
    for (const Record& record : document.records) order += record.type + record.id + ' ';
    CHECK(order == "a0 a2 b1 b4 c3 ");
}

TEST_CASE("a record's id follows from its type and content, and is unique in the document") {
    Document document;
    const std::string id = record_id(document, "recommendation", {"Do this.", "4.1"});
    CHECK(id.size() == 16);
    CHECK(record_id(document, "recommendation", {"Do this.", "4.1"}) == id);
    CHECK(record_id(document, "judgement", {"Do this.", "4.1"}) != id);
    CHECK(record_id(document, "recommendation", {"Do this.4", ".1"}) != id);

    Record record;
    record.type = "recommendation";
    record.id = id;
    document.records = {record};
    const std::string second = record_id(document, "recommendation", {"Do this.", "4.1"});
    CHECK(second != id);
    // A record of other content in front changes nothing.
    document.records[0].id = "0000000000000000";
    CHECK(record_id(document, "recommendation", {"Do this.", "4.1"}) == id);
}

TEST_CASE("the ids of many records are those that each alone would get") {
    Document document;
    document.records.resize(1);
    document.records[0].id = record_id(document, "finding", {"Act."});
    RecordIds ids(document);
    for (const char* text : {"Act.", "Act.", "Rest.", "Act.", "Rest."}) {
        Record record;
        record.id = record_id(document, "finding", {text});
        CHECK(ids.next("finding", {text}) == record.id);
        document.records.push_back(record);
    }
}

TEST_CASE("the metadata record is found where there is one") {
    Document document;
    CHECK(metadata(document) == nullptr);
    Record record;
    record.type = "metadata";
    document.records = {Record(), record};
    CHECK(metadata(document) == &document.records[1]);
}

TEST_CASE("a stage error carries its diagnostic, and copies do") {
    const StageError error("pdf-encrypted", "It is locked.", "Give the password.", {"a", 1, 2, 3, {}, "b"});
    const StageError copy = error;
    CHECK(copy.diagnostic().severity == Severity::error);
    CHECK(copy.diagnostic().code == "pdf-encrypted");
    CHECK(copy.diagnostic().hint == "Give the password.");
    CHECK(copy.diagnostic().place.page == 3);
    CHECK(std::string(copy.what()) == "It is locked.");
}
