// Decisions are written at once, nothing that somebody else decided is lost, and each can be taken back.
#include "review/desk.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "sheaf/testing.hpp"

using namespace sheaf;
using namespace sheaf::review;
namespace fs = std::filesystem;

namespace {

constexpr FieldSpec fields[] = {
    {"name", FieldType::text, ""}, {"grade", FieldType::text, ""}, {"date", FieldType::date, ""}};

struct Office {
    Office() : folder(fs::temp_directory_path() / ("sheaf-desk-" + std::to_string(::getpid()))) {
        fs::remove_all(folder);
        plan.record_types = {{"judgement", "", fields}, decision_type};
        plan.stage_types = plan.record_types.size();
    }
    ~Office() { fs::remove_all(folder); }
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    fs::path folder;
    Plan plan;
};

constexpr const char* id = "00000000000000a1";

Document letter() {
    Document document =
        testing::DocumentBuilder().paragraph("Leaders: requires improvement.").paragraph("Care: good.");
    Record record;
    record.id = id;
    record.type = "judgement";
    record.stage = "judgements";
    record.anchors = {{BlockId{0}, {0, 30}}};
    record.fields = {
        {"name", std::string("Leaders"), {}}, {"grade", std::string("Good"), {}}, {"date", {}, {}}};
    document.records = {record};
    document.diagnostics.push_back({Severity::doubtful, "grade-unsure", "two grades", "judgements", {}, {}});
    return document;
}

Wish wish(std::string verdict, std::string field = {}, std::string value = {}, std::string base = {}) {
    Wish one;
    one.verdict = std::move(verdict);
    one.record = id;
    one.type = "judgement";
    one.field = std::move(field);
    one.value = std::move(value);
    one.base = std::move(base);
    return one;
}

using Result = Answer::Result;

}  // namespace

TEST_CASE("A correction that is typed is bound to the words where the record says them once") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    REQUIRE(desk.decide(letter(), "a.pdf", wish("corrected", "grade", "requires improvement")).result ==
            Result::done);
    const CheckedLetter checked = desk.check(letter(), "a.pdf");
    CHECK(checked.decided.records[0].text("grade") == "requires improvement");
    REQUIRE(checked.decisions.decisions.size() == 1);
    const Decision& one = checked.decisions.decisions[0];
    CHECK(one.was == "Good");
    CHECK(one.by == "Ada");
    CHECK(one.marks == std::vector<MarkedWords>{{"b1", 9, "requires improvement"}});
    CHECK(checked.about(id, "grade") == &one);
    CHECK(checked.about(id, "") == nullptr);
}

TEST_CASE("A correction by marks is bound to what was marked") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    Wish marked = wish("corrected", "grade", "good");
    marked.marks = "b2:6-10";
    REQUIRE(desk.decide(letter(), "a.pdf", marked).result == Result::done);
    CHECK(desk.check(letter(), "a.pdf").decisions.decisions[0].marks ==
          std::vector<MarkedWords>{{"b2", 6, "good"}});
    for (const char* wrong : {"b9:0-3", "b1:5-3", "b1:0-99", "b1:0-3,", "x", "b0:0-1", "b1:0-3;b2:0-1"}) {
        marked.marks = wrong;
        CHECK(desk.decide(letter(), "a.pdf", marked).result == Result::refused);
    }
}

TEST_CASE("What cannot be is refused, and nothing is written") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    Wish other = wish("confirmed");
    other.record = "00000000000000ff";
    Wish type = wish("confirmed");
    type.type = "decision";
    Wish doubt = wish("settled");
    doubt.code = "grade-unsure";
    doubt.message = "three grades";
    Wish added = wish("added");
    for (const Wish& one : {other, type, doubt, added, wish("liked"), wish("corrected", "colour", "red"),
                            wish("corrected", "date", "soon"), wish("corrected", "grade", "\xff")})
        CHECK(desk.decide(letter(), "a.pdf", one).result == Result::refused);
    CHECK(!fs::exists(office.folder));
}

TEST_CASE("Two browsers: who has not seen the other's decision is told, and loses nothing") {
    const Office office;
    Desk one(office.folder, office.plan, "Ada"), other(office.folder, office.plan, "Bo");
    REQUIRE(one.decide(letter(), "a.pdf", wish("corrected", "grade", "good")).result == Result::done);
    const Answer late = other.decide(letter(), "a.pdf", wish("corrected", "grade", "poor"));
    CHECK(late.result == Result::conflict);
    CHECK(late.message == "meanwhile Ada decided: corrected to \"good\"");
    // About something else there is no conflict.
    CHECK(other.decide(letter(), "a.pdf", wish("confirmed", "name")).result == Result::done);
    CheckedLetter checked = one.check(letter(), "a.pdf");
    CHECK(checked.decisions.decisions.size() == 2);
    const std::string seen = mark_of(checked.about(id, "grade"));
    CHECK(other.decide(letter(), "a.pdf", wish("corrected", "grade", "poor", seen)).result == Result::done);
    CHECK(one.check(letter(), "a.pdf").about(id, "grade")->value == "poor");
    CHECK(one.decide(letter(), "a.pdf", wish("none", "grade", "", seen)).result == Result::conflict);
}

TEST_CASE("The last decision is taken back, and the one before it is there again") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    CHECK(desk.undo(letter(), "a.pdf").result == Result::refused);
    REQUIRE(desk.decide(letter(), "a.pdf", wish("corrected", "grade", "good")).result == Result::done);
    const std::string seen = mark_of(desk.check(letter(), "a.pdf").about(id, "grade"));
    REQUIRE(desk.decide(letter(), "a.pdf", wish("corrected", "grade", "poor", seen)).result == Result::done);
    CHECK(desk.undo(letter(), "a.pdf").result == Result::done);
    CHECK(desk.check(letter(), "a.pdf").about(id, "grade")->value == "good");
    CHECK(desk.undo(letter(), "a.pdf").result == Result::done);
    CHECK(desk.check(letter(), "a.pdf").decisions.decisions.empty());
    // Taking back is a decision, too.
    REQUIRE(desk.decide(letter(), "a.pdf", wish("rejected")).result == Result::done);
    const std::string rejected = mark_of(desk.check(letter(), "a.pdf").about(id, ""));
    REQUIRE(desk.decide(letter(), "a.pdf", wish("none", "", "", rejected)).result == Result::done);
    CHECK(desk.undo(letter(), "a.pdf").result == Result::done);
    CHECK(desk.check(letter(), "a.pdf").decided.records.size() == 1);  // the record of the decision
}

TEST_CASE("A record is added with its words, and changed under the id that it got") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    Wish added = wish("added");
    added.record.clear();
    added.marks = "b2:0-11";
    added.fields = {{"grade", "Good"}, {"name", "Care"}, {"date", ""}, {"colour", "red"}};
    REQUIRE(desk.decide(letter(), "a.pdf", added).result == Result::done);
    CheckedLetter checked = desk.check(letter(), "a.pdf");
    REQUIRE(checked.decided.records.size() == 3);
    const Record record = checked.decided.records[1];
    CHECK(record.text("name") == "Care");
    CHECK(words_of(checked.decided, record.anchors) == "Care: good.");
    added.record = record.id;
    added.base = mark_of(checked.about(record.id, ""));
    added.fields = {{"name", "Care leavers"}};
    REQUIRE(desk.decide(letter(), "a.pdf", added).result == Result::done);
    checked = desk.check(letter(), "a.pdf");
    CHECK(checked.decided.records[1].text("name") == "Care leavers");
    CHECK(checked.decided.records[1].id == record.id);
}

TEST_CASE("Decisions about a letter that has changed stay what they are until somebody keeps them") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    REQUIRE(desk.decide(letter(), "a.pdf", wish("corrected", "grade", "good")).result == Result::done);
    REQUIRE(desk.decide(letter(), "a.pdf", wish("confirmed", "name")).result == Result::done);
    Document changed = letter();
    changed.source.sha256 = std::string(64, '1');
    CheckedLetter checked = desk.check(changed, "a.pdf");
    REQUIRE(checked.applied.size() == 2);
    CHECK(!checked.applied[0].stale.empty());
    CHECK(checked.about(id, "grade") == nullptr);
    const std::string seen = mark_of(checked.stored(id, "grade"));
    REQUIRE(desk.decide(changed, "a.pdf", wish("corrected", "grade", "good", seen)).result == Result::done);
    checked = desk.check(changed, "a.pdf");
    CHECK(checked.about(id, "grade") != nullptr);
    CHECK(checked.about(id, "name") == nullptr);
    // The letter as it was finds its own again.
    CHECK(desk.check(letter(), "a.pdf").about(id, "name") != nullptr);
}

TEST_CASE(
    "A paragraph that somebody marks becomes a heading, a heading is rejected, and both are taken back") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    const Document found =
        testing::DocumentBuilder().heading(1, "Care").paragraph("Next steps").paragraph("Mend it.");
    Wish marked;
    marked.verdict = "added";
    marked.type = "heading";
    marked.marks = "b2:0-4";  // a word of it is enough
    marked.fields = {{"level", "2"}};
    REQUIRE(desk.decide(found, "a.pdf", marked).result == Result::done);
    CheckedLetter checked = desk.check(found, "a.pdf");
    const Decision made = checked.decisions.decisions.at(0);
    CHECK(made.marks == std::vector<MarkedWords>{{"b2", 0, "Next steps"}});
    CHECK(made.fields == FieldTexts{{"title", "Next steps"}, {"level", "2"}});
    REQUIRE(checked.decided.sections.size() == 2);
    CHECK(checked.about(made.record, "") != nullptr);
    // It is a record among the headings, under the id that it got.
    CHECK(std::count_if(checked.decided.records.begin(), checked.decided.records.end(),
                        [&](const Record& one) { return one.id == made.record; }) == 1);
    CHECK(std::count_if(checked.found.records.begin(), checked.found.records.end(),
                        [](const Record& one) { return one.type == "heading"; }) == 1);
    CHECK(desk.undo(found, "a.pdf").result == Result::done);
    CHECK(desk.check(found, "a.pdf").decided.sections.size() == 1);

    Wish rejected;
    rejected.verdict = "rejected";
    rejected.type = "heading";
    rejected.record = checked.found.records.at(0).id;
    REQUIRE(desk.decide(found, "a.pdf", rejected).result == Result::done);
    CHECK(desk.check(found, "a.pdf").decided.sections.empty());
    CHECK(desk.undo(found, "a.pdf").result == Result::done);

    for (const char* marks : {"", "b1:0-4", "b2:0-4,b1:0-4", "b9:0-1"}) {
        marked.marks = marks;
        CHECK(desk.decide(found, "a.pdf", marked).result == Result::refused);
    }
    marked.marks = "b2:0-4";
    for (const char* level : {"", "0", "10", "high"}) {
        marked.fields = {{"level", level}};
        CHECK(desk.decide(found, "a.pdf", marked).result == Result::refused);
    }
}

TEST_CASE("One key keeps a decision about a letter that has changed, whatever it decided") {
    const Office office;
    Desk desk(office.folder, office.plan, "Ada");
    Wish added = wish("added");
    added.record.clear();
    added.marks = "b2:0-11";
    added.fields = {{"name", "Care"}};
    Wish noted = wish("corrected", "grade", "good");
    noted.note = "seen";
    REQUIRE(desk.decide(letter(), "a.pdf", added).result == Result::done);
    REQUIRE(desk.decide(letter(), "a.pdf", noted).result == Result::done);
    REQUIRE(desk.decide(letter(), "a.pdf", wish("confirmed")).result == Result::done);
    Document changed = letter();
    changed.source.sha256 = std::string(64, '1');
    const std::vector<Decision> all = desk.check(changed, "a.pdf").decisions.decisions;
    REQUIRE(all.size() == 3);
    for (const Decision& one : all) {
        CHECK(desk.check(changed, "a.pdf").about(one.record, one.field) == nullptr);
        Wish keep = wish("keep", one.field, "", mark_of(&one));
        keep.record = one.record;
        REQUIRE(desk.decide(changed, "a.pdf", keep).result == Result::done);
        const CheckedLetter checked = desk.check(changed, "a.pdf");
        const Decision* const kept = checked.about(one.record, one.field);
        REQUIRE(kept != nullptr);
        CHECK(kept->verdict == one.verdict);
        CHECK(kept->value == one.value);
        CHECK(kept->note == one.note);
        CHECK(kept->marks == one.marks);
    }
    // There is nothing to keep where nobody decided anything.
    CHECK(desk.decide(changed, "a.pdf", wish("keep", "name")).result == Result::refused);
}

TEST_CASE("A file that cannot be understood is left alone") {
    const Office office;
    fs::create_directories(office.folder);
    const fs::path file = office.folder / "a.pdf.decisions.toml";
    std::ofstream(file) << "nonsense";
    Desk desk(office.folder, office.plan, "Ada");
    CHECK(desk.check(letter(), "a.pdf").invalid);
    CHECK_THROWS_AS(desk.decide(letter(), "a.pdf", wish("confirmed")), StageError);
    std::ifstream stream(file);
    CHECK(std::string(std::istreambuf_iterator<char>(stream), {}) == "nonsense");
}
