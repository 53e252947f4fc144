#include <catch2/catch.hpp>

#include "find.hpp"
#include "sheaf/testing.hpp"
#include "values.hpp"

using namespace sheaf;
using sheaf::testing::options;
using Strings = std::vector<std::string>;

namespace {

using Values = std::vector<std::pair<std::string, Options::Value>>;

Options field(std::string name, std::string type = "text", Values more = {}) {
    more.insert(more.begin(),
                {{"name", std::move(name)}, {"type", std::move(type)}, {"help", std::string("h")}});
    return options(more);
}
Options type(std::string name, std::vector<Options> fields, Values more = {}) {
    more.insert(more.begin(),
                {{"name", std::move(name)}, {"help", std::string("h")}, {"field", std::move(fields)}});
    return options(more);
}

struct Result {
    Document document;
    testing::TestContext context;
    Strings texts(std::string_view name = "text") const {
        Strings all;
        for (const Record& record : document.records) all.emplace_back(record.text(name));
        return all;
    }
};

Result run(const testing::DocumentBuilder& letter, const Options& profile) {
    own_records::check(profile);
    Result result;
    result.document = letter.build();
    own_records::find_records(result.document, own_records::compile(profile), result.context);
    CHECK(validate(result.document).empty());
    return result;
}

testing::DocumentBuilder letter() {
    testing::DocumentBuilder built;
    built.heading(1, "Visit to the harbour")
        .paragraph("We came in May and June 2018 for the Office of Harbours.");
    built.paragraph("What went well:")
        .item("The lamps burn.")
        .item("on the pier", "-", 2)
        .item("The boats float.");
    built.paragraph("The rest did not.").item("A rope.");
    built.paragraph("Ada Skiff, Master of the Quay, said:").paragraph("\u2018We are glad.\u2019");
    return built;
}

Options said(Values more = {}) {
    return options(
        {{"type", std::vector{type("statement", {field("speaker"), field("role")}, std::move(more))}},
         {"rule", std::vector{options({{"name", std::string("statement")},
                                       {"type", std::string("statement")},
                                       {"items", std::string("paragraphs")},
                                       {"below", std::string("^(?P<speaker>[^,]+), (?P<role>.+), said:$")},
                                       {"pattern", std::string("^'(?P<text>.+)'$")}})}}});
}

}  // namespace

TEST_CASE("records stand one below the other under their lead-in, nested bullets with theirs") {
    const Options profile =
        options({{"type", std::vector{type("good", {}, {{"text", true}})}},
                 {"rule", std::vector{options({{"name", std::string("good")},
                                               {"type", std::string("good")},
                                               {"items", std::string("bullets")},
                                               {"below", std::string("^what went well:$")}})}}});
    const Result result = run(letter(), profile);
    CHECK(result.texts() == Strings{"The lamps burn. on the pier", "The boats float."});
    CHECK(result.document.records.front().rule == "good");
    CHECK(result.context.diagnostics.empty());
}

TEST_CASE("groups of the words and of what leads in fill the fields, bound to their words") {
    const Result result = run(letter(), said({{"text", true}}));
    REQUIRE(result.texts() == Strings{"We are glad."});
    const Record& record = result.document.records.front();
    CHECK(record.text("speaker") == "Ada Skiff");
    CHECK(record.text("role") == "Master of the Quay");
    CHECK(record.field("speaker")->anchors == std::vector<Anchor>{{BlockId{8}, {0, 9}}});
    CHECK(record.anchors == std::vector<Anchor>{{BlockId{9}, {3, 15}}});
}

TEST_CASE("values of the letter make one record, typed") {
    const Options profile = options(
        {{"type", std::vector{type("visit",
                                   {field("office"), field("months"),
                                    field("first", "first_day", {{"from", std::string("months")}}),
                                    field("last", "last_day", {{"from", std::string("months")}})},
                                   {{"expected", Strings{"office", "last"}}})}},
         {"value",
          std::vector{options(
              {{"type", std::string("visit")},
               {"pattern", std::string("came in (?P<months>.+? \\d{4}) for the (?P<office>.+)\\.")}})}}});
    const Result result = run(letter(), profile);
    REQUIRE(result.document.records.size() == 1);
    CHECK(result.texts("office") == Strings{"Office of Harbours"});
    CHECK(result.texts("months") == Strings{"May and June 2018"});
    CHECK(result.texts("first") == Strings{"2018-05-01"});
    CHECK(result.texts("last") == Strings{"2018-06-30"});
    CHECK(result.context.diagnostics.empty());
}

TEST_CASE("what is missing or too many makes the letter doubtful") {
    CHECK(run(letter(), said({{"at_least", std::int64_t{2}}})).context.reported("records-count"));
    testing::DocumentBuilder empty;
    empty.heading(1, "Visit");
    CHECK(run(empty, said({{"at_least", std::int64_t{1}}})).context.reported("records-missing"));
    CHECK_FALSE(run(empty, said()).context.reported("records-missing"));
}

TEST_CASE("words that are no value of their field leave it absent, and the letter is doubtful") {
    const Options profile =
        options({{"type", std::vector{type("visit", {field("day", "date")})}},
                 {"value", std::vector{options({{"type", std::string("visit")},
                                                {"pattern", std::string("came in (?P<day>\\w+)")}})}}});
    const Result result = run(letter(), profile);
    CHECK(result.context.reported("records-value"));
    CHECK(result.document.records.front().field("day")->value == FieldValue());
    CHECK(result.document.records.front().confidence < 1);
}

TEST_CASE("values are typed") {
    using own_records::Kind;
    const auto value = [](Kind kind, std::string_view printed) {
        return own_records::value_of({"f", "f", kind, {"Good", "Weak"}}, printed);
    };
    CHECK(value(Kind::integer, "1,204") == FieldValue(std::int64_t{1204}));
    CHECK(value(Kind::integer, "many") == FieldValue());
    CHECK(value(Kind::choice, "weak") == FieldValue(std::string("Weak")));
    CHECK(value(Kind::choice, "strong") == FieldValue());
    CHECK(value(Kind::date, "3 May 2018") == FieldValue(std::string("2018-05-03")));
    CHECK(value(Kind::date, "3 to 5 May 2018") == FieldValue());
    CHECK(value(Kind::last_day, "3 to 5 May 2018") == FieldValue(std::string("2018-05-05")));
    CHECK(value(Kind::first_day, "December 2017 to February 2018") == FieldValue(std::string("2017-12-01")));
    CHECK(value(Kind::last_day, "Ionawr a Chwefror 2018") == FieldValue(std::string("2018-02-28")));
    CHECK(value(Kind::first_day, "last winter") == FieldValue());
}

TEST_CASE("rules that contradict themselves are refused") {
    CHECK_THROWS_AS(
        own_records::check(options({{"type", std::vector{type("t", {}, {{"expected", Strings{"x"}}})}}})),
        StageError);
    CHECK_THROWS_AS(own_records::check(options({{"type", std::vector{type("t", {field("c", "choice")})}}})),
                    StageError);
    CHECK_THROWS_AS(
        own_records::check(options(
            {{"value", std::vector{options({{"type", std::string("t")}, {"pattern", std::string("x")}})}}})),
        StageError);
}
