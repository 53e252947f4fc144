// Decisions as text and back, and the values and words that they name.
#include "decisions/decision.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

Decision corrected(std::string record, std::string field, std::string was, std::string value) {
    Decision one;
    one.verdict = Verdict::corrected;
    one.record = std::move(record);
    one.type = "judgement";
    one.field = std::move(field);
    one.was = std::move(was);
    one.value = std::move(value);
    one.by = "Ada";
    one.on = "2026-04-07T01:30:00Z";
    return one;
}

}  // namespace

TEST_CASE("What is written is read back, whatever the texts hold") {
    LetterDecisions all{"a \"b\"/c.pdf", std::string(64, 'a'), {}};
    Decision first = corrected("0000000000000001", "grade", "", "Good\nor \\ better\t\x01\x7f é");
    first.marks = {{"b12", 7, "Good"}, {"b13", 0, "or \"better\""}};
    first.note = "[[decision]]";
    first.sha256 = std::string(64, 'b');
    first.words = "# no comment";
    all.put(first);
    Decision seen = first;
    seen.verdict = Verdict::confirmed;
    seen.field.clear();
    seen.was = seen.value = "";
    seen.fields = {{"name", "Overall"}, {"grade", "x = \"y\""}};
    all.put(seen);
    Decision doubt;
    doubt.verdict = Verdict::settled;
    doubt.code = "date-unsure";
    doubt.message = "two dates";
    doubt.page = 3;
    doubt.by = "Ada";
    doubt.on = first.on;
    all.put(doubt);

    const std::string text = decisions_text(all);
    std::vector<Diagnostic> problems;
    const auto read = read_decisions(text, "test", problems);
    REQUIRE(problems.empty());
    REQUIRE(read);
    CHECK(*read == all);
    CHECK(decisions_text(*read) == text);
}

TEST_CASE(
    "The order of a file does not depend on the order of decisions, and the last word on a subject counts") {
    const Decision a = corrected("0000000000000001", "grade", "Good", "Poor");
    const Decision b = corrected("0000000000000001", "name", "x", "y");
    const Decision c = corrected("0000000000000000", "grade", "x", "y");
    Decision again = a;
    again.value = "Outstanding";
    LetterDecisions one{"l", "s", {}}, other{"l", "s", {}};
    for (const Decision& d : {a, b, c, again}) one.put(d);
    for (const Decision& d : {c, b, again}) other.put(d);
    CHECK(one == other);
    CHECK(one.decisions.size() == 3);
}

TEST_CASE("A file that says nonsense is refused with the place") {
    const auto problem_of = [](const std::string& decision) {
        std::vector<Diagnostic> problems;
        const auto read = read_decisions(
            "format = 1\nletter = \"l\"\nsha256 = \"s\"\n\n[[decision]]\n" + decision, "f.toml", problems);
        CHECK(!read);
        REQUIRE(!problems.empty());
        return problems.front();
    };
    const std::string who = "by = \"a\"\non = \"b\"\n";
    CHECK(problem_of("verdict = \"liked\"\n" + who).code == "unknown-choice");
    CHECK(problem_of("verdict = \"confirmed\"\n" + who).code == "missing-key");
    CHECK(problem_of("verdict = \"corrected\"\ntype = \"t\"\nrecord = \"r\"\n" + who).place.line == 5);
    CHECK(problem_of("verdict = \"settled\"\ncode = \"c\"\n" + who).code == "missing-key");
    CHECK(problem_of("verdict = \"rejected\"\ntype = \"t\"\nrecord = \"r\"\n").code == "missing-key");
    const std::string same = "verdict = \"rejected\"\ntype = \"t\"\nrecord = \"r\"\n" + who;
    CHECK(problem_of(same + "[[decision]]\n" + same).code == "decision-invalid");
    std::vector<Diagnostic> problems;
    CHECK(!read_decisions("format = 2\nletter = \"l\"\nsha256 = \"s\"\n", "f", problems));
    CHECK(problems.front().code == "format-unsupported");
}

TEST_CASE("Texts become values of the declared type, or none") {
    CHECK(value_in("", FieldType::integer) == FieldValue());
    CHECK(value_in("12", FieldType::integer) == FieldValue(std::int64_t{12}));
    CHECK(!value_in("12x", FieldType::integer));
    CHECK(value_in("0.5", FieldType::number) == FieldValue(0.5));
    CHECK(!value_in("inf", FieldType::number));
    CHECK(value_in("2026-02-28", FieldType::date) == FieldValue(std::string("2026-02-28")));
    CHECK(!value_in("2026-02-30", FieldType::date));
    CHECK(value_in("true", FieldType::flag) == FieldValue(true));
    CHECK(!value_in("yes", FieldType::flag));
    CHECK(value_in("a\nb", FieldType::texts) == FieldValue(std::vector<std::string>{"a", "b"}));
    for (const FieldValue& value : {FieldValue(true), FieldValue(std::int64_t{-3}), FieldValue(0.1)})
        CHECK(!text_of(value).empty());
    CHECK(text_of(FieldValue(std::vector<std::string>{"a", "b"})) == "a\nb");
}

TEST_CASE("Marked words are found at their place, elsewhere only when they stand there once") {
    const Document letter =
        testing::DocumentBuilder().paragraph("Good. Good work.").paragraph("The work goes on.");
    CHECK(find_words(letter, {"b1", 6, "Good"}) == Anchor{BlockId{0}, {6, 10}});
    CHECK(find_words(letter, {"b9", 6, "goes"}) == Anchor{BlockId{1}, {9, 13}});
    CHECK(!find_words(letter, {"b9", 0, "Good"}));
    CHECK(!find_words(letter, {"b1", 0, "Bad"}));
    CHECK(!find_words(letter, {"b1", 99, ""}));
}
