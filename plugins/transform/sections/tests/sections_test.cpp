#include <catch2/catch.hpp>

#include "outlines.hpp"

using namespace sheaf;
using namespace sheaf::testing::outlines;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;

TEST_CASE("without a profile, what stands out is a heading and its look gives its level") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(18);
    text(letter).paragraph("Safety").bold(14);
    text(letter).paragraph("Lights").bold(12);
    text(letter).paragraph("Moorings").bold(14);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Inspection of the harbour", "2 Safety", "3 Lights", "2 Moorings"});
}

TEST_CASE("a first heading that no other looks like is the title, even where it is smaller") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(12);
    text(letter).paragraph("Safety").bold(14);
    text(letter).paragraph("Moorings").bold(14);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Inspection of the harbour", "2 Safety", "2 Moorings"});
}

TEST_CASE("the bold line below a salutation is the title, and signatures are no headings") {
    DocumentBuilder letter;
    letter.paragraph("Jo Tide, Harbour Master").bold(12).paragraph("Dear Jo Tide").size(12);
    letter.paragraph("Visit to the harbour").bold(12);
    text(letter).paragraph("Findings").bold(12);
    text(letter)
        .paragraph("Yours sincerely")
        .size(12)
        .paragraph("Sam Quay")
        .bold(12)
        .paragraph("Chief Inspector")
        .bold(12);
    CHECK(outline(letter) == Strings{"1 Visit to the harbour", "2 Findings"});
}

TEST_CASE("captions, entries with leading dots and names under a signature are no headings") {
    DocumentBuilder report;
    report.paragraph("Lights").bold(16);
    text(report)
        .paragraph("Figure 1: the north quay")
        .bold(12)
        .paragraph("The ladder at the steps ........ 12")
        .bold(12);
    text(report).proposed_heading(2, "Table 2. Ships in May").bold(12);
    text(report).paragraph("Moorings in 2012").bold(12);
    text(report)
        .paragraph("Yours sincerely")
        .size(12)
        .paragraph("Sam Quay")
        .bold(12)
        .paragraph("Inspector")
        .bold(12);
    CHECK(outline(report) == Strings{"1 Lights", "2 Moorings in 2012"});
}

TEST_CASE("body text and bullets that are tagged as headings are text again") {
    DocumentBuilder letter;
    letter.proposed_heading(1, "Harbour").bold(16);
    text(letter).proposed_heading(3, prose).size(12);
    letter.proposed_heading(3, "The lamp is lit at dusk.", "•").size(12).proposed_heading(2, "");
    text(letter);
    Document document = letter.build();
    CHECK(outline(document) == Strings{"1 Harbour"});
    CHECK(document.blocks[2].kind == BlockKind::paragraph);
    CHECK(document.blocks[3].kind == BlockKind::list_item);
    CHECK(document.blocks[4].kind == BlockKind::paragraph);
    CHECK(document.blocks[2].basis == "tag H3 overruled: reads and looks like text");
    CHECK(document.blocks[4].basis == "tag H2 overruled: empty");
}

TEST_CASE("a numbered heading is a heading, a numbered paragraph is not") {
    DocumentBuilder letter;
    letter.paragraph("Introduction", "1").bold(12).paragraph(prose, "1.1").size(12);
    letter.paragraph("2. Lights and marks").bold(12).paragraph(prose, "2.1").size(12);
    Document document = letter.build();
    CHECK(outline(document) == Strings{"1 1 | Introduction", "1 2 | Lights and marks"});
    CHECK(document.blocks[2].label == "2.");
    CHECK(document.blocks[2].text == "Lights and marks");
    CHECK(document.blocks[3].kind == BlockKind::paragraph);
}

TEST_CASE("peers that tags or numbers hold together have one level though their size drifts") {
    DocumentBuilder letter;
    letter.proposed_heading(1, "Report on the harbour").bold(20);
    text(letter).proposed_heading(2, "Lights").bold(14);
    text(letter).proposed_heading(2, "Moorings").bold(12);
    text(letter).proposed_heading(3, "Rings").bold(12);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Report on the harbour", "2 Lights", "2 Moorings", "3 Rings"});
}

TEST_CASE("a bold sentence with the next heading directly below it is no heading") {
    DocumentBuilder letter;
    letter.paragraph("Boats").bold(12);
    text(letter).paragraph("The board calls its way of mooring the long rope.").bold(12);
    letter.paragraph("Lights").bold(12);
    text(letter).paragraph("The crew is ready at every hour.").bold(12);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Boats", "1 Lights", "1 The crew is ready at every hour."});
}

TEST_CASE("a tagged title of several lines is as long as its lines") {
    DocumentBuilder letter;
    const std::string line(90, 'n');
    letter.proposed_heading(1, "Visit " + line + "\n" + line + "\nof the harbour");
    text(letter);
    CHECK(outline(letter) == Strings{"1 Visit " + line + ' ' + line + " of the harbour"});
}

TEST_CASE("a part of a picture is no heading, however large") {
    DocumentBuilder letter;
    letter.paragraph("| L").size(20).paragraph("Boats").bold(12);
    text(letter).paragraph("'Long ropes' of the harbour").bold(12);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Boats", "1 'Long ropes' of the harbour"});
}

TEST_CASE("a line directly below a figure's number is its caption, even where that is taken for a footer") {
    DocumentBuilder letter;
    letter.paragraph("Boats").bold(12);
    text(letter).furniture("Figure 3").paragraph("The pier at low tide").bold(12);
    letter.page().paragraph("Figure of the year").bold(12).paragraph("Lights").bold(12);
    text(letter);
    Document document = letter.build();
    const auto place = [&](std::size_t block, double top) {
        document.blocks[block].regions.front().box = {280, top, 330, top + 11};
    };
    place(2, 753);
    place(3, 764.5);
    CHECK(outline(document) == Strings{"1 Boats", "1 Figure of the year", "1 Lights"});
}

TEST_CASE("the entries of a contents page are no headings") {
    DocumentBuilder letter;
    letter.paragraph("Contents")
        .bold(16)
        .paragraph("Lights 2")
        .bold(12)
        .paragraph("Moorings 3")
        .bold(12)
        .page();
    letter.paragraph("Lights").bold(16);
    text(letter).paragraph("Moorings").bold(16);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Contents", "1 Lights", "1 Moorings"});
}

TEST_CASE("a heading that the input left in two blocks is one section") {
    DocumentBuilder letter;
    letter.paragraph("The experience of those who moor")
        .bold(12)
        .paragraph("in the harbour at night")
        .bold(12);
    text(letter);
    Document document = letter.build();
    CHECK(outline(document) == Strings{"1 The experience of those who moor in the harbour at night"});
    CHECK(document.blocks[1].section == SectionId{0});
    CHECK(document.blocks[1].kind == BlockKind::heading);
}

TEST_CASE("the second line of a heading that is a heading's words, too, goes on with it") {
    DocumentBuilder letter;
    letter.paragraph("Recent reports published by").bold(12).paragraph("the harbour board").bold(12);
    text(letter).paragraph("The harbour board").bold(12);
    text(letter);
    CHECK(outline(letter, profile({heading("^the harbour board$", 2), heading("^recent reports", 2)})) ==
          Strings{"2 Recent reports published by the harbour board", "2 The harbour board"});
}

TEST_CASE("a heading and its translation directly below it are one heading") {
    DocumentBuilder letter;
    letter.paragraph("Findings").bold(16).paragraph("Canfyddiadau").bold(16);
    text(letter).paragraph("Lamps").bold(14).paragraph("Ropes").bold(14);
    text(letter);
    CHECK(outline(letter, Rules(options({{"translation", std::string("^canfyddiadau$")}}))) ==
          Strings{"1 Findings Canfyddiadau", "2 Lamps", "2 Ropes"});
}

TEST_CASE("a bold paragraph below a heading with a subtitle is a section below it") {
    DocumentBuilder letter;
    letter.paragraph("Strengths").bold(14);
    text(letter).paragraph("Case study").bold(12);
    letter
        .paragraph(
            "The board needs to see that every lamp is lit at dusk and put out at dawn by a person who knows "
            "how.")
        .bold(12);
    text(letter);
    const Rules rules = profile({heading("^strengths$", 2), heading("^case study", 0, false, true)});
    CHECK(outline(letter, rules) == Strings{"2 Strengths", "3 Case study",
                                            "4 The board needs to see that every lamp is lit at dusk and put "
                                            "out at dawn by a person who knows how."});
}

TEST_CASE("every block but furniture gets its section, and a section reaches over its sub-sections") {
    DocumentBuilder letter;
    letter.paragraph("Harbour").bold(18);
    text(letter).paragraph("Lights").bold(14);
    text(letter).furniture("Page 1");
    text(letter).paragraph("Moorings").bold(14);
    text(letter);
    Document document = letter.build();
    outline(document);
    REQUIRE(document.sections.size() == 3);
    CHECK(document.sections[0].last == BlockId{7});
    CHECK(document.sections[1].first == BlockId{2});
    CHECK(document.sections[1].last == BlockId{5});
    CHECK(document.blocks[3].section == SectionId{1});
    CHECK_FALSE(document.blocks[4].section);
    CHECK(document.sections[2].parent == SectionId{0});
}

TEST_CASE("on the first page, names and dates below the title are no headings, the line above the prose is") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(18).paragraph("Inspected from 3 May 2031").bold(12);
    letter.paragraph("Lead inspector:").bold(12).paragraph("Sam Quay").bold(12).paragraph("Outcome").bold(12);
    text(letter).paragraph("Lights").bold(12);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Inspection of the harbour", "2 Outcome", "2 Lights"});
}

TEST_CASE("what stands beside a heading, such as the grade in a banner, is none") {
    DocumentBuilder letter;
    text(letter).paragraph("The lights").bold(14).paragraph("Good").bold(14);
    Document document = text(letter).build();
    document.blocks[2].regions[0].box = {400, document.blocks[1].regions[0].box.top, 450,
                                         document.blocks[1].regions[0].box.bottom};
    document.blocks[1].regions[0].box.right = 300;
    CHECK(outline(document) == Strings{"1 The lights"});
}

TEST_CASE(
    "bold words in the margin beside the middle of a paragraph head nothing, in a column of their own they "
    "do") {
    DocumentBuilder letter;
    text(letter).paragraph("The lights").bold(14);
    text(letter).paragraph("One in three").bold(14);
    text(letter);
    Document document = letter.build();
    for (Block& block : document.blocks) block.regions[0].box.right = 300;
    const Box paragraph = document.blocks[2].regions[0].box;
    document.blocks[2].regions[0].box.bottom = paragraph.top + 40;
    document.blocks[3].regions[0].box = {400, paragraph.top + 10, 450, paragraph.top + 22};
    CHECK(outline(document) == Strings{"1 The lights"});
    document.blocks[4].regions[0].box = {400, paragraph.top + 26, 550, paragraph.top + 60};
    CHECK(outline(document).size() == 2);
}

TEST_CASE("headings directly below one that the profile fixes head its parts, though they look the same") {
    DocumentBuilder letter;
    letter.paragraph("Areas for improvement").bold(12).paragraph("Lights").bold(12);
    text(letter).paragraph("Ropes").bold(12);
    text(letter).paragraph("Next steps").bold(12);
    text(letter);
    CHECK(outline(letter, profile({heading("^areas for improvement", 2), heading("^next steps", 2)})) ==
          Strings{"2 Areas for improvement", "3 Lights", "3 Ropes", "2 Next steps"});
}

TEST_CASE("words of the vocabulary under a deeper tag than their peers' are no peers") {
    DocumentBuilder letter;
    for (const char* title : {"Lights", "Ropes", "Boats"}) {
        letter.proposed_heading(2, title).bold(14);
        text(letter);
    }
    letter.proposed_heading(3, "Findings").bold(12);
    text(letter).proposed_heading(4, "Boats").bold(12);
    text(letter);
    const Rules rules = profile({heading("^(lights|ropes|boats)$", 3), heading("^findings$", 4)});
    CHECK(outline(letter, rules) == Strings{"3 Lights", "3 Ropes", "3 Boats", "4 Findings", "5 Boats"});
}

TEST_CASE("where chapters are tagged lower than what they hold, a tag below both is below both") {
    DocumentBuilder letter;
    letter.proposed_heading(2, "Lights").bold(20);
    text(letter).proposed_heading(1, "Narrative").bold(15).proposed_heading(3, "On the pier").size(13);
    text(letter).proposed_heading(2, "Ropes").bold(20);
    text(letter).proposed_heading(1, "Narrative").bold(15);
    text(letter);
    const Rules rules = profile({heading("^(lights|ropes)$", 2), heading("^narrative$", 3)});
    CHECK(outline(letter, rules) ==
          Strings{"2 Lights", "3 Narrative", "4 On the pier", "2 Ropes", "3 Narrative"});
}

TEST_CASE("a heading that the contents list names keeps its level under a tag whose others are not listed") {
    DocumentBuilder letter;
    letter.paragraph("Contents")
        .bold(14)
        .paragraph("Lights 2")
        .paragraph("Ropes 3")
        .paragraph("Findings 4")
        .page();
    for (const char* title : {"Lights", "Ropes"}) {
        letter.proposed_heading(2, title).bold(14);
        text(letter).proposed_heading(3, "Summary").bold(12);
        text(letter);
    }
    letter.proposed_heading(3, "Findings").bold(12);
    text(letter);
    const Rules rules = profile({heading("^(contents|lights|ropes|findings)$", 3), heading("^summary$", 4)});
    CHECK(outline(letter, rules) ==
          Strings{"3 Contents", "3 Lights", "4 Summary", "3 Ropes", "4 Summary", "3 Findings"});
}

TEST_CASE("two peers are enough to free the level of a deeper tag, one is not") {
    const Rules rules = profile({heading("^boats$", 3), heading("^findings$", 4)});
    DocumentBuilder two, one;
    for (DocumentBuilder* letter : {&two, &one}) {
        for (int peers = letter == &two ? 2 : 1; peers > 0; --peers) {
            letter->proposed_heading(2, "Boats").bold(14);
            text(*letter);
        }
        letter->proposed_heading(3, "Findings").bold(12);
        text(*letter).proposed_heading(4, "Boats").bold(12);
        text(*letter);
    }
    CHECK(outline(two, rules) == Strings{"3 Boats", "3 Boats", "4 Findings", "5 Boats"});
    CHECK(outline(one, rules) == Strings{"3 Boats", "4 Findings", "3 Boats"});
}

TEST_CASE("a line that looks like the tagged headings is one, though it is hardly larger than the text") {
    DocumentBuilder letter;
    letter.proposed_heading(1, "Harbour").bold(16);
    text(letter);
    for (const char* title : {"Lights", "Ropes", "Boats"}) {
        letter.proposed_heading(2, title).size(12.6F);
        text(letter);
    }
    letter.paragraph("Ladders").size(12.6F);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Harbour", "2 Lights", "2 Ropes", "2 Boats", "2 Ladders"});
}

TEST_CASE("an appendix without a number is a peer of the numbered headings that look like it") {
    DocumentBuilder letter;
    letter.paragraph("Visit").bold(20);
    text(letter).paragraph("Lights", "1").bold(14);
    text(letter).paragraph("Ropes", "2").bold(14);
    text(letter).paragraph("Appendix A").bold(14);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Visit", "2 1 | Lights", "2 2 | Ropes", "2 Appendix A"});
}

TEST_CASE("a contents page whose entries the input joined is still one") {
    DocumentBuilder letter;
    letter.paragraph("Contents").bold(16).paragraph("The lights 2").bold(14);
    letter
        .paragraph(
            "The lamp on the pier 2 The lamp on the quay 3 The lens 4 The keepers of the lamps and how they "
            "are trained 5 "
            "The ropes and who mends them 6 The boats that carry oil to the lamps 7 What the harbour does "
            "well 8")
        .size(12);
    letter.paragraph("The boats 9").bold(14).page().paragraph("The lights").bold(14);
    text(letter).paragraph("The boats").bold(14);
    text(letter);
    CHECK(outline(letter) == Strings{"1 Contents", "2 The lights", "2 The boats"});
}

TEST_CASE("without bold text, as OCR gives it, a line of its own with the words of a heading is one") {
    DocumentBuilder letter;
    letter.paragraph("Strengths")
        .paragraph(prose)
        .paragraph("Strengths of the harbour are many, and they are listed.");
    CHECK(outline(letter, profile({heading("^strengths", 2)})) == Strings{"2 Strengths"});
}

TEST_CASE("a line that repeats the heading above it is the head of a table, not a section") {
    DocumentBuilder letter;
    letter.paragraph("Areas for improvement").bold(14).paragraph("Areas for improvement").bold(12);
    text(letter);
    CHECK(outline(letter, profile({heading("^areas for improvement", 2)})) ==
          Strings{"2 Areas for improvement"});
}

TEST_CASE("an edition that sets a known heading among headings of another level has it on that level") {
    DocumentBuilder letter;
    for (const char* title : {"Lamps", "Lenses", "Oil", "Boats"}) {
        letter.proposed_heading(3, title).bold(12);
        text(letter);
    }
    const Rules rules = profile({heading("^(lamps|lenses|oil)$", 4), heading("^boats$", 3)});
    CHECK(outline(letter, rules) == Strings{"4 Lamps", "4 Lenses", "4 Oil", "4 Boats"});
}

TEST_CASE("the first cell of each row below the head of a banner is a chapter") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(18);
    text(letter).table({{"Key judgement", "Grade"}, {"The lights of the harbour", "Good"}});
    text(letter);
    const Rules rules(options({{"heading", std::vector<Options>{heading("^crews$", 2)}},
                               {"banner", options({{"head", std::string("^key judgement$")},
                                                   {"level", static_cast<std::int64_t>(3)}})}}));
    CHECK(outline(letter, rules).back() == "3 The lights of the harbour");
    CHECK(outline(letter).back() != "3 The lights of the harbour");
}

TEST_CASE(
    "a sentence in bold that says what must be done is no heading, nor is a numbered paragraph in bold") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(18);
    text(letter).paragraph("Safety").bold(14);
    for (int i = 1; i <= 4; ++i) letter.paragraph(prose, "4." + std::to_string(i)).size(12);
    letter.paragraph("The lamps were lit on every night.", "4.5").bold(12);
    letter.paragraph("The board must light the lamps.").bold(12);
    CHECK(outline(letter) == Strings{"1 Inspection of the harbour", "2 Safety"});
}

TEST_CASE("a heading that is larger than others of its name ends the section that it is as large as") {
    DocumentBuilder letter;
    letter.paragraph("Inspection of the harbour").bold(18);
    for (int i = 0; i < 3; ++i) {
        text(letter).paragraph("Crews").bold(14);
        text(letter).paragraph("Findings").bold(i < 2 ? 12 : 14);
    }
    text(letter);
    const Rules rules = profile({heading("^crews$", 2), heading("^findings$", 3)});
    CHECK(outline(letter, rules) == Strings{"1 Inspection of the harbour", "2 Crews", "3 Findings", "2 Crews",
                                            "3 Findings", "2 Crews", "2 Findings"});
}

TEST_CASE("a box that text runs beside is in no section, and its words are no headings") {
    DocumentBuilder builder;
    builder.paragraph("Inspection of the harbour").bold(18);
    text(builder).paragraph("Safety").bold(14);
    builder.table({{"Since the last visit"}});
    text(builder).paragraph("Moorings").bold(14);
    text(builder);
    Document document = builder.build();
    const std::size_t table = 3;
    REQUIRE(document.blocks[table].kind == BlockKind::table);
    for (std::size_t b = table; b < table + 4; ++b)
        document.blocks[b].regions = {{1, {400, 200, 560, 260}, {0, 0}}};
    document.blocks[table + 3].regions[0].range.end =
        static_cast<std::uint32_t>(document.blocks[table + 3].text.size());
    document.blocks[table + 4].regions[0].box = {50, 190, 390, 300};
    CHECK(outline(document) == Strings{"1 Inspection of the harbour", "2 Safety", "2 Moorings"});
    CHECK_FALSE(document.blocks[table + 3].section);
    CHECK(document[document.blocks[table + 4].section].title == "Safety");
}
