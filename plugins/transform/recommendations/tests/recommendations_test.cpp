#include <catch2/catch.hpp>

#include "letters.hpp"

using namespace sheaf;
using namespace sheaf::testing::demands;
using sheaf::testing::options;
using sheaf::testing::TestContext;

TEST_CASE("each bullet under the section is an item, with its words anchored") {
    auto built = letter();
    built.heading(2, "Areas for improvement").item("The light on the pier.").item("The ladder at the quay.");
    built.heading(2, "Strengths").item("The harbour master is known to all.");
    const Result result = run(built, {improvements({"bullets"})});
    REQUIRE(result.texts() == Strings{"The light on the pier.", "The ladder at the quay."});
    const Record& first = result.records().front();
    CHECK(first.text("kind") == "area_for_improvement");
    CHECK(first.text("section") == "Areas for improvement");
    CHECK(std::get<Strings>(first.field("section_path")->value) ==
          Strings{"Visit to the harbour", "Areas for improvement"});
    CHECK(first.rule == "improvements");
    CHECK(first.anchors == std::vector<Anchor>{{BlockId{3}, {0, 22}}});
    CHECK(first.field("label")->value == FieldValue{});
    CHECK(first.field("modality")->value == FieldValue{});
    CHECK(validate(result.document).empty());
}

TEST_CASE("nested bullets belong to the text of the bullet above them") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("The lights, so that:")
        .item("they are lit at dusk", "-", 2)
        .item("they can be seen.", "-", 2);
    built.item("The ladder.");
    const Result result = run(built, {improvements({"bullets"})});
    CHECK(result.texts() ==
          Strings{"The lights, so that:\nthey are lit at dusk\nthey can be seen.", "The ladder."});
    CHECK(result.records()[0].anchors.size() == 3);
}

TEST_CASE("where there are no bullets, plain paragraphs under sub-headings are the items") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .heading(3, "Lights")
        .paragraph("The lamp is dim.")
        .paragraph("The lens is dirty.");
    built.heading(3, "Ropes").paragraph("Ropes fray.");
    const Result result =
        run(built, {improvements({"bullets", "paragraphs"}, {{"theme", std::string("below")}})});
    CHECK(result.texts() == Strings{"The lamp is dim.", "The lens is dirty.", "Ropes fray."});
    CHECK(result.texts("section") == Strings{"Lights", "Lights", "Ropes"});
    CHECK(result.texts("theme") == Strings{"Lights", "Lights", "Ropes"});
}

TEST_CASE("bullets are the items below one running paragraph, and part of them below more") {
    auto one = letter();
    one.heading(2, "Areas for improvement").paragraph("The pier was seen by night.");
    one.item("The light.").item("The ladder.");
    CHECK(run(one, {improvements({"bullets", "paragraphs"})}).texts() ==
          Strings{"The light.", "The ladder."});
    auto two = letter();
    two.heading(2, "Areas for improvement").paragraph("The lamp is dim.").paragraph("The ropes fray.");
    two.item("at the pier.").paragraph("The lens is dirty.");
    CHECK(run(two, {improvements({"bullets", "paragraphs"})}).texts("text").size() == 3);
}

TEST_CASE("a box with a heading much like the real one is a decoy") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("The light.")
        .heading(3, "Case study: areas for improvement")
        .item("A boat sank.");
    const Result result = run(built, {improvements({"bullets"})}, {"^case study"});
    CHECK(result.texts() == Strings{"The light."});
}

TEST_CASE("more items than the family's letters have are doubtful, as many are not") {
    auto built = letter();
    built.heading(2, "Areas for improvement").item("The light on the pier.").item("The ladder at the quay.");
    const auto reported = [&](std::int64_t at_most) {
        const Options expected = options({{"name", std::string("improvements")},
                                          {"rules", Strings{"improvements"}},
                                          {"at_most", at_most}});
        return run(built, {improvements({"bullets"})}, {}, {expected})
            .context.reported("recommendations-count");
    };
    CHECK(reported(1));
    CHECK_FALSE(reported(2));
}

TEST_CASE("numbered items keep their numbers, and a jump in them is doubtful") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("Light the lamp.", "7.")
        .item("Mend the ladder.", "8.")
        .item("Paint the boat.", "10.");
    const Result result = run(built, {improvements({"numbers"})});
    CHECK(result.texts("label") == Strings{"7.", "8.", "10."});
    CHECK(result.context.reported("recommendations-gap"));
    CHECK(result.records()[2].confidence < result.records()[1].confidence);
}

TEST_CASE(
    "a sentence of the demand's form inside a numbered paragraph is an item with the paragraph's number") {
    auto built = letter();
    built.heading(2, "People").heading(3, "Areas for improvement");
    built.paragraph("Lamps fail. The board must renew the lamps by 6 October 2031. It has begun.", "4.11");
    const Result result = run(
        built,
        {improvements({"sentences"},
                      {{"sentence", std::string("^(?P<responsible>the board) (?P<modality>should|must)\\b")},
                       {"theme", std::string("above")}})});
    REQUIRE(result.texts() == Strings{"The board must renew the lamps by 6 October 2031."});
    const Record& record = result.records().front();
    CHECK(record.text("label") == "4.11");
    CHECK(record.text("modality") == "must");
    CHECK(record.text("responsible") == "The board");
    CHECK(record.text("deadline") == "2031-10-06");
    CHECK(record.text("theme") == "People");
    CHECK(record.text("evidence") == "Lamps fail.");
    REQUIRE(record.field("evidence")->anchors.size() == 1);
    const Anchor responsible = record.field("responsible")->anchors.front();
    const std::string& text = result.document[responsible.block].text;
    CHECK(text.substr(responsible.range.start, responsible.range.end - responsible.range.start) ==
          "The board");
    const Anchor deadline = record.field("deadline")->anchors.front();
    CHECK(text.substr(deadline.range.start, deadline.range.end - deadline.range.start) == "6 October 2031");
}

TEST_CASE("a sentence whose subject is not a body that must act is no item") {
    auto built = letter();
    built.heading(2, "Next steps");
    built.paragraph("The board should write a plan. This should be short. The plan should name the lamps.");
    const Result result =
        run(built, {rule("steps", "next_step", {"sentences"},
                         {{"section", std::string("^next steps")},
                          {"sentence", std::string("^(?P<responsible>[^.]+?) (?P<modality>should|must)\\b")},
                          {"not_sentence", std::string("^(This|The plan) should\\b")}})});
    CHECK(result.texts() == Strings{"The board should write a plan."});
    CHECK(result.texts("responsible") == Strings{"The board"});
}

TEST_CASE("a table's rows are items, with the body that its column names") {
    auto built = letter();
    built.table({{"Responsible body", "Areas for improvement"},
                 {"Eastmouth Board", "The board should light the lamp."},
                 {"Eastmouth Board and Pilots", "The pilots should mend the ladder."}});
    const Result result = run(built, {rule("rows", "area_for_improvement", {"rows", "bullets"},
                                           {{"table", std::string("^areas for improvement")},
                                            {"responsible_column", std::string("^responsible bod")}})});
    CHECK(result.texts() ==
          Strings{"The board should light the lamp.", "The pilots should mend the ladder."});
    CHECK(result.texts("responsible") == Strings{"Eastmouth Board", "Eastmouth Board and Pilots"});
    CHECK(result.texts("modality") == Strings{"should", "should"});
    CHECK(result.texts("section") == Strings{"Visit to the harbour", "Visit to the harbour"});
}

TEST_CASE("a row with text in several cells is doubtful where no rule says which of them is the item") {
    auto built = letter();
    built.table({{"Who", "Areas for improvement"}, {"The crew", "Light the lamp."}});
    const auto doubtful = [&](Values more) {
        more.push_back({"table", std::string("^areas for improvement")});
        return run(built, {rule("rows", "area_for_improvement", {"rows"}, more)})
            .context.reported("recommendations-unusual");
    };
    CHECK(doubtful({}));
    CHECK_FALSE(doubtful({{"responsible_column", std::string("^who$")}}));
}

TEST_CASE("a row is due when its column says") {
    auto built = letter();
    built.table({{"Action", "Who", "By when"},
                 {"Light the lamp.", "The crew", "1 June 2021"},
                 {"Mend the quay.", "The council", "Before winter"},
                 {"Ask the crews.", "The council", ""}});
    const Result result = run(built, {rule("rows", "recommendation", {"rows"},
                                           {{"table", std::string("^action$")},
                                            {"responsible_column", std::string("^who$")},
                                            {"deadline_column", std::string("^by when$")}})});
    CHECK(result.texts() == Strings{"Light the lamp.", "Mend the quay.", "Ask the crews."});
    CHECK(result.texts("deadline") == Strings{"2021-06-01", "", ""});
    CHECK(result.texts("deadline_printed") == Strings{"1 June 2021", "Before winter", ""});
}

TEST_CASE("the paragraph above a list can name the body and the demand") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("The board must see that:")
        .item("the lamp is lit")
        .item("the ladder is sound.");
    const Result result =
        run(built, {improvements({"bullets"},
                                 {{"lead_in", std::string("^(?P<responsible>.+?) (?:must|should) .*:$")}})});
    CHECK(result.texts("responsible") == Strings{"The board", "The board"});
    CHECK(result.texts("modality") == Strings{"must", "must"});
}

TEST_CASE("the modality is that of the demand, not of a clause inside it") {
    CHECK(demand().modality("The board should light the lamp.") == "should");
    CHECK(demand().modality("Lamps are old. The Board MUST renew them.") == "must");
    CHECK(demand().modality("Say by when the work must be done.") == std::nullopt);
    CHECK(demand().modality("The lamps should have been lit.") == std::nullopt);
    CHECK(demand().modality("A plan is ready should a lamp fail.") == std::nullopt);
    CHECK(demand().modality("The quality of the light.") == std::nullopt);
    CHECK(demand().modality("If lamps are old, they must be renewed.") == "must");
    CHECK(demand().modality("Lamps that they should renew.") == std::nullopt);
}

TEST_CASE("an item that says that there are none is none, and the letter is not doubtful for it") {
    const Options expected =
        options({{"name", std::string("improvements")}, {"rules", Strings{"improvements"}}});
    auto built = letter();
    built.heading(2, "Areas for improvement").item("There are no areas for improvement.");
    const Result result =
        run(built, {improvements({"bullets"}, {{"none", std::string("\\bno areas\\b")}})}, {}, {expected});
    CHECK(result.records().empty());
    CHECK(result.context.reported("recommendations-none"));
    CHECK_FALSE(result.context.reported("recommendations-missing"));
}

TEST_CASE("an expected section that is missing or empty makes the letter doubtful, with its place") {
    const Options expected =
        options({{"name", std::string("improvements")}, {"rules", Strings{"improvements"}}});
    const Result missing = run(letter(), {improvements({"bullets"})}, {}, {expected});
    CHECK(missing.context.reported("recommendations-missing"));
    auto built = letter();
    built.page().heading(2, "Areas for improvement").heading(2, "Strengths").item("All is well.");
    const Result empty = run(built, {improvements({"bullets"})}, {}, {expected});
    REQUIRE(empty.context.reported("recommendations-missing"));
    CHECK(empty.context.diagnostics.front().place.page == 2);
}

TEST_CASE("text behind the items that belongs to none of them is reported, not taken") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .item("The light.")
        .paragraph("The harbour is old and its walls are thick.");
    const Result result = run(built, {improvements({"bullets"})});
    CHECK(result.texts() == Strings{"The light."});
    CHECK(result.context.reported("recommendations-leftover"));
}

TEST_CASE("two items with the same words have two ids, the same on every run") {
    auto built = letter();
    built.heading(2, "Areas for improvement").item("The light.").item("The light.");
    const Result one = run(built, {improvements({"bullets"})}), two = run(built, {improvements({"bullets"})});
    CHECK(one.records()[0].id != one.records()[1].id);
    CHECK(one.document == two.document);
}

TEST_CASE("rules that contradict themselves are refused") {
    CHECK_THROWS_AS(
        recommendations::check(options({{"rule", std::vector<Options>{improvements({"sentences"})}}})),
        StageError);
    const Options expected = options({{"name", std::string("x")}, {"rules", Strings{"nothing"}}});
    CHECK_THROWS_AS(recommendations::check(options({{"expected", std::vector<Options>{expected}}})),
                    StageError);
}

TEST_CASE("items of another shape than the family's are taken, and the letter is doubtful") {
    auto built = letter();
    built.heading(2, "Areas for improvement").paragraph("The lamp is dim.");
    const Result result = run(built, {improvements({"bullets", "paragraphs"})});
    CHECK(result.texts() == Strings{"The lamp is dim."});
    CHECK(result.context.reported("recommendations-unusual"));
    CHECK(result.records().front().confidence < 1);
    auto numbered = letter();
    numbered.heading(2, "Areas for improvement").item("Light the lamp.", "1.");
    CHECK_FALSE(
        run(numbered, {improvements({"bullets", "numbers"})}).context.reported("recommendations-unusual"));
}

TEST_CASE("items that look cut or joined are doubtful") {
    const std::vector<std::pair<std::string, std::string>> pairs = {
        {"The lamp is dim.", "The rope, the ladder and,"},
        {"The lamp", "is dim."},
        {"The lamp is dim.", "The rope. ◼ The ladder."}};
    for (const auto& [one, two] : pairs) {
        auto built = letter();
        built.heading(2, "Areas for improvement").item(one).item(two);
        CAPTURE(two);
        CHECK(run(built, {improvements({"bullets"})}).context.reported("recommendations-shape"));
    }
    auto alone = letter();
    alone.heading(2, "Areas for improvement").item("Lamps.").item("Ropes are old.").item("to be mended.");
    CHECK(run(alone, {improvements({"bullets"})}).context.reported("recommendations-shape"));
    auto small = letter();
    small.heading(2, "Areas for improvement").item("the lamp on the pier").item("the rope at the quay.");
    CHECK_FALSE(run(small, {improvements({"bullets"})}).context.reported("recommendations-shape"));
}

TEST_CASE("numbered paragraphs in one cell are an item each, and a row cut by a page is one with its rest") {
    Options by_rows =
        rule("rows", "area_for_improvement", {"rows"}, {{"table", std::string("^areas for improvement")}});
    auto built = letter();
    built.table({{"Areas for improvement"},
                 {"The board should light the lamp and"},
                 {"mend the ladder."},
                 {"The pilots should rest."}});
    const Result result = run(built, {by_rows});
    CHECK(result.texts() ==
          Strings{"The board should light the lamp and mend the ladder.", "The pilots should rest."});
    CHECK(result.records()[0].confidence < 1);

    auto numbered = letter();
    numbered.table({{"Areas for improvement"}, {"The board should light the lamp."}});
    Document document = numbered.build();
    Block second = document.blocks.back();
    document.blocks.back().label = "1.";
    second.label = "2.";
    second.text = "The board should mend the ladder.";
    second.regions.clear();
    document.blocks.push_back(second);
    TestContext context;
    recommendations::extract(document,
                             recommendations::compile(options({{"rule", std::vector<Options>{by_rows}}})),
                             language(), context);
    REQUIRE(document.records.size() == 2);
    CHECK(document.records[1].text("label") == "2.");
}

TEST_CASE("a table below a heading that names it needs no row that does") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .table({{"The board should light the lamp."}, {"The pilots should rest."}});
    const Result result =
        run(built, {improvements({"rows"}, {{"table", std::string("^areas for improvement")}})});
    CHECK(result.texts() == Strings{"The board should light the lamp.", "The pilots should rest."});
}

TEST_CASE("a rule without a section holds in the whole letter, decoys left out") {
    auto built = letter();
    built.heading(2, "Lights").paragraph("The board should light the lamp.", "1.1");
    built.heading(2, "Case study").paragraph("The board should not have slept.", "1.2");
    const Result result = run(built,
                              {rule("demands", "recommendation", {"sentences"},
                                    {{"sentence", std::string("^The board should\\b")}})},
                              {"^case study"});
    CHECK(result.texts("label") == Strings{"1.1"});
}

TEST_CASE("the head of a table that the input opened up is no item") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("Areas for improvement")
        .paragraph("The board should see that:");
    built.item("the lamp is lit").item("the rope is new.").paragraph("The pilots should rest.");
    const Result result = run(built, {improvements({"rows", "paragraphs"})});
    CHECK(result.texts() == Strings{"The board should see that:\nthe lamp is lit\nthe rope is new.",
                                    "The pilots should rest."});
}

TEST_CASE("what stands below a letter's closing formula belongs to no item") {
    const Result result = run(letter()
                                  .heading(2, "Areas for improvement")
                                  .item("Mend the steps.")
                                  .paragraph("Yours sincerely")
                                  .paragraph("Ann Quay")
                                  .item("A copy goes to the harbour master."),
                              {improvements({"bullets"})});
    CHECK(result.texts() == Strings{"Mend the steps."});
    CHECK_FALSE(result.context.reported("recommendations-leftover"));
}

TEST_CASE("below the words that end a rule's items none stands, up to the next heading") {
    const Result result = run(letter()
                                  .heading(2, "Areas for improvement")
                                  .paragraph("Mend the steps.")
                                  .paragraph("We shall sail again in spring.")
                                  .paragraph("Until then, rest.")
                                  .heading(3, "Boats")
                                  .paragraph("Paint them."),
                              {improvements({"paragraphs"}, {{"ends", std::string("^we shall sail")}})});
    CHECK(result.texts() == Strings{"Mend the steps.", "Paint them."});
}

TEST_CASE("a modal verb counts as what the options say") {
    CHECK(demand().modality("Rhaid i'r cyngor drwsio'r grisiau.") == "must");
    CHECK(demand().counts_as("Must") == "must");
}

TEST_CASE("an item says what its confidence rests on") {
    const auto grounds = [](const Record& record) {
        std::string out;
        for (const std::string& ground : std::get<Strings>(record.field("grounds")->value))
            out += ground + "; ";
        return out;
    };
    const Result result = run(letter()
                                  .heading(2, "Areas for improvement")
                                  .item("Mend the steps.", "1.")
                                  .item("Paint the boats.", "3."),
                              {improvements({"numbers"})});
    REQUIRE(result.records().size() == 2);
    CHECK(result.records()[0].confidence > result.records()[1].confidence);
    CHECK(grounds(result.records()[0]).find("items are numbers, as the family has them") !=
          std::string::npos);
    CHECK(grounds(result.records()[1])
              .find("but its number does not follow that of the item before it (x 0.70)") !=
          std::string::npos);
}

TEST_CASE("a heading that only stands above others with items of the same rule is no empty part") {
    auto built = letter();
    built.heading(2, "Areas for improvement");
    built.heading(2, "Areas for improvement of the crew").item("Light the lamps.");
    const Result result = run(built, {improvements({"bullets"})});
    CHECK(result.records().size() == 1);
    CHECK_FALSE(result.context.reported("recommendations-missing"));
    auto empty = letter();
    empty.heading(2, "Areas for improvement");
    empty.heading(2, "Areas for improvement of the crew");
    CHECK(run(empty, {improvements({"bullets"})}).context.reported("recommendations-missing"));
}

TEST_CASE("an item that holds the number of the next one may be two, and is doubted") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .paragraph("Light the lamps. 2. Mend the pier.", "1.")
        .paragraph("Rule 3. of the harbour holds.", "3.");
    const Result result = run(built, {improvements({"numbers"})});
    CHECK(result.context.reported("recommendations-shape"));
    CHECK(result.records().front().confidence < 0.9);
    auto plain = letter();
    plain.heading(2, "Areas for improvement")
        .paragraph("Follow rule 2. and light the lamps.", "1.")
        .paragraph("Mend the pier.", "2.");
    CHECK_FALSE(run(plain, {improvements({"numbers"})}).context.reported("recommendations-shape"));
}

TEST_CASE("what a rule for the whole letter finds under a heading that the family does not have is doubted") {
    auto built = letter();
    built.heading(2, "Areas for improvement")
        .heading(3, "Lamps")
        .paragraph("The board must light the lamps.");
    built.heading(2, "Since you wrote").paragraph("The board must mend the pier.");
    const Options everywhere = rule("sentences", "recommendation", {"sentences"},
                                    {{"sentence", std::string("^the board (?P<modality>must)\\b")}});
    const Result result = run(built, {everywhere}, {}, {}, {{"usual", Strings{"^areas for improvement$"}}});
    REQUIRE(result.records().size() == 2);
    CHECK(result.records()[0].confidence > 0.9);
    CHECK(result.records()[1].confidence < 0.9);
    CHECK(result.context.reported("recommendations-place"));
}
