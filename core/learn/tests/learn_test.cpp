#include <catch2/catch.hpp>

#include "learn/draft.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using namespace sheaf::learn;

namespace {

/// A letter of a harbour board, read without a profile.
Example letter(const std::string& name, const std::string& place, const std::string& day,
               const std::vector<std::string>& items) {
    testing::DocumentBuilder built;
    built.heading(1, "Inspection of the harbour at " + place)
        .paragraph("Dates of inspection: " + day)
        .paragraph("This letter tells what the board saw of quays, crews and lamps.")
        .heading(2, "What works")
        .item("The crew is kind.")
        .heading(2, "What must change");
    for (const std::string& item : items) built.item(item);
    Example example{name, built.build(), {}};
    const auto mark = [&](std::string what, std::string text, std::map<std::string, std::string> more = {}) {
        example.marks.push_back({name, std::move(what), std::move(text), 0, std::move(more)});
    };
    mark("title", "Inspection of the harbour at " + place);
    mark("authority", place);
    mark("section", "Inspection of the harbour at " + place, {{"level", "1"}});
    mark("section", "What works", {{"level", "2"}});
    mark("section", "What must change", {{"level", "2"}});
    for (const std::string& item : items) mark("area_for_improvement", item);
    return example;
}

bool has(const Draft& draft, const std::string& words) {
    return draft.text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("rules are what the examples have in common, each below the letters that it comes from") {
    const Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp.", "Mend the quay."}),
                  b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "name = \"harbour\"\n"));
    CHECK(has(draft, "pattern = '^inspection of the harbour at\\b'\nweight = 4\n"));
    CHECK(has(draft, "title = { begins = '^inspection of the harbour at' }"));
    CHECK(has(draft, "title = '^(what works|what must change)[:.?]?$'\nlevel = 2\n"));
    CHECK(has(draft, "# From a.pdf and b.pdf: \"Light the lamp.\"\n[[recommendations.rule]]\n"));
    CHECK(has(draft, "section = '^what must change[:.?]?$'\nitems = [\"bullets\"]\n"));
    CHECK(
        has(draft, "where = \"title\"\npattern = '^inspection\\s+of\\s+the\\s+harbour\\s+at\\s+(?P<value>"));
    CHECK(has(draft, "marks = \"bullets\""));
    CHECK(draft.left.empty());
}

TEST_CASE("the same marks give the same bytes, in whatever order other letters were seen") {
    const Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."}),
                  b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    CHECK(sheaf::learn::learn({&a, &b}, {}, "harbour").text ==
          sheaf::learn::learn({&a, &b}, {}, "harbour").text);
}

TEST_CASE("words by which other families are known speak for no new one") {
    const Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."}),
                  b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    Surroundings known;
    known.other_families = {"^what works"};
    CHECK_FALSE(has(sheaf::learn::learn({&a, &b}, known, "harbour"), "heading: what works"));
    CHECK(has(sheaf::learn::learn({&a, &b}, {}, "harbour"), "heading: what works"));
}

TEST_CASE(
    "what stands beside the marked items and is none is told from them by its words, or the report says so") {
    Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."}),
            b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    for (Example* example : {&a, &b}) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour")
            .heading(2, "What must change")
            .item("The board must light " + example->name + " now.")
            .item("It rained.");
        example->document = built.build();
        std::erase_if(example->marks, [](const Mark& mark) { return is_demand(mark.what); });
        example->marks.push_back(
            {example->name, "recommendation", "The board must light " + example->name + " now.", 0, {}});
    }
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "item = '^the board must light"));
    b.marks.back().text = "It rained.";
    CHECK_FALSE(sheaf::learn::learn({&a, &b}, {}, "harbour").left.empty());
}

TEST_CASE("a mark whose words are not in the letter is reported") {
    Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."});
    a.marks.push_back({"a.pdf", "recommendation", "Nobody wrote this.", 0, {}});
    const Draft draft = sheaf::learn::learn({&a}, {}, "harbour");
    REQUIRE_FALSE(draft.left.empty());
    CHECK(draft.left.front().find("Nobody wrote this.") != std::string::npos);
}

TEST_CASE("proposals name what could be marked") {
    const Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."});
    const std::string rows = proposals({&a}, {});
    CHECK(rows.find("letter,field,text,page,level,label\r\n") == 0);
    CHECK(rows.find("a.pdf,section,What must change,1,2,\r\n") != std::string::npos);
    CHECK(rows.find("a.pdf,recommendation,Light the lamp.,1,,\r\n") != std::string::npos);
    CHECK(rows.find("The crew is kind.") == std::string::npos);
    CHECK(rows.find("a.pdf,lead_inspector,,,,\r\n") != std::string::npos);
}

TEST_CASE("headings that usually mean a kind of demands are taken where no example says otherwise") {
    const Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."}),
                  b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    Surroundings known;
    known.words = {{"improvements", "(?:what must change|what must improve)"},
                   {"priority_headings", "(?:priority actions)"},
                   {"recommendation_headings", "(?:what works)"}};
    const Draft draft = sheaf::learn::learn({&a, &b}, known, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "section = '(?:^what must change[:.?]?$|^{improvements}[:.?]?$)'"));
    CHECK(has(draft, "kind = \"priority_action\"\nsection = '^{priority_headings}[:.?]?$'"));
    CHECK_FALSE(has(draft, "{recommendation_headings}"));  // the examples have one without demands
}

TEST_CASE("the headings of demands are those below which most is marked, and nothing else") {
    Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {}),
            b = letter("b.pdf", "Skerry", "9 June 2022", {});
    for (Example* example : {&a, &b}) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour")
            .heading(2, "What must change")
            .heading(3, "Lamps")
            .item("Light it " + example->name)
            .heading(2, "What we saw")
            .heading(3, "Lamps")
            .item("They were dark.");
        example->document = built.build();
        example->marks.push_back({example->name, "recommendation", "Light it " + example->name, 0, {}});
    }
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "section = '^what must change[:.?]?$'"));
}

TEST_CASE("a value that two editions print in different places has a rule for each") {
    const auto edition = [](const std::string& name, const std::string& line, const std::string& day) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour").paragraph(line);
        return Example{name,
                       built.build(),
                       {{name, "inspection_start", day, 0, {}}, {name, "inspection_end", day, 0, {}}}};
    };
    const Example a = edition("a.pdf", "Day of our visit: 3 May 2021", "2021-05-03"),
                  b = edition("b.pdf", "Day of our visit: 4 May 2021", "2021-05-04"),
                  c = edition("c.pdf", "The board came on 5 May 2021.", "2021-05-05"),
                  d = edition("d.pdf", "The board came on 6 May 2021.", "2021-05-06");
    const Draft draft = sheaf::learn::learn({&a, &b, &c, &d}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "'^day\\s+of\\s+our\\s+visit:"));
    CHECK(has(draft, "board\\s+came\\s+on"));
}

TEST_CASE("what the examples have of grades is expected, by a rule for each name") {
    const auto graded = [](const std::string& name, const std::string& place, const std::string& grade) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour at " + place)
            .paragraph("Harbours in " + place + " are " + grade)
            .paragraph("The board is " + grade);
        Example example{name, built.build(), {}};
        example.marks.push_back({name, "authority", place, 0, {}});
        example.marks.push_back({name, "judgement", "Harbours in " + place, 0, {{"grade", grade}}});
        example.marks.push_back({name, "judgement", "The board", 0, {{"grade", grade}}});
        return example;
    };
    const Example a = graded("a.pdf", "Dunmouth", "sound"), b = graded("b.pdf", "Skerry", "sound enough");
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "grades = [\"sound enough\", \"sound\"]"));  // the longer one first
    CHECK(has(draft, "    '^The board$',\n"));
    CHECK(has(draft, "name = \"statement, 2\""));
    CHECK(has(draft, "(?P<grade>sound enough|sound)(?:[.,;:)\\n\\t]|$)"));
}

TEST_CASE("a sentence that demands and that no rule takes is counted, but for those that the examples have") {
    const auto with = [](const std::string& name, const std::string& sentence) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour")
            .heading(2, "Next steps")
            .paragraph(sentence + " The reply should be short.");
        Example example{name, built.build(), {}};
        example.marks.push_back(
            {name, "next_step", sentence, 0, {{"modality", "should"}, {"responsible", "The crew"}}});
        return example;
    };
    Surroundings known;
    known.words = {
        {"body", "the crew"}, {"between", ""}, {"demand_verb", "(?:should|must)"}, {"opening", "now, "}};
    const Example a = with("a.pdf", "The crew should light the lamp."),
                  b = with("b.pdf", "The crew should row.");
    const Draft draft = sheaf::learn::learn({&a, &b}, known, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "marks = \"sentences\"\nsentence = '\\b{demand_verb}\\b'\n"));
    CHECK(has(draft, "not_sentence = '^(?:the reply should)\\b'"));
}

TEST_CASE("items with numbers of their own are counted by these, whether the mark has the number or not") {
    const auto with = [](const std::string& name, const std::string& number,
                         std::map<std::string, std::string> label) {
        testing::DocumentBuilder built;
        built.heading(1, "Inspection of the harbour")
            .heading(2, "Orders")
            .paragraph("The board orders that the crew row to " + name + ". (" + number + ")")
            .paragraph("It rained.");
        Example example{name, built.build(), {}};
        example.marks.push_back({name, "recommendation",
                                 "The board orders that the crew row to " + name + ".", 0, std::move(label)});
        return example;
    };
    const Example a = with("Skerry", "016/15", {{"label", "016/15"}}), b = with("Brae", "2/16", {});
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK(has(draft, "items = [\"paragraphs\"]"));
    CHECK(has(draft, "item = '^(?P<text>the board orders that"));
    CHECK_FALSE(has(draft, "\nsentence = '^on"));
}

TEST_CASE("how a sentence of one letter among several runs says nothing of the others") {
    Example a = letter("a.pdf", "Dunmouth", "3 May 2021", {"Light the lamp."}),
            b = letter("b.pdf", "Skerry", "9 June 2022", {"Paint the boat."});
    testing::DocumentBuilder built;
    built.heading(1, "Inspection")
        .paragraph("On the morning of our visit to the harbour we met the master, Ada Skiff, on the quay.");
    a.document = built.build();
    a.marks = {{"a.pdf", "lead_inspector", "Ada Skiff", 0, {}}};
    const Draft draft = sheaf::learn::learn({&a, &b}, {}, "harbour");
    INFO(draft.text);
    CHECK_FALSE(has(draft, "name = \"lead_inspector\""));
    CHECK_FALSE(draft.left.empty());
}
