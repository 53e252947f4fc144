#include <catch2/catch.hpp>

#include "letters.hpp"

using namespace sheaf;
using namespace sheaf::testing::demands;
using sheaf::testing::options;

namespace {

/// What the board recommended to whom, with a number of its own, and what was answered.
Options inquiry(Strings items = {"paragraphs"}) {
    return rule("inquiry", "recommendation", std::move(items),
                {{"section", std::string("^recommendations$")},
                 {"item", std::string("^(?P<text>on .+ the board recommended that (?P<responsible>.+?) "
                                      "(?P<modality>must|should)? ?(mend|light|keep) .+?)\\s*"
                                      "\\((?P<label>\\d{3}/\\d{2})\\)$")},
                 {"response", std::string("^on (?P<date>\\d+ \\w+ \\d{4}),? (?P<responder>.+?) replied:?"
                                          "( (?P<text>.+))?$")},
                 {"accepted", std::string("\\baccepts the recommendation")},
                 {"refused", std::string("\\bdoes not accept")}});
}

testing::DocumentBuilder inquiry_letter() {
    auto built = letter();
    built.heading(2, "Recommendations").paragraph("Lamps matter.", "6.1");
    return built;
}

std::vector<const Record*> of_type(const Result& result, std::string_view type) {
    std::vector<const Record*> found;
    for (const Record& record : result.document.records)
        if (record.type == type) found.push_back(&record);
    return found;
}

}  // namespace

TEST_CASE("a paragraph is an item by its words, wherever it stands, and its groups fill the fields") {
    auto built = inquiry_letter();
    built.paragraph("The lamp had been out for a week.")
        .paragraph("On 3 May 2021 the board recommended that the pilots should light the lamp.(016/15)")
        .paragraph("Nobody knew.");
    const Result result = run(built, {inquiry()});
    REQUIRE(result.texts() ==
            Strings{"On 3 May 2021 the board recommended that the pilots should light the lamp."});
    const Record& item = result.records().front();
    CHECK(item.text("label") == "016/15");
    CHECK(item.text("responsible") == "the pilots");
    CHECK(item.text("modality") == "should");
    CHECK(item.anchors == std::vector<Anchor>{{BlockId{5}, {0, 74}}});
    CHECK(result.context.diagnostics.empty());
}

TEST_CASE("bullets below an item belong to it, and so does a paragraph that is set further in") {
    auto built = inquiry_letter();
    built.paragraph("On 3 May 2021 the board recommended that the pilots keep a list. (001/21)")
        .item("of lamps")
        .item("of boats")
        .paragraph("Every one of them.")
        .paragraph("We left.");
    Document document = built.build();
    for (Block& block : document.blocks) {
        const double left = block.text == "Every one of them." ? 90 : 72;
        block.regions = {{1, {left, 100, 500, 110}, {0, static_cast<std::uint32_t>(block.text.size())}}};
    }
    testing::TestContext context;
    recommendations::extract(document, recommendations::compile(options({{"rule", std::vector{inquiry()}}})),
                             language(), context);
    REQUIRE(document.records.size() == 1);
    CHECK(document.records.front().text("text") ==
          "On 3 May 2021 the board recommended that the pilots keep a list.\nof lamps\nof boats Every one of "
          "them.");
}

TEST_CASE("a response is bound to the item above it: who, when, what, accepted or not") {
    auto built = inquiry_letter();
    built.paragraph("On 3 May 2021 the board recommended that the pilots keep a list. (001/21)", "6.2")
        .paragraph("On 9 June 2021, the Chief Pilot replied:")
        .paragraph("The office accepts the recommendation.")
        .paragraph("It has bought a book.", "1.")
        .paragraph("And a pen.", "2.")
        .paragraph("On 3 May 2021 the board recommended that the cook keep a list. (002/21)", "6.3")
        .paragraph("On 10 June 2021 the cook replied: I do not know.")
        .paragraph("All was said.", "6.4");
    const Result result = run(built, {inquiry()});
    const auto items = of_type(result, "recommendation"), responses = of_type(result, "response");
    REQUIRE(items.size() == 2);
    REQUIRE(responses.size() == 2);
    CHECK(responses[0]->text("recommendation") == items[0]->id);
    CHECK(responses[0]->text("label") == "001/21");
    CHECK(responses[0]->text("responder") == "the Chief Pilot");
    CHECK(responses[0]->text("date") == "2021-06-09");
    CHECK(responses[0]->text("text") ==
          "The office accepts the recommendation. It has bought a book. And a pen.");
    CHECK(responses[0]->field("accepted")->value == FieldValue(true));
    CHECK(responses[1]->text("recommendation") == items[1]->id);
    CHECK(responses[1]->text("text") == "I do not know.");
    CHECK(responses[1]->field("accepted")->value == FieldValue());
    CHECK(validate(result.document).empty());
}

TEST_CASE("a response under no item is none") {
    auto built = inquiry_letter();
    built.paragraph("On 9 June 2021, the Chief Pilot replied:").paragraph("Yes.");
    CHECK(run(built, {inquiry()}).document.records.empty());
}

TEST_CASE("as many items as a pattern occurs, or the letter is doubtful") {
    const Options witness = options({{"name", std::string("numbers")},
                                     {"section", std::string("^recommendations$")},
                                     {"marks", std::string("words")},
                                     {"sentence", std::string("\\(\\d{3}/\\d{2}\\)")},
                                     {"rules", Strings{"inquiry"}}});
    auto built = inquiry_letter();
    built.paragraph("On 3 May 2021 the board recommended that the pilots keep a list. (001/21)");
    CHECK_FALSE(run(built, {inquiry()}, {}, {}, {{"witness", std::vector{witness}}})
                    .context.reported("recommendations-witness"));
    built.paragraph("The board asked the cook to sing. (002/21)");
    CHECK(run(built, {inquiry()}, {}, {}, {{"witness", std::vector{witness}}})
              .context.reported("recommendations-witness"));
}

TEST_CASE("responses need items that are known by their words") {
    Options wrong = rule("inquiry", "recommendation", {"bullets"}, {{"response", std::string("^on")}});
    CHECK_THROWS_AS(recommendations::check(options({{"rule", std::vector{wrong}}})), StageError);
}
