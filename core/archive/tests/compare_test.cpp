#include "archive/compare.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

Document letter(const std::string& name, const std::string& date,
                const std::vector<std::pair<std::string, std::string>>& grades,
                const std::vector<std::string>& demands) {
    Document document = testing::DocumentBuilder().paragraph("A letter.");
    document.source.name = name;
    const auto add = [&](const char* type, std::vector<Field> fields) {
        Record record;
        record.type = type;
        record.id = std::to_string(document.records.size());
        record.anchors = {{{0}, {0, 1}}};
        record.fields = std::move(fields);
        add_record(document, std::move(record));
    };
    add("metadata", {{"authority", std::string("Harrowmere"), {}}, {"document_date", date, {}}});
    for (const auto& [what, grade] : grades)
        add("judgement", {{"name", "2.1 " + what, {}}, {"aspect", what, {}}, {"grade", grade, {}}});
    for (const std::string& text : demands) add("recommendation", {{"text", text, {}}});
    return document;
}

}  // namespace

TEST_CASE("Grades that changed, demands that are made again, new ones and those that are gone") {
    const Comparison made =
        compare(letter("a.pdf", "2019-01-31", {{"overall", "Good"}, {"board", "Good"}},
                       {"Mend the northern lamp.", "Paint the railings."}),
                letter("b.pdf", "2024-02-03", {{"leadership", "Good"}, {"overall", "Inadequate"}},
                       {"Sweep the road.", "Mend the lamp at the northern end."}));
    REQUIRE(made.grades.size() == 3);
    CHECK(made.grades[1].what == "overall");
    CHECK(made.grades[1].before == "Good");
    CHECK(made.grades[1].after == "Inadequate");
    CHECK(made.grades[0].before.empty());
    CHECK(made.grades[2].after.empty());
    REQUIRE(made.repeated.size() == 1);
    CHECK(made.repeated[0].before.text == "Mend the northern lamp.");
    REQUIRE(made.fresh.size() == 1);
    CHECK(made.fresh[0].text == "Sweep the road.");
    REQUIRE(made.gone.size() == 1);
    CHECK(made.gone[0].text == "Paint the railings.");

    const std::string text = text_of(made);
    CHECK(text.find("before: a.pdf, 2019-01-31\nafter: b.pdf, 2024-02-03\n") != std::string::npos);
    CHECK(text.find("  overall: Good -> Inadequate\n") != std::string::npos);
    CHECK(text.find("  board: Good -> not given\n") != std::string::npos);
    CHECK(text.find("no longer there:\n  (page 1) Paint the railings.\n") != std::string::npos);
    const Json json = json_of(made);
    CHECK(json["grades"][0]["before"].is_null());
    CHECK(json["repeated"][0]["after"]["text"] == "Mend the lamp at the northern end.");
}

TEST_CASE("Letters without recommendations say so") {
    const Document one = letter("a.pdf", "2019-01-31", {}, {});
    CHECK(text_of(compare(one, one)).find("no recommendations\n") != std::string::npos);
}
