#include <catch2/catch.hpp>

#include "find.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using judgements::Rules;
using testing::DocumentBuilder;
using testing::options;

namespace {

Rules rules() {
    Options table = options(
        {{"name", "table"},
         {"where", "first_page"},
         {"names", std::vector<std::string>{"help for (children|families) in the area", "overall quality"}},
         {"begins", "^(help|overall)"},
         {"known", std::vector<std::string>{"Help for children in the area", "Help for families in the area",
                                            "Overall quality"}}});
    Options statement = options({{"name", "second body"},
                                 {"where", "text"},
                                 {"pattern", R"(^(?P<name>the board)\s+is (?P<grade>\w+)$)"}});
    return judgements::compile(
        options({{"grades", std::vector<std::string>{"Good", "Requires improvement to be good",
                                                     "Requires improvement", "Inadequate"}},
                 {"table", std::vector<Options>{table}},
                 {"statement", std::vector<Options>{statement}}}));
}

std::string found(const Document& document, testing::TestContext& context) {
    std::string out;
    for (const auto& judgement : judgements::find(document, rules(), context))
        out += (out.empty() ? "" : " | ") + judgement.name + " = " + judgement.grade;
    return out;
}

}  // namespace

TEST_CASE("a grade belongs to the name in its row") {
    testing::TestContext context;
    const Document document =
        DocumentBuilder().table({{"Judgement", "Grade"},
                                 {"Help for children in the area", "Requires improvement to be good"},
                                 {"Overall quality", "good"}});
    CHECK(found(document, context) ==
          "Help for children in the area = Requires improvement to be good | Overall quality = good");
    CHECK(context.diagnostics.empty());
}

TEST_CASE("names and grades that wrap over rows are joined, wherever the grade stands beside its name") {
    testing::TestContext context;
    // Centred grades, as rows that were cut at every line.
    const Document document = DocumentBuilder().table({{"Help for children in", ""},
                                                       {"", "Inadequate"},
                                                       {"the area", ""},
                                                       {"", "Requires improvement"},
                                                       {"Overall quality", ""},
                                                       {"", "to be good"}});
    CHECK(found(document, context) ==
          "Help for children in the area = Inadequate | Overall quality = Requires improvement to be good");
}

TEST_CASE("a grade may wrap within its words") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table({{"Help for", "Requires"},
                                                       {"children in", "improvement to"},
                                                       {"the area", "be good"},
                                                       {"Overall quality", "Good"}});
    CHECK(found(document, context) ==
          "Help for children in the area = Requires improvement to be good | Overall quality = Good");
}

TEST_CASE("a name that stands in several cells of its row is one name") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table({{"Help for", "children in the area", "Good"}});
    CHECK(found(document, context) == "Help for children in the area = Good");
}

TEST_CASE("order does not matter: a missing grade shifts no other") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table({{"Help for children in the area", ""},
                                                       {"Help for families in the area", "Good"},
                                                       {"Overall quality", "Inadequate"}});
    CHECK(found(document, context) == "Help for families in the area = Good | Overall quality = Inadequate");
    CHECK(context.reported("judgement-without-grade"));
}

TEST_CASE("a grade that is not in the list and a name that is not known are not guessed") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table({{"Help for children in the area", "Splendid"},
                                                       {"Overall quality", "Good"},
                                                       {"Help for nobody", "Good"}});
    CHECK(found(document, context) == "Overall quality = Good");
    CHECK(context.reported("judgement-without-grade"));
    CHECK(context.reported("judgement-unknown"));
}

TEST_CASE("tables behind the first page are not asked") {
    testing::TestContext context;
    const Document document = DocumentBuilder().paragraph("x").page().table({{"Overall quality", "Good"}});
    CHECK(found(document, context).empty());
}

TEST_CASE("name and grade in one line: the grade may stand inside the wrapped name") {
    testing::TestContext context;
    const Document document = DocumentBuilder()
                                  .paragraph("Help for families in")
                                  .paragraph("the area Good")
                                  .paragraph("Help for children Requires improvement to be good in the area")
                                  .paragraph("Overall quality Good");
    CHECK(found(document, context) ==
          "Help for families in the area = Good | Help for children in the area = Requires improvement to be "
          "good | Overall quality = Good");
}

TEST_CASE("blocks side by side without a table are bound by their height on the page") {
    testing::TestContext context;
    DocumentBuilder builder;
    const auto at = [&](const std::string& text, double left, double top, double bottom) {
        builder.paragraph(text);
        builder.last().regions.front().box = {left, top, left + 200, bottom};
    };
    at("Help for children", 70, 100, 112);
    at("in the area", 70, 114, 126);
    at("Inadequate", 400, 107, 119);
    at("Overall quality", 70, 150, 162);
    at("Good", 400, 150, 162);
    CHECK(found(builder, context) == "Help for children in the area = Inadequate | Overall quality = Good");
}

TEST_CASE("a statement gives name and grade, and its repetition must agree") {
    testing::TestContext context;
    const Document document = DocumentBuilder()
                                  .paragraph("The board is good")
                                  .page()
                                  .heading(2, "The board is inadequate")
                                  .paragraph("The board is splendid");
    CHECK(found(document, context) == "The board = good");
    CHECK(context.reported("judgement-disagreement"));
    CHECK(context.reported("judgement-without-grade"));
}

TEST_CASE("every judgement has the words that it came from") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table({{"Overall quality", "Good"}});
    const auto all = judgements::find(document, rules(), context);
    REQUIRE(all.size() == 1);
    REQUIRE(all[0].grade_anchors.size() == 1);
    CHECK(document[all[0].grade_anchors[0].block].text == "Good");
    CHECK(document[all[0].name_anchors[0].block].text == "Overall quality");
}

TEST_CASE("a grade that is said again must be the same, in whatever wording of it") {
    const Rules with_repeat = judgements::compile(options(
        {{"grades",
          std::vector<std::string>{"Good", "Requires improvement", "Requires improvement to be good"}},
         {"wordings", std::vector<std::pair<std::string, std::string>>{{"requires improvement to be good",
                                                                        "requires improvement"}}},
         {"table", std::vector<Options>{options({{"name", "table"},
                                                 {"where", "first_page"},
                                                 {"names", std::vector<std::string>{"help for children"}}})}},
         {"repeat",
          std::vector<Options>{options({{"name", "banner"},
                                        {"judgement", "^help"},
                                        {"pattern", "^what we saw of help is (?P<grade>.+)$"}})}}}));
    const auto run = [&](const std::string& banner, testing::TestContext& context) {
        const Document document =
            DocumentBuilder()
                .table({{"Help for children", "Requires improvement"}, {"Other", "words"}})
                .page()
                .heading(2, banner)
                .paragraph("We saw boats.");
        return judgements::find(document, with_repeat, context);
    };
    testing::TestContext same, other, unknown;
    CHECK(run("What we saw of help is requires improvement to be good", same).front().confidence.value() ==
          1);
    CHECK(same.diagnostics.empty());
    const auto doubtful = run("What we saw of help is good", other);
    REQUIRE(doubtful.size() == 1);
    CHECK(doubtful.front().grade == "Requires improvement");
    CHECK(doubtful.front().confidence.value() == 0.5);
    REQUIRE(other.diagnostics.size() == 1);
    CHECK(other.diagnostics.front().code == "judgement-disagreement");
    CHECK(other.diagnostics.front().place.page == 2);
    run("What we saw of help is splendid", unknown);
    CHECK(unknown.reported("judgement-disagreement"));
}

TEST_CASE("a judgement that is given in a certain time is expected of inspections that began then") {
    const auto missing = [](std::string began) {
        Document document = DocumentBuilder().paragraph("Nothing is judged here.");
        Record record;
        record.type = "metadata";
        record.fields = {{"inspection_start", std::move(began), {}}};
        document.records.push_back(std::move(record));
        testing::TestContext context;
        judgements::find(
            document,
            judgements::compile(options(
                {{"grades", std::vector<std::string>{"Good"}},
                 {"dated", std::vector<Options>{options(
                               {{"name", "^overall"}, {"from", "2030-02-01"}, {"until", "2031-04-01"}})}}})),
            context);
        return context.reported("judgement-missing");
    };
    CHECK_FALSE(missing("2030-01-31"));
    CHECK(missing("2030-02-01"));
    CHECK(missing("2031-03-31"));
    CHECK_FALSE(missing("2031-04-01"));
    CHECK_FALSE(missing(""));
    CHECK_THROWS_AS(judgements::compile(options(
                        {{"dated", std::vector<Options>{options({{"name", "x"}, {"from", "May"}})}}})),
                    StageError);
}

TEST_CASE("a name that differs from a known one by a word keeps its grade, and is noted") {
    testing::TestContext context;
    const Document document = DocumentBuilder().table(
        {{"Help for young children in the area", "Good"}, {"Overall quality", "Inadequate"}});
    CHECK(found(document, context) ==
          "Help for young children in the area = Good | Overall quality = Inadequate");
    REQUIRE(context.diagnostics.size() == 1);
    CHECK(context.diagnostics[0].code == "judgement-name");
    CHECK(context.diagnostics[0].severity == Severity::note);
    const auto judgements = judgements::find(document, rules(), context);
    CHECK(judgements[0].known == "Help for children in the area");
    CHECK(judgements[0].confidence.value() < 0.9);
}

TEST_CASE("a name is bound to no known one that another row has, nor to one of two") {
    using judgements::nearest_name;
    CHECK(nearest_name("help for the children in the area", {"Help for children in the area"}) ==
          "Help for children in the area");
    CHECK(nearest_name("help for children in area", {"Help for children in the area"}) ==
          "Help for children in the area");
    CHECK(nearest_name("help for older people in the area", {"Help for children in the area"}).empty());
    CHECK(nearest_name("help for adults here", {"help for children here", "help for families here"}).empty());
    CHECK(nearest_name("overall result", {"overall quality"}).empty());
    testing::TestContext context;
    CHECK(found(DocumentBuilder().table({{"Help for children in the area", "Good"},
                                         {"Help for young children in the area", "Inadequate"}}),
                context) == "Help for children in the area = Good");
    CHECK(context.reported("judgement-unknown"));
}

TEST_CASE("a grade belongs to the name that it stands beside, not to one that it touches") {
    using judgements::Piece;
    const auto rule = rules().tables[0];
    const auto piece = [](const char* text, double top, double bottom) {
        Piece one;
        one.text = text;
        one.top = top;
        one.bottom = bottom;
        return one;
    };
    const std::vector<Piece> names = {piece("Help for children in the area", 0, 20),
                                      piece("Overall quality", 20, 40)};
    // Boxes of letters reach a little over their lines: a twentieth of the height is no overlap, a half is.
    const auto touching =
        judgements::bind(names, {piece("Good", 1, 21), piece("Inadequate", 21, 39)}, rule, rules().grades);
    REQUIRE(touching.judgements.size() == 2);
    CHECK(touching.judgements[0].grade == "Good");
    CHECK(touching.judgements[1].grade == "Inadequate");
    CHECK(touching.doubts.empty());
    const auto between = judgements::bind(names, {piece("Good", 10, 30)}, rule, rules().grades);
    CHECK(between.judgements.empty());
    CHECK(between.doubts.size() == 2);
}

TEST_CASE("running text behind a grade says no grade again") {
    Options again = options({{"name", "again"},
                             {"judgement", "^help for"},
                             {"pattern", "^help for children (?P<grade>requires? .+|good)$"}});
    Rules with = rules();
    with.repeats = judgements::compile(options({{"repeat", std::vector<Options>{again}}})).repeats;
    const auto doubts = [&](DocumentBuilder builder) {
        testing::TestContext context;
        judgements::find(builder.build(), with, context);
        return context.diagnostics.size();
    };
    const auto report = [] {
        return DocumentBuilder().table(
            {{"Help for children in the area", "Good"}, {"Overall quality", "Good"}});
    };
    CHECK(doubts(report().paragraph("Help for children requires improvement when any child waits.")) == 0);
    CHECK(doubts(report().paragraph("Help for children good")) == 0);
    CHECK(doubts(report().paragraph("Help for children requires improvement")) == 1);
}

TEST_CASE("a judgement may be expected of letters whose title says so") {
    Options board = options({{"name", "board"}, {"title", "review of the board"}});
    Rules with = rules();
    with.expected = judgements::compile(options({{"dated", std::vector<Options>{board}}})).expected;
    const auto missing = [&](const std::string& title) {
        Document document = DocumentBuilder().heading(1, title).build();
        Record record;
        record.type = "metadata";
        record.fields = {{"title", title, {}}};
        document.records.push_back(record);
        testing::TestContext context;
        judgements::find(document, with, context);
        return context.reported("judgement-missing");
    };
    CHECK(missing("Inspection of quays and review of the board"));
    CHECK_FALSE(missing("Second inspection of quays"));
}
