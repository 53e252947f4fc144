#include <catch2/catch.hpp>

#include "letters.hpp"
#include "passage.hpp"

using namespace sheaf;
using namespace sheaf::testing::demands;
using sheaf::testing::options;

namespace {

/// A rule for the whole letter: what the board or the crew must or should do.
Options sentences() {
    return rule("sentences", "recommendation", {"sentences"},
                {{"sentence",
                  std::string("^(?P<responsible>the (?:board|crew)) (?P<modality>must|should|needs to)\\b")},
                 {"follow_on", std::string("^it (?P<modality>must|should)\\b")}});
}

/// The same with any words before the body.
Options any_body() {
    return rule(
        "any body", "recommendation", {"sentences"},
        {{"sentence",
          std::string(
              "^(?:[^.]+?: )?(?P<responsible>the (?:new )?(?:board|crew)) (?P<modality>must|should)\\b")}});
}

Strings bodies(const Record& record) {
    const auto* found = std::get_if<Strings>(&record.field("responsible_bodies")->value);
    return found ? *found : Strings{};
}

}  // namespace

TEST_CASE("what is said in a quotation is no demand, nor is a regret") {
    auto built = letter();
    built.heading(2, "People")
        .paragraph("A sailor said: \u201cThe board should listen. The board must change.\u201d She left.",
                   "4.1")
        .paragraph("The lamp was out. The board should have told the pilots.", "4.2")
        .paragraph("The board should have a lamp.", "4.3");
    CHECK(run(built, {sentences()}).texts() == Strings{"The board should have a lamp."});
}

TEST_CASE("praise and forecasts are no demands") {
    auto built = letter();
    built.heading(2, "People")
        .paragraph("The board should be proud of its lamps.", "4.1")
        .paragraph("The new lamp will come in May. The new crew should help.", "4.2")
        .paragraph("The crew should mend the pier.", "4.3");
    CHECK(run(built, {any_body()}).texts() == Strings{"The crew should mend the pier."});
    CHECK(demand().modality("The new lamp should help the pilots.") == std::nullopt);
    CHECK(demand().modality("The board should be proud.") == std::nullopt);
}

TEST_CASE("a body behind a colon must act") {
    auto built = letter();
    built.heading(2, "People").paragraph("This has a price: the board should pay it.", "4.1");
    const Result result = run(built, {any_body()});
    CHECK(result.texts() == Strings{"This has a price: the board should pay it."});
    CHECK(result.texts("responsible") == Strings{"the board"});
}

TEST_CASE("each of several bodies is named, and what is no body is none") {
    auto built = letter();
    built.heading(2, "People")
        .paragraph("The board and its pilots must agree.", "4.1")
        .paragraph("The fire and rescue board should sail.", "4.2")
        .paragraph("Both the board and its pilots should agree.", "4.4")
        .paragraph("Care should be taken.", "4.3");
    const Result result = run(
        built,
        {rule("any", "recommendation", {"sentences"},
              {{"sentence", std::string("^(?P<responsible>.+?) (?:must|should)\\b")}})},
        {}, {},
        {{"bodies", options({{"body", std::string("\\b(board|pilots)\\b")},
                             {"one", std::string("^(both )?(?P<name>(the |its )?[a-z ]*(board|pilots))$")},
                             {"joint", std::string(" and ")},
                             {"compound", std::string("fire and rescue")}})}});
    CHECK(bodies(result.records()[0]) == Strings{"The board", "its pilots"});
    CHECK(result.records()[0].text("responsible") == "The board and its pilots");
    CHECK(bodies(result.records()[1]) == Strings{"The fire and rescue board"});
    CHECK(bodies(result.records()[2]) == Strings{"the board", "its pilots"});
    CHECK(result.records().size() == 3);
}

TEST_CASE("items that must be whole sentences are looked at where they are none") {
    const auto doubted = [](const std::string& text) {
        auto built = letter();
        built.heading(2, "Areas for improvement").paragraph("The board should act.").paragraph(text);
        return run(built, {improvements({"paragraphs"}, {{"whole_sentences", true}})})
            .context.reported("recommendations-shape");
    };
    CHECK_FALSE(doubted("The crew should rest (and eat)."));
    CHECK_FALSE(doubted("Do they rest? \u201cNo.\u201d"));
    CHECK(doubted("The crew should rest"));
    CHECK(doubted("should rest."));
    CHECK(doubted("A pilot said: \u201cThe crew should rest.\u201d"));
}

TEST_CASE("a date that the word processor computes anew is no deadline") {
    auto built = letter();
    built.heading(2, "People").paragraph("The board must act by 6 October 2031.", "4.1");
    Style computed;
    computed.field = "DATE";
    built.last().spans = {{{22, 36}, computed, {}}};
    CHECK(run(built, {sentences()}).texts("deadline") == Strings{""});
}

TEST_CASE("an apostrophe ends no quotation") {
    CHECK(recommendations::quotations("the pilots\u2019 boat and the crew\u2019s lamp").empty());
    CHECK(recommendations::quotations("a \u2018crew\u2019s lamp\u2019 here") == std::vector<Range>{{2, 21}});
    CHECK(recommendations::quotations("it is \u201copen") == std::vector<Range>{{6, 13}});
    CHECK(recommendations::quotations("she said: 'No lamp's lit.' and left") == std::vector<Range>{{10, 26}});
    CHECK(recommendations::quotations("the pilots' boat, in the '90s").empty());
}

TEST_CASE("a sentence that leads in a list makes an item of each bullet, with its body and its verb") {
    auto built = letter();
    built.heading(2, "People").paragraph("Lamps fail. The board must:", "4.1");
    built.item("renew the lamps;")
        .item("light them", "\u2022")
        .item("at dusk", "-", 2)
        .paragraph("It is late.");
    const Result result = run(built, {sentences()});
    CHECK(result.texts() == Strings{"renew the lamps;", "light them\nat dusk"});
    CHECK(result.texts("responsible") == Strings{"The board", "The board"});
    CHECK(result.texts("modality") == Strings{"must", "must"});
    CHECK(result.texts("label") == Strings{"4.1", "4.1"});
    CHECK(result.texts("evidence") == Strings{"Lamps fail.", "Lamps fail."});
}

TEST_CASE("a bullet that names its own body is that one's to do") {
    auto built = letter();
    built.heading(2, "People").paragraph("The board must ensure that:", "4.1");
    built.item("lamps are lit;").item("The crew should mend the pier.");
    const Result result = run(built, {any_body()});
    CHECK(result.texts("responsible") == Strings{"The board", "The crew"});
    CHECK(result.texts("modality") == Strings{"must", "should"});
}

TEST_CASE("a sentence behind an item can demand more of the same body") {
    auto built = letter();
    built.heading(2, "People")
        .paragraph("The board should keep a list. It should also share it. It should rain.", "4.1");
    built.paragraph("It should be short.", "4.2");
    const Result result = run(built, {sentences()});
    CHECK(result.texts() ==
          Strings{"The board should keep a list.", "It should also share it.", "It should rain."});
    CHECK(result.texts("responsible") == Strings{"The board", "The board", "The board"});
}

TEST_CASE("a verb that does not say how binding it is gives no modality") {
    auto built = letter();
    built.heading(2, "People").paragraph("The board needs to fill its posts.", "4.1");
    const Result result = run(built, {sentences()});
    REQUIRE(result.records().size() == 1);
    CHECK(result.records().front().field("modality")->value == FieldValue{});
}

TEST_CASE("a sentence that one paragraph leaves open goes on in the next, and is less sure") {
    auto built = letter();
    built.heading(2, "Next steps")
        .paragraph("The board should send it to")
        .paragraph("post@harbour.example")
        .paragraph("by 6 October 2031.")
        .paragraph("The crew should wait.");
    const Result result = run(built, {sentences()});
    CHECK(result.texts() == Strings{"The board should send it to post@harbour.example by 6 October 2031.",
                                    "The crew should wait."});
    CHECK(result.records()[0].text("deadline") == "2031-10-06");
    CHECK(result.records()[0].anchors.size() == 3);
    CHECK(result.records()[0].confidence < result.records()[1].confidence);
    CHECK(validate(result.document).empty());
}

TEST_CASE("a demand under a heading of findings is not recorded, and the letter is doubtful") {
    auto built = letter();
    built.heading(2, "Strengths").paragraph("The board should share its lamps.", "4.1");
    built.heading(2, "Improvements").paragraph("The board must act.", "4.2");
    const Result result = run(built, {sentences()}, {}, {}, {{"elsewhere", Strings{"^strengths$"}}});
    CHECK(result.texts() == Strings{"The board must act."});
    CHECK(result.context.reported("recommendations-place"));
}

TEST_CASE("a main clause may stand behind a condition or begin with a pronoun") {
    CHECK(demand().modality("If boats are used they should be sound.") == "should");
    CHECK(demand().modality("When it is dark, the crew must light the lamp.") == "must");
    CHECK(demand().modality("Lamps are old. They should be renewed.") == "should");
    CHECK(demand().modality("Lamps fail. When it is dark, the crew must light them.") == std::nullopt);
    CHECK(demand().modality("The crew, and those that steer, must light them.") == "must");
    CHECK(demand().modality("It is said that lamps, which fail, must be renewed.") == std::nullopt);
    CHECK(demand().modality("Say when they should be renewed.") == std::nullopt);
    CHECK(demand().modality("The crew said: \u201cIt must be lit.\u201d") == std::nullopt);
}
