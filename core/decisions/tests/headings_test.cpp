// Headings that people mark or reject become, or cease to be, the letter's sections, and nothing else
// changes.
#include "decisions/headings.hpp"

#include <catch2/catch.hpp>

#include "decisions/apply.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

constexpr FieldSpec section_fields[] = {
    {"text", FieldType::text, ""}, {"section", FieldType::text, ""}, {"section_path", FieldType::texts, ""}};
const std::vector<RecordSpec> section_types = {{"recommendation", "", section_fields}, decision_type};

/// b1 Letter, b2 Harbour, b3 text, b4 "Next steps", b5 a demand, b6 Care, b7 text
Document letter_in_sections() {
    Document document = testing::DocumentBuilder()
                            .heading(1, "Letter")
                            .heading(2, "Harbour", "1")
                            .paragraph("The quays are sound.")
                            .paragraph("Next steps")
                            .paragraph("Mend the lights.")
                            .heading(2, "Care", "2")
                            .paragraph("Care is good.");
    Record record;
    record.id = "00000000000000a1";
    record.type = "recommendation";
    record.stage = "recommendations";
    record.anchors = {{BlockId{4}, {0, 16}}};
    record.fields = {{"text", std::string("Mend the lights."), {}},
                     {"section", std::string("Harbour"), {{BlockId{1}, {0, 7}}}},
                     {"section_path", std::vector<std::string>{"Letter", "Harbour"}, {}}};
    document.records = {record};
    return document;
}

Decision decision(Verdict verdict, const Document& document, std::uint32_t block, const char* level) {
    Decision one;
    one.verdict = verdict;
    one.type = heading_type.name;
    one.record = heading_id(document, BlockId{block});
    one.words = document.blocks[block].text;
    one.fields = {{"title", document.blocks[block].text}, {"level", level}};
    one.by = "Ada";
    one.on = "2026-04-07T01:30:00Z";
    return one;
}

Decision added_heading(const char* level = "3") {
    Decision one = decision(Verdict::added, letter_in_sections(), 3, level);
    one.words.clear();
    one.marks = {{"b4", 0, "Next steps"}};
    return one;
}

std::string apply(Document& document, Decision one) {
    const LetterDecisions all{"test", document.source.sha256, {std::move(one)}};
    const auto applied = apply_decisions(document, all, section_types);
    REQUIRE(applied.size() == 1);
    CHECK(validate(document).empty());
    return applied[0].stale;
}

std::vector<std::string> outline(const Document& document) {
    std::vector<std::string> lines;
    for (const Section& one : document.sections)
        lines.push_back(std::to_string(one.level) + " " + one.number + " " + one.title);
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("Headings are records whose ids follow from their words alone") {
    const Document document = letter_in_sections();
    const auto records = heading_records(document);
    REQUIRE(records.size() == 3);
    CHECK(records[1].text("title") == "Harbour");
    CHECK(records[1].field("level")->value == FieldValue(std::int64_t{2}));
    CHECK(records[1].anchors == std::vector<Anchor>{{BlockId{1}, {0, 7}}});
    Document with_more = document;
    REQUIRE(apply(with_more, added_heading()).empty());
    const auto more = heading_records(with_more);
    REQUIRE(more.size() == 4);
    CHECK(more[2].id == added_heading().record);
    CHECK(more[3].id == records[2].id);
    // The same words twice are two headings.
    const Document twice = testing::DocumentBuilder().heading(1, "Care").paragraph("a").heading(1, "Care");
    CHECK(heading_records(twice)[0].id != heading_records(twice)[1].id);
}

TEST_CASE("A marked paragraph begins a section, and records below it say so") {
    Document document = letter_in_sections();
    REQUIRE(apply(document, added_heading()).empty());
    CHECK(outline(document) == Lines{"1  Letter", "2 1 Harbour", "3  Next steps", "2 2 Care"});
    CHECK(document.blocks[3].kind == BlockKind::heading);
    CHECK(document.blocks[3].level == 3);
    CHECK(document[document.blocks[4].section].title == "Next steps");
    CHECK(document.sections[2].parent == SectionId{1});
    CHECK(document.records[0].text("section") == "Next steps");
    CHECK(document.records[0].fields[1].anchors == std::vector<Anchor>{{BlockId{3}, {0, 10}}});
    CHECK(document.records[0].fields[2].value ==
          FieldValue(std::vector<std::string>{"Letter", "Harbour", "Next steps"}));
    REQUIRE(document.records.size() == 2);  // the recommendation, and what tells of the decision
    CHECK(document.records[1].text("record_type") == "heading");
    CHECK(document.records[1].text("verdict") == "added");
}

TEST_CASE("A rejected heading is text again, and its section is that around it") {
    Document document = letter_in_sections();
    REQUIRE(apply(document, decision(Verdict::rejected, document, 1, "2")).empty());
    CHECK(outline(document) == Lines{"1  Letter", "2 2 Care"});
    CHECK(document.blocks[1].kind == BlockKind::list_item);  // it has a number
    CHECK(document.records[0].text("section") == "Letter");
    Document other = letter_in_sections();
    REQUIRE(apply(other, decision(Verdict::rejected, other, 0, "1")).empty());
    CHECK(other.blocks[0].kind == BlockKind::paragraph);
    CHECK(!other.blocks[0].section);
}

TEST_CASE("A heading's level and title are corrected") {
    Document document = letter_in_sections();
    Decision one = decision(Verdict::corrected, document, 5, "2");
    one.fields.clear();
    one.field = "level";
    one.was = "2";
    one.value = "3";
    REQUIRE(apply(document, one).empty());
    CHECK(outline(document) == Lines{"1  Letter", "2 1 Harbour", "3 2 Care"});
    CHECK(document.sections[2].parent == SectionId{1});
    one.field = "title";
    one.was = "Care";
    one.value = "Children in  care";
    document = letter_in_sections();
    REQUIRE(apply(document, one).empty());
    CHECK(outline(document).back() == "2 2 Children in care");
}

TEST_CASE("What is no paragraph of its own becomes no heading") {
    Document document = letter_in_sections();
    const Document before = document;
    for (const MarkedWords& words : std::vector<MarkedWords>{
             {"b3", 0, "The quays"}, {"b2", 0, "Harbour"}, {"b4", 0, "Next stop"}, {"b9", 0, "Care"}}) {
        document = before;
        Decision one = added_heading();
        one.marks = {words};
        CHECK(!apply(document, one).empty());
        CHECK(document.sections == before.sections);
        CHECK(document.blocks == before.blocks);
        CHECK(document.diagnostics.size() == 1);
    }
    Decision apart = added_heading();
    apart.marks = {{"b3", 0, "The quays are sound."}, {"b5", 0, "Mend the lights."}};
    document = before;
    CHECK(!apply(document, apart).empty());
    for (const char* level : {"0", "10", "", "two"}) {
        document = before;
        CHECK(!apply(document, added_heading(level)).empty());
    }
    Decision without = added_heading();
    without.fields.pop_back();
    document = before;
    CHECK(!apply(document, without).empty());
    Decision nowhere = added_heading();
    nowhere.marks.clear();
    document = before;
    CHECK(!apply(document, nowhere).empty());
}

TEST_CASE("Running headers and boxes beside the text are no headings") {
    Document document =
        testing::DocumentBuilder().heading(1, "Letter").furniture("Page 1").paragraph("Text.");
    CHECK(possible_heading(document, {{BlockId{1}, {0, 4}}}).empty());
    CHECK(possible_heading(document, {{BlockId{2}, {0, 2}}}) == std::vector<Anchor>{{BlockId{2}, {0, 5}}});
    document.blocks[2].section = {};
    CHECK(possible_heading(document, {{BlockId{2}, {0, 2}}}).empty());
}

TEST_CASE("A heading that was only confirmed leaves every section as it was") {
    Document document = letter_in_sections();
    const Document before = document;
    REQUIRE(apply(document, decision(Verdict::confirmed, document, 1, "2")).empty());
    CHECK(document.sections == before.sections);
    CHECK(document.blocks == before.blocks);
}

TEST_CASE("A heading of several lines is one") {
    Document document = testing::DocumentBuilder()
                            .paragraph("Inspection of the")
                            .paragraph("harbour school")
                            .paragraph("It is good.");
    Decision one = decision(Verdict::added, document, 0, "1");
    one.words.clear();
    one.fields = {{"title", "Inspection of the harbour school"}, {"level", "1"}};
    one.marks = {{"b1", 0, "Inspection of the"}, {"b2", 0, "harbour school"}};
    REQUIRE(apply(document, one).empty());
    CHECK(outline(document) == Lines{"1  Inspection of the harbour school"});
    const auto records = heading_records(document);
    REQUIRE(records.size() == 1);
    CHECK(records[0].anchors.size() == 2);
    CHECK(records[0].id == one.record);
}

TEST_CASE("What a person said of a record's section stays") {
    Document document = letter_in_sections();
    Decision section;
    section.verdict = Verdict::corrected;
    section.type = "recommendation";
    section.record = "00000000000000a1";
    section.field = "section";
    section.words = "Harbour";
    section.was = "Harbour";
    section.value = "Quays";
    section.by = "Ada";
    section.on = "2026-04-07T01:30:00Z";
    LetterDecisions all{"test", document.source.sha256, {}};
    all.put(section);
    all.put(added_heading());
    for (const Applied& one : apply_decisions(document, all, section_types)) CHECK(one.stale.empty());
    CHECK(document.records[0].text("section") == "Quays");
    CHECK(validate(document).empty());
}
