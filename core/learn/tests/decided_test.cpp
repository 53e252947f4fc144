#include <catch2/catch.hpp>

#include "decisions/apply.hpp"
#include "decisions/headings.hpp"
#include "learn/marks.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

constexpr FieldSpec metadata_fields[] = {{"title", FieldType::text, ""},
                                         {"authority", FieldType::text, ""},
                                         {"signatories", FieldType::texts, ""}};
constexpr FieldSpec demand_fields[] = {
    {"text", FieldType::text, ""}, {"label", FieldType::text, ""}, {"kind", FieldType::text, ""}};
const std::vector<RecordSpec> types = {
    {"metadata", "", metadata_fields}, {"recommendation", "", demand_fields}, decision_type};

Document letter() {
    Document document = testing::DocumentBuilder()
                            .heading(1, "The harbour at Skerry")
                            .heading(2, "What must change")
                            .item("Mend the quay.")
                            .item("Paint the boat.");
    document.source.sha256 = std::string(64, '0');
    Record metadata;
    metadata.id = "00000000000000a1";
    metadata.type = "metadata";
    metadata.anchors = {{BlockId{0}, {0, 11}}};
    metadata.fields = {{"title", std::string("The harbour at Skerry"), {}},
                       {"authority", {}, {}},
                       {"signatories", std::vector<std::string>{"Ada", "Bo"}, {}}};
    document.records = {std::move(metadata)};
    return document;
}

Decision decision(Verdict verdict, const char* record, const char* type) {
    Decision one;
    one.verdict = verdict;
    one.record = record;
    one.type = type;
    one.by = "Ada";
    one.on = "2026-04-07T01:30:00Z";
    return one;
}

Decision with_authority() {
    Decision one = decision(Verdict::corrected, "00000000000000a1", "metadata");
    one.field = "authority";
    one.words = "The harbour";
    one.value = "Skerry";
    return one;
}

Decision with_item() {
    Decision one = decision(Verdict::added, "00000000000000b1", "recommendation");
    one.fields = {{"text", "Mend the quay."}, {"label", "1"}, {"kind", "priority_action"}};
    one.marks = {{"b3", 0, "Mend the quay."}};
    return one;
}

std::vector<learn::Mark> marks_after(std::vector<Decision> decisions) {
    Document document = letter();
    const LetterDecisions all{"a.pdf", std::string(64, '0'), std::move(decisions)};
    for (const Applied& one : apply_decisions(document, all, types)) CHECK(one.stale.empty());
    return learn::marks_of(document, "a.pdf");
}

}  // namespace

TEST_CASE("what people decided about a letter is marked, and nothing else") {
    CHECK(marks_after({}).empty());
    const auto marks = marks_after({with_authority(), with_item()});
    REQUIRE(marks.size() == 2);
    CHECK(marks[0].letter == "a.pdf");
    CHECK(marks[0].what == "authority");
    CHECK(marks[0].text == "Skerry");
    CHECK(marks[1].what == "priority_action");
    CHECK(marks[1].text == "Mend the quay.");
    CHECK(marks[1].more.at("label") == "1");
}

TEST_CASE("a record that was confirmed is marked with all its values") {
    Decision whole = decision(Verdict::confirmed, "00000000000000a1", "metadata");
    whole.words = "The harbour";
    const auto marks = marks_after({whole});
    REQUIRE(marks.size() == 3);
    CHECK(marks[0].what == "title");
    CHECK(marks[2].what == "signatories");
    CHECK(marks[2].text == "Bo");
}

TEST_CASE("who decides about one heading looked at all of them") {
    Decision rejected = decision(Verdict::rejected, "", "heading");
    rejected.record = heading_id(letter(), BlockId{1});
    rejected.words = "What must change";
    const auto marks = marks_after({rejected});
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].what == "section");
    CHECK(marks[0].text == "The harbour at Skerry");
    CHECK(marks[0].more.at("level") == "1");
}
