// Decisions are applied where letter, record, words and values are what the person saw, and nowhere else.
#include "decisions/apply.hpp"

#include <catch2/catch.hpp>

#include "sheaf/checks.hpp"
#include "sheaf/json.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

constexpr FieldSpec fields[] = {
    {"name", FieldType::text, ""}, {"grade", FieldType::text, ""}, {"year", FieldType::integer, ""}};
const std::vector<RecordSpec> types = {{"judgement", "", fields}, decision_type};

constexpr const char* overall_id = "00000000000000a1";
constexpr const char* leaders_id = "00000000000000a2";

Record judgement(const char* id, std::uint32_t block, std::string name, std::string grade) {
    Record record;
    record.id = id;
    record.type = "judgement";
    record.stage = "judgements";
    record.anchors = {{BlockId{block}, {0, 7}}};
    record.fields = {{"name", std::move(name), {}}, {"grade", std::move(grade), {}}, {"year", {}, {}}};
    return record;
}

Document letter() {
    Document document = testing::DocumentBuilder()
                            .paragraph("Overall effectiveness is good.")
                            .paragraph("Leaders require improvement.")
                            .paragraph("Care leavers: outstanding.");
    document.records = {judgement(overall_id, 0, "Overall", "Good"),
                        judgement(leaders_id, 1, "Leaders", "Good")};
    document.diagnostics.push_back(
        {Severity::doubtful, "grade-unsure", "two grades", "judgements", {.page = 1}, "look"});
    return document;
}

Decision decision(Verdict verdict, const char* record, std::string words) {
    Decision one;
    one.verdict = verdict;
    one.record = record;
    one.type = "judgement";
    one.words = std::move(words);
    one.by = "Ada";
    one.on = "2026-04-07T01:30:00Z";
    return one;
}

Decision correction() {
    Decision one = decision(Verdict::corrected, leaders_id, "Leaders");
    one.field = "grade";
    one.was = "Good";
    one.value = "Requires improvement";
    one.marks = {{"b2", 8, "require improvement"}};
    return one;
}

Decision addition() {
    Decision one = decision(Verdict::added, "00000000000000b1", "");
    one.fields = {{"name", "Care leavers"}, {"grade", "Outstanding"}, {"year", "2026"}};
    one.marks = {{"b3", 0, "Care leavers: outstanding."}};
    return one;
}

Decision confirmation() {
    Decision one = decision(Verdict::confirmed, overall_id, "Overall");
    one.fields = {{"name", "Overall"}, {"grade", "Good"}};
    return one;
}

LetterDecisions all(std::vector<Decision> decisions) {
    return {"test", std::string(64, '0'), std::move(decisions)};
}

/// Why the one decision was not applied, with the letter unchanged but for what tells of it.
std::string stale(const Decision& one, Document document = letter()) {
    const LetterDecisions decisions = all({one});
    const Document before = document;
    const auto applied = apply_decisions(document, decisions, types);
    REQUIRE(applied.size() == 1);
    CHECK(document.records == before.records);
    REQUIRE(document.diagnostics.size() == before.diagnostics.size() + 1);
    CHECK(document.diagnostics.back().code == "decision-stale");
    CHECK(document.diagnostics.back().severity == Severity::doubtful);
    return applied.front().stale;
}

}  // namespace

TEST_CASE(
    "A corrected value takes the place of the one that was found, bound to the words that were marked") {
    Document document = letter();
    apply_decisions(document, all({correction()}), types);
    const Record& record = document.records[1];
    CHECK(record.text("grade") == "Requires improvement");
    CHECK(words_of(document, record.field("grade")->anchors) == "require improvement");
    CHECK(checks_of(document).at(leaders_id).what == "corrected");
    CHECK(checks_of(document).at(leaders_id).by == "Ada");
    CHECK(validate(document).empty());
}

TEST_CASE("A code follows the value that it is of, as far as the letter tells it") {
    const FieldSpec coded[] = {{"grade", FieldType::text, ""}, {"grade_code", FieldType::text, ""}};
    const std::vector<RecordSpec> specs = {{"judgement", "", coded}, decision_type};
    const auto corrected_to = [&](const char* value) {
        Document document = letter();
        document.records[0].fields = {{"grade", std::string("Outstanding"), {}},
                                      {"grade_code", std::string("outstanding"), {}}};
        document.records[1].fields = {{"grade", std::string("Good"), {}},
                                      {"grade_code", std::string("good"), {}}};
        Decision one = correction();
        one.value = value;
        apply_decisions(document, all({one}), specs);
        return std::string(document.records[1].text("grade_code"));
    };
    CHECK(corrected_to("Outstanding") == "outstanding");
    CHECK(corrected_to("Inadequate").empty());
    CHECK(corrected_to("Good") == "good");
}

TEST_CASE("A value that is corrected to none is absent") {
    Decision one = correction();
    one.value.clear();
    one.marks.clear();
    Document document = letter();
    apply_decisions(document, all({one}), types);
    CHECK(document.records[1].field("grade")->value == FieldValue());
    CHECK(validate(document).empty());
}

TEST_CASE("An added record stands among those of its type, in reading order") {
    Decision early = addition();
    early.marks = {{"b1", 8, "effectiveness"}};
    Document document = letter();
    apply_decisions(document, all({early}), types);
    REQUIRE(document.records.size() == 4);
    CHECK(document.records[1].id == "00000000000000b1");
    CHECK(document.records[1].field("year")->value == FieldValue(std::int64_t{2026}));
    CHECK(document.records[3].type == "decision");
    CHECK(checks_of(document).at("00000000000000b1").what == "added");
    CHECK(validate(document).empty());
}

TEST_CASE("A rejected record is gone, and what was decided is told") {
    Document document = letter();
    apply_decisions(document, all({decision(Verdict::rejected, leaders_id, "Leaders")}), types);
    REQUIRE(document.records.size() == 2);
    CHECK(document.records[0].id == overall_id);
    CHECK(document.records[1].text("verdict") == "rejected");
    CHECK(document.records[1].text("record") == leaders_id);
    CHECK(validate(document).empty());
}

TEST_CASE("A record is confirmed as a whole, or value by value") {
    Document document = letter();
    apply_decisions(document, all({confirmation()}), types);
    CHECK(checks_of(document).at(overall_id).what == "confirmed");

    Decision name = decision(Verdict::confirmed, leaders_id, "Leaders");
    name.field = "name";
    name.fields = {{"name", "Leaders"}};
    document = letter();
    apply_decisions(document, all({name}), types);
    CHECK(checks_of(document).empty());
    Decision grade = name;
    grade.field = "grade";
    grade.fields = {{"grade", "Good"}};
    document = letter();
    apply_decisions(document, all({name, grade}), types);
    CHECK(checks_of(document).at(leaders_id).what == "confirmed");
}

TEST_CASE("A settled doubt is told and makes no letter doubtful; others stay") {
    Decision doubt;
    doubt.verdict = Verdict::settled;
    doubt.code = "grade-unsure";
    doubt.message = "two grades";
    doubt.page = 1;
    doubt.by = "Ada";
    doubt.note = "the second is a heading";
    Document document = letter();
    apply_decisions(document, all({doubt}), types);
    CHECK(worst(document) == Severity::note);
    CHECK(document.diagnostics.front().hint == "settled by Ada: the second is a heading");
    CHECK(validate(document).empty());

    for (const auto& [page, message] : {std::pair(2, "two grades"), std::pair(1, "three grades")}) {
        Decision other = doubt;
        other.page = page;
        other.message = message;
        document = letter();
        apply_decisions(document, all({other}), types);
        CHECK(worst(document) == Severity::doubtful);
    }
}

TEST_CASE("Whatever changed, a decision is not applied silently") {
    Document changed = letter();
    changed.source.sha256 = std::string(64, '1');
    CHECK(stale(correction(), changed) == "the letter's file is another one now");

    Decision older = correction();
    older.sha256 = std::string(64, '2');
    CHECK(stale(older) == "the letter's file is another one now");

    changed = letter();
    changed.records.erase(changed.records.begin() + 1);
    CHECK(stale(correction(), changed) == "the letter no longer has the record");

    changed = letter();
    changed.records[1].anchors = {{BlockId{1}, {0, 8}}};
    CHECK(stale(correction(), changed) == "the record is made from other words now");

    changed = letter();
    changed.records[1].fields[1].value = std::string("Inadequate");
    CHECK(stale(correction(), changed) == "the letter's value is another one now");

    changed = letter();
    changed.blocks[1].text = "Leaders must improve.";
    CHECK(stale(correction(), changed) == "the words that were marked are not in the letter");

    changed = letter();
    changed.records[0].fields[1].value = std::string("Outstanding");
    CHECK(stale(confirmation(), changed) == "`grade` was \"Good\"");

    Decision no_year = correction();
    no_year.field = "year";
    no_year.was = "";
    no_year.value = "soon";
    CHECK(stale(no_year) == "the field `year` takes no such value");

    Decision unknown = correction();
    unknown.type = "verdict";
    CHECK(stale(unknown) == "no stage of the pipeline makes records of type `verdict`");
}

TEST_CASE("A value that has become what the person said needs nobody") {
    Document document = letter();
    document.records[1].fields[1].value = std::string("Requires improvement");
    const LetterDecisions decisions = all({correction()});
    CHECK(apply_decisions(document, decisions, types).front().stale.empty());
}

TEST_CASE("A record that is found at last is not added a second time") {
    Document document = letter();
    Record found = judgement("00000000000000c1", 2, "Care leavers", "Outstanding");
    found.anchors = {{BlockId{2}, {0, 26}}};
    document.records.push_back(found);
    CHECK(stale(addition(), document) == "the letter has a record of these words now");
}

TEST_CASE("A file that cannot be understood makes the letter doubtful, and none of it is applied") {
    Document document = letter();
    const auto records = document.records;
    apply_decisions(document, DecisionsFile{"a.toml", "format = 1\nletter ="}, types);
    CHECK(document.records == records);
    CHECK(document.diagnostics.back().code == "decision-invalid");
    Document untouched = letter();
    apply_decisions(untouched, DecisionsFile{}, types);
    CHECK(untouched == letter());
}

TEST_CASE("JSON says who checked a record, and reads back") {
    Document document = letter();
    apply_decisions(document, all({correction(), confirmation(), addition()}), types);
    const std::string json = to_json(document, types);
    CHECK(json.find("\"checked\": \"corrected\"") != std::string::npos);
    CHECK(json.find("\"checked_by\": \"Ada\"") != std::string::npos);
    const Document read = from_json(json);
    CHECK(testing::differences(document, read) == "");
}
