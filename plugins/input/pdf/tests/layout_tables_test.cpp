// Tables of data and tables that only place text, with tags and without.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

/// A tagged table whose rows stand one under the other.
struct TaggedTable {
    LetterBuilder& letter;
    int table;
    float y;

    TaggedTable(LetterBuilder& letter_, float top)
        : letter(letter_), table(letter_.element("Table")), y(top) {}

    void row(const std::vector<std::string>& cells, bool bold = false) {
        const int tr = letter.element("TR", table);
        float x = 50;
        for (const std::string& cell : cells) {
            const int p = letter.element("P", letter.element("TD", tr));
            if (!cell.empty()) letter.text(x, y, cell, {.bold = bold, .node = p});
            x += 200;
        }
        y += 20;
    }
};

std::size_t count(const Document& document, BlockKind kind) {
    return static_cast<std::size_t>(std::count_if(document.blocks.begin(), document.blocks.end(),
                                                  [&](const Block& b) { return b.kind == kind; }));
}

}  // namespace

TEST_CASE("Rows of names and grades are a table with a header row") {
    LetterBuilder letter;
    letter.page();
    TaggedTable table(letter, 100);
    table.row({"Judgement", "Grade"}, true);
    table.row({"Help and protection", "Good"});
    table.row({"Care leavers", "Outstanding"});
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(count(document, BlockKind::row) == 3);
    CHECK(count(document, BlockKind::cell) == 6);
    CHECK(document.blocks[1].header);
    CHECK(sound(document));
}

TEST_CASE("A table that only places text is opened up, what is data in it stays a table") {
    LetterBuilder letter;
    letter.page();
    TaggedTable table(letter, 100);
    table.row({"Harrowmere Council"}, true);
    table.row({""});
    table.row({"Judgement", "Grade"}, true);
    table.row({"Help and protection", "Good"});
    table.row({""});
    table.row({"Senior leaders know what children need."});
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(count(document, BlockKind::row) == 2);
    CHECK(document.blocks.front().text == "Harrowmere Council");
    CHECK(document.blocks.front().kind == BlockKind::paragraph);
    CHECK(document.blocks.back().text == "Senior leaders know what children need.");
    CHECK_FALSE(document.blocks.back().parent);
}

TEST_CASE("A table of one cell is opened") {
    LetterBuilder letter;
    letter.page();
    TaggedTable(letter, 100).row({"A case study."});
    const Document document = letter.lay_out();
    REQUIRE(document.blocks.size() == 1);
    CHECK(document.blocks.front().kind == BlockKind::paragraph);
}

TEST_CASE("A table that goes on over a page is one table, without its repeated header") {
    LetterBuilder letter;
    letter.page();
    TaggedTable first(letter, 700);
    first.row({"Responsible body", "Action"}, true);
    first.row({"The council", "Leaders should plan with"});
    letter.page();
    TaggedTable second(letter, 60);
    second.row({"Responsible body", "Action"}, true);
    second.row({"", "families and schools."});
    second.row({"The health board", "Waits should be shorter."});
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(count(document, BlockKind::row) == 3);
    CHECK(block_with(document, "Leaders")->text == "Leaders should plan with families and schools.");
    CHECK(block_with(document, "Leaders")->regions.size() == 2);
    CHECK(document.ledger.refused.at("repeated header row") == 21);
    CHECK(sound(document));
}

TEST_CASE("Ruled lines make a table where there are no tags") {
    LetterBuilder letter;
    letter.page();
    letter.grid({50, 200, 500}, {100, 120, 160, 180});
    letter.text(55, 114, "Term", {.bold = true}).text(205, 114, "Meaning", {.bold = true});
    letter.text(55, 134, "Must")
        .text(205, 134, "Improvement is needed to meet a duty in law")
        .text(205, 146, "or in a code.");
    letter.text(55, 174, "Should").text(205, 174, "Improvement would help people.");
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(count(document, BlockKind::row) == 3);
    CHECK(texts(document) == Texts{"Term", "Meaning", "Must",
                                   "Improvement is needed to meet a duty in law or in a code.", "Should",
                                   "Improvement would help people."});
    CHECK(document.blocks[1].header);
    CHECK(sound(document));
}

TEST_CASE("A cell over two columns says so") {
    LetterBuilder letter;
    letter.page();
    letter.rule(50, 100, 500, 100.5)
        .rule(50, 120, 500, 120.5)
        .rule(50, 140, 500, 140.5)
        .rule(50, 160, 500, 160.5);
    letter.rule(50, 100, 50.5, 160).rule(500, 100, 500.5, 160).rule(200, 120, 200.5, 160);
    letter.text(55, 114, "All services are good");
    letter.text(55, 134, "Help").text(205, 134, "Good").text(55, 154, "Care").text(205, 154, "Good");
    const Document document = letter.lay_out();
    const auto cell = std::find_if(document.blocks.begin(), document.blocks.end(),
                                   [](const Block& b) { return b.kind == BlockKind::cell; });
    REQUIRE(cell != document.blocks.end());
    CHECK(cell->column_span == 2);
}

TEST_CASE("Without tags, room above, labels and early ends part paragraphs") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100, {"The Director", "Harrowmere Council"});
    letter.text(50, 150, "1.1")
        .lines(80, 150, {"We looked at the help that families are given in all parts of", "the town."});
    letter.text(50, 174, "1.2")
        .lines(80, 174, {"We spoke with many children, with parents and with the staff", "who help them."});
    letter.text(80, 198, "\u2022").text(95, 198, "foster carers");
    CHECK(texts(letter.lay_out()) ==
          Texts{"The Director", "Harrowmere Council",
                "1.1|We looked at the help that families are given in all parts of the town.",
                "1.2|We spoke with many children, with parents and with the staff who help them.",
                "\u2022|foster carers"});
}

TEST_CASE("Names side by side are cells of one row, not columns of running text") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "Ofsted", {.bold = true}).text(300, 100, "Care Quality Commission", {.bold = true});
    letter.text(50, 112, "Ada Quill, lead inspector").text(300, 112, "Tom Reed, lead inspector");
    letter.text(50, 136, "Sam Hale, inspector").text(300, 136, "Una Weir, inspector");
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    const Block* ofsted = block_with(document, "Ofsted");
    const Block* commission = block_with(document, "Care Quality");
    REQUIRE(ofsted);
    REQUIRE(commission);
    CHECK(document[document[ofsted->parent].parent].kind == BlockKind::row);
    CHECK(document[ofsted->parent].parent == document[commission->parent].parent);
    CHECK(sound(document));
}

TEST_CASE("Entries of a contents page are paragraphs of their own, however long they are") {
    LetterBuilder letter;
    letter.page();
    const std::pair<const char*, const char*> entries[] = {
        {"Summary", "2"},
        {"Findings", "5"},
        {"Information about the inspection and the town", "7"},
        {"The help that children and families are given by all", "8"},
        {"Next steps", "9"}};
    float y = 100;
    for (const auto& [title, number] : entries) {
        letter.text(50, y, title).text(315, y, number);
        y += 12;
    }
    CHECK(texts(letter.lay_out()).size() == 5);
}

TEST_CASE("Lines of an address in a cell run to the edge of the column") {
    LetterBuilder letter;
    letter.page();
    TaggedTable table(letter, 100);
    table.row({"Harrowmere County Council", "Reed County Council"});
    const int tr = letter.element("TR", table.table);
    const int left = letter.element("P", letter.element("TD", tr)),
              right = letter.element("P", letter.element("TD", tr));
    letter.lines(50, 130, {"Tower House", "Quay", "Harrowmere"}, {.node = left});
    letter.text(250, 130, "Reed", {.node = right});
    CHECK(block_with(letter.lay_out(), "Quay")->text == "Tower House\nQuay\nHarrowmere");
}

TEST_CASE("A header row that one tag shows on both pages is read once") {
    LetterBuilder letter;
    letter.page();
    const int table = letter.element("Table"), head = letter.element("TR", table);
    const int term = letter.element("P", letter.element("TH", head)),
              meaning = letter.element("P", letter.element("TH", head));
    const auto header = [&](float y) {
        letter.text(50, y, "Term", {.bold = true, .node = term})
            .text(250, y, "Meaning", {.bold = true, .node = meaning});
    };
    const auto row = [&](float y, const char* name, const char* text) {
        const int tr = letter.element("TR", table);
        const int a = letter.element("P", letter.element("TD", tr)),
                  b = letter.element("P", letter.element("TD", tr));
        letter.text(50, y, name, {.node = a}).text(250, y, text, {.node = b});
    };
    header(700);
    row(720, "Must", "A duty.");
    letter.page();
    header(60);
    row(80, "Should", "A help.");
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Term", "Meaning", "Must", "A duty.", "Should", "A help."});
    CHECK(document.ledger.refused.at("repeated header row") == 11);
    CHECK(sound(document));
}

TEST_CASE("Signatures beside one another are read person by person, row by row") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100,
                "A line of the letter that runs from one side of the page to the other side, as text does");
    letter.text(50, 130, "Ofsted").text(300, 130, "Care Quality Commission");
    letter.text(50, 180, "Ada Quill").text(300, 180, "Tom Reed");
    letter.text(50, 192, "National Director").text(300, 192, "Deputy Chief Inspector");
    letter.text(50, 210, "Inspectorate of Probation and Youth Justice");
    letter.text(50, 222, "Services");
    letter.text(50, 270, "Una Weir");
    letter.text(50, 282, "Assistant Chief Inspector");
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{"A line of the letter that runs from one side of the page to the other side, as text does",
                "Ofsted", "Ada Quill", "National Director", "Care Quality Commission", "Tom Reed",
                "Deputy Chief Inspector", "Inspectorate of Probation and Youth Justice Services", "Una Weir",
                "Assistant Chief Inspector"});
    CHECK(sound(document));
}

TEST_CASE("Two entries with their values are cells, wide words in text are not") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100,
                "Area inspection of Reed, its schools, its nurseries, its youth clubs and its courts");
    letter.text(50, 130, "Inspection dates:").text(250, 130, "4 March to 8 March");
    letter.text(50, 145, "Dates of the one before:").text(250, 145, "5 May to 9 May");
    letter.text(50, 175,
                "The outcome of the inspection is told below, with what has to become better and when");
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(block_with(document, "Inspection dates")->text == "Inspection dates:");
    CHECK(block_with(document, "5 May")->text == "5 May to 9 May");
    CHECK(sound(document));
}

TEST_CASE("Rows of names stand close together and are rows, cells that wrap are not") {
    LetterBuilder letter;
    letter.page();
    const auto team = [&](float y, const char* left, const char* right) {
        letter.text(50, y, left).text(300, y, right);
    };
    team(100, "Ada Quill, lead inspector, Ofsted", "Tom Reed, lead inspector");
    team(112, "Sam Hale, inspector", "Una Weir, inspector");
    team(124, "Rosemary Henn, inspector from Ofsted", "Rita Moss, inspector");
    CHECK(texts(letter.lay_out()) == Texts{"Ada Quill, lead inspector, Ofsted", "Tom Reed, lead inspector",
                                           "Sam Hale, inspector", "Una Weir, inspector",
                                           "Rosemary Henn, inspector from Ofsted", "Rita Moss, inspector"});
}

TEST_CASE("Lines of names and addresses stand by themselves, however far they run") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"Ada Quill, Chief Executive of the Council",
                  "Tom Reed, Director of the Services for Children and Schools", "Una Weir, Chief Constable",
                  "Sam Hale, Probation", "Rita Moss, Scrutineer"});
    letter.lines(50, 200,
                 {"This letter tells what was found when the inspectors looked",
                  "at the help that is given, and what has to be done next by", "all who give it."});
    const Texts all = texts(letter.lay_out());
    REQUIRE(all.size() == 6);
    CHECK(all.at(2) == "Una Weir, Chief Constable");
}

TEST_CASE("A letterhead above the line where all pages begin is furniture, a title there is not") {
    const auto letter_with = [](const Set& set) {
        LetterBuilder letter;
        letter.page().text(50, 30, "The Inspectorate of Weirs", set);
        const std::vector<std::string> body{"This letter tells what was found when the inspectors looked",
                                            "at the help that is given, and what has to be done next by",
                                            "all who give it."};
        letter.lines(50, 80, body);
        for (int page = 0; page < 3; ++page) {
            letter.page();
            letter.lines(50, 80, body);
        }
        return letter.lay_out();
    };
    CHECK(block_with(letter_with({.size = 8}), "Weirs")->kind == BlockKind::furniture);
    CHECK(block_with(letter_with({.bold = true}), "Weirs")->kind != BlockKind::furniture);
}

TEST_CASE("Numbers that touch their text are labels where they count on") {
    LetterBuilder letter;
    letter.page();
    const auto paragraph = [&](float y, const std::string& first) {
        letter.lines(
            50, y, {first + " see the children often and know them", "well, and write down what they say."});
    };
    paragraph(100, "9. Workers");
    paragraph(140, "10.Nurses");
    paragraph(180, "11.Teachers");
    paragraph(220, "30.Others");
    const Document document = letter.lay_out();
    CHECK(block_with(document, "Nurses")->label == "10.");
    CHECK(block_with(document, "Teachers")->label == "11.");
    CHECK(block_with(document, "Others")->label.empty());
}

TEST_CASE("A number that ends a sentence at the head of a page is no label") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"1. The plan is clear and those who need it read it,", "and they do what it says."});
    letter.lines(50, 140,
                 {"2. Help for young people does not end when they reach",
                  "the age at which others leave home, most often with"});
    letter.page().lines(50, 60,
                        {"18. They are asked what they want and who should help them", "to find it."});
    letter.lines(50, 100,
                 {"3. The council knows its homes and visits them each month,", "by day and by night."});
    const Document document = letter.lay_out();
    const Block* second = block_with(document, "Help for young people");
    REQUIRE(second);
    CHECK(second->label == "2.");
    CHECK(second->text.ends_with(
        "most often with 18. They are asked what they want and who should help them to find it."));
    CHECK(block_with(document, "The council knows")->label == "3.");
}

TEST_CASE("A page that begins within a list and holds nothing else keeps the list's depth") {
    LetterBuilder letter;
    const std::vector<std::string> text{"The panel meets each week and hears from the people",
                                        "who know the children best."};
    for (int page = 0; page < 2; ++page) letter.page().lines(50, 60, text);
    letter.lines(60, 100, {"\u25AA children who came to live with carers:"});
    letter.lines(80, 112, {"\u2022 nine from the town"});
    letter.page().lines(80, 60, {"\u2022 six from the county"});
    CHECK(block_with(letter.lay_out(), "six from")->level == 2);
}

TEST_CASE("Cells that wrap are cells, without a line around them, when rows begin on one baseline") {
    LetterBuilder letter;
    letter.page();
    const auto row = [&](float y, const char* action, const char* who, const char* when,
                         const char* more = "") {
        letter.text(50, y, action).text(260, y, who).text(400, y, when);
        if (*more) letter.text(50, y + 12, more);
    };
    row(100, "Action", "Who", "When");
    row(116, "Write to each family that was seen,", "The board", "May",
        "and say what was decided and why it was");
    row(144, "Meet each month", "The council", "June");
    row(160, "Count the visits that are made in", "The partners", "July", "the evenings");
    letter.text(50, 200, "Counts", {.bold = true});
    const Document document = letter.lay_out();
    CHECK(count(document, BlockKind::table) == 1);
    CHECK(count(document, BlockKind::row) == 4);
    CHECK(texts(document) ==
          Texts{"Action", "Who", "When",
                "Write to each family that was seen, and say what was decided and why it was", "The board",
                "May", "Meet each month", "The council", "June",
                "Count the visits that are made in the evenings", "The partners", "July", "Counts"});
}

TEST_CASE("A framed box beside text cuts no paragraph") {
    LetterBuilder letter;
    letter.page();
    letter.grid({350, 550}, {90, 150});
    letter.text(360, 104, "Good practice", {.bold = true}).text(360, 116, "A worker wrote to a child.");
    letter.lines(
        50, 100,
        {"The council knows its children well. Leaders meet",
         "each month, and act on what they hear from those", "who work with families. They read, and they"});
    letter.lines(
        50, 136,
        {"change what does not help. Records show it, and",
         "so do the children whom we asked for what they think about all that is done for them there."});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Good practice", "A worker wrote to a child.",
                                   "The council knows its children well. Leaders meet each month, and act on "
                                   "what they hear from those who work "
                                   "with families. They read, and they change what does not help. Records "
                                   "show it, and so do the children whom "
                                   "we asked for what they think about all that is done for them there."});
}

TEST_CASE(
    "Entries that end early and begin further in are entries of their own, centred lines are one title") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"The plan names who does what, and it is read by all those who have to act on it,",
                  "and by others."});
    letter.lines(50, 140, {"What is late:"});
    letter.lines(80, 152, {"visits at night"});
    letter.lines(60, 164, {"plans for those who leave their homes"});
    CHECK(
        texts(letter.lay_out()) ==
        Texts{
            "The plan names who does what, and it is read by all those who have to act on it, and by others.",
            "What is late:", "visits at night", "plans for those who leave their homes"});
}
