#include "deadline.hpp"

#include <catch2/catch.hpp>

#include "letters.hpp"

using namespace sheaf;
using namespace sheaf::testing::demands;

namespace {

/// A letter of 30 November 2020 with one item under the heading.
Result due_under(const std::string& heading, const std::string& item, bool dated = true) {
    auto built = letter();
    built.heading(2, "Areas for improvement").heading(3, heading).item(item);
    Document document = built.build();
    if (dated) {
        Record record;
        record.type = "metadata";
        record.id = "0123456789abcdef";
        record.fields = {{"document_date", std::string("2020-11-30"), {}}};
        document.records.push_back(record);
    }
    Result result;
    recommendations::extract(
        document,
        recommendations::compile(testing::options({{"rule", std::vector{improvements({"bullets"})}}})),
        language(), result.context);
    std::erase_if(document.records, [](const Record& record) { return record.type == "metadata"; });
    result.document = std::move(document);
    return result;
}

}  // namespace

TEST_CASE("a period counts from the letter's date, and what is printed is kept") {
    const Result result = due_under("Lamps", "Within three months, light the lamps.");
    REQUIRE(result.records().size() == 1);
    const Record& item = result.records().front();
    CHECK(item.text("deadline") == "2021-02-28");
    CHECK(item.text("deadline_printed") == "Within three months");
    CHECK(item.text("deadline_from") == "3 months after the letter's date, 2020-11-30");
    CHECK(item.field("deadline_printed")->anchors == std::vector<Anchor>{{BlockId{4}, {0, 19}}});
}

TEST_CASE("a heading that is a deadline is that of the items below it") {
    const Record item = due_under("Within 10 days", "Light the lamps.").records().front();
    CHECK(item.text("deadline") == "2020-12-10");
    CHECK(item.field("deadline")->anchors == std::vector<Anchor>{{BlockId{3}, {0, 14}}});
    CHECK(due_under("What a crew within 10 days", "Light the lamps.").texts("deadline_printed") ==
          Strings{""});
}

TEST_CASE("a date that is printed wins over a period, and its words are kept") {
    const Record item = due_under("Within three months", "Light the lamps by 1 May 2021.").records().front();
    CHECK(item.text("deadline") == "2021-05-01");
    CHECK(item.text("deadline_printed") == "1 May 2021");
    CHECK(item.text("deadline_from") == "the printed date");
}

TEST_CASE("a period without a date keeps its words and says why") {
    const Record undated = due_under("Within three months", "Light the lamps.", false).records().front();
    CHECK(undated.field("deadline")->value == FieldValue());
    CHECK(undated.text("deadline_printed") == "Within three months");
    CHECK(undated.text("deadline_from") == "3 months after the letter's date, which is not known");
    const Record working = due_under("Within three working days", "Light the lamps.").records().front();
    CHECK(working.field("deadline")->value == FieldValue());
    CHECK(working.text("deadline_from") == "it depends on which days count in 3 working days");
}

TEST_CASE("how fast something is always to be done is no deadline") {
    const Record item = due_under("Lamps", "Answer complaints within three days.").records().front();
    CHECK(item.field("deadline_printed")->value == FieldValue());
}

TEST_CASE("words that name no date are kept as they are printed") {
    const Record item = due_under("Immediately:", "Light the lamps.").records().front();
    CHECK(item.field("deadline")->value == FieldValue());
    CHECK(item.text("deadline_printed") == "Immediately");
    CHECK(item.text("deadline_from") == "the printed words name no date");
}

TEST_CASE("the end of a month is its last day, and a month alone names none") {
    const Record end = due_under("Lamps", "Light the lamps by the end of February 2021.").records().front();
    CHECK(end.text("deadline") == "2021-02-28");
    CHECK(end.text("deadline_printed") == "February 2021");
    CHECK(end.text("deadline_from") == "the last day of the printed month");
    const Record alone = due_under("Lamps", "Light the lamps by March 2021.").records().front();
    CHECK(alone.field("deadline")->value == FieldValue());
    CHECK(alone.text("deadline_printed") == "March 2021");
    CHECK(due_under("Lamps", "Light those of March 2021.").texts("deadline_printed") == Strings{""});
}

TEST_CASE(
    "a deadline that was another day of the week, or lies before the letter, makes the letter doubtful") {
    const Result weekday = due_under("Lamps", "Light the lamps by Friday 4 May 2021.");
    CHECK(weekday.context.reported("recommendations-deadline"));
    CHECK(weekday.records().front().text("deadline") == "2021-05-04");
    CHECK(weekday.records().front().confidence < 0.9);
    CHECK(due_under("Lamps", "Light the lamps by 1 May 2019.").context.reported("recommendations-deadline"));
    CHECK_FALSE(due_under("Lamps", "Light the lamps by Tuesday 4 May 2021.")
                    .context.reported("recommendations-deadline"));
}
