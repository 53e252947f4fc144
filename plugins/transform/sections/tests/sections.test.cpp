#include <catch2/catch.hpp>

#include "headings.hpp"
#include "levels.hpp"
#include "sheaf/testing.hpp"
#include "tree.hpp"

using namespace sheaf;
using sheaf::sections::Customs;
using sheaf::sections::Rules;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;

namespace {

using Strings = std::vector<std::string>;

/// The tree that the stage builds, a line a section: level, number and title.
Strings outline(Document& document, const Rules& rules = {}) {
    const Customs customs{Pattern("^dear ", true), Pattern("^yours ", true), Pattern("^contents$", true),
                          200};
    const sections::Body body = sections::body_of(document);
    std::vector<sections::Heading> headings = sections::find_headings(document, rules, customs, body);
    sections::decide_levels(headings);
    sections::build_tree(document, headings);
    const std::vector<std::string> broken = validate(document);
    CAPTURE(broken);
    CHECK(broken.empty());
    Strings lines;
    for (const Section& section : document.sections)
        lines.push_back(std::to_string(section.level) + " " +
                        (section.number.empty() ? "" : section.number + " | ") + section.title);
    return lines;
}
Strings outline(const DocumentBuilder& builder, const Rules& rules = {}) {
    Document document = builder.build();
    return outline(document, rules);
}

Options heading(std::string title, int level = 0, bool in_table = false, bool subtitle = false) {
    return options({{"title", std::move(title)},
                    {"level", static_cast<std::int64_t>(level)},
                    {"in_table", in_table},
                    {"subtitle", subtitle}});
}
Rules profile(std::vector<Options> headings, Strings never = {}, Options title = {}) {
    return Rules(options(
        {{"heading", std::move(headings)}, {"not_headings", std::move(never)}, {"title", std::move(title)}}));
}

const char* const prose =
    "The harbour master keeps a record of every boat that enters, and the record is complete.";

/// A paragraph of running text at 12 points.
DocumentBuilder& text(DocumentBuilder& builder) {
    return builder.paragraph(prose).size(12);
}

}  // namespace

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

TEST_CASE("cells of a table are no headings, unless the profile knows the banner of a box") {
    DocumentBuilder letter;
    letter.paragraph("Harbour").bold(16);
    text(letter).table({{"Berths", "Good"}, {"Each berth has a ring and a ladder that is checked.", ""}});
    Document document = letter.build();
    for (Block& block : document.blocks)
        if (block.text == "Berths") block.spans = {{{0, 6}, {.bold = true, .size = 14}, {}}};
    Document plain = document;
    CHECK(outline(plain) == Strings{"1 Harbour"});
    CHECK(outline(document, profile({heading("^berths$", 3, true)})) == Strings{"2 Harbour", "3 Berths"});
}

TEST_CASE(
    "a row of a table that holds just the words of a heading is none, though the heading may be a banner") {
    const Rules rules = profile({heading("^the crews", 2, true)});
    const auto letter = [](std::vector<std::vector<std::string>> rows) {
        DocumentBuilder builder;
        builder.table(rows);
        for (std::size_t i = 0; i < 3; ++i) text(builder);
        return builder;
    };
    CHECK(outline(letter({{"The crews", "Good"}, {"The boats", "Inadequate"}}), rules).empty());
    CHECK(outline(letter({{"The crews", "Good"}}), rules) == Strings{"2 The crews"});
}

TEST_CASE("the vocabulary fixes levels, and headings that it does not know follow those they look like") {
    DocumentBuilder letter;
    letter.paragraph("Visit to the harbour").bold(12);
    text(letter).paragraph("Strengths").bold(14);
    text(letter).paragraph("The lamp").bold(12);
    text(letter).paragraph("The pier").bold(14);
    text(letter);
    const Rules rules =
        profile({heading("^strengths$", 2)}, {}, options({{"begins", std::string("^visit to")}}));
    CHECK(outline(letter, rules) ==
          Strings{"1 Visit to the harbour", "2 Strengths", "3 The lamp", "2 The pier"});
}

TEST_CASE("words that are never headings stay text however they look") {
    DocumentBuilder letter;
    letter.paragraph("Harbour").bold(16).paragraph("Inspection dates: 3 May 2031").bold(12);
    text(letter);
    CHECK(outline(letter, profile({heading("^harbour$", 1)}, {"^inspection dates?:"})) ==
          Strings{"1 Harbour"});
}

TEST_CASE("a title block is one heading, or a level for each look, as the profile says") {
    DocumentBuilder letter;
    letter.paragraph("Eastmouth Harbour Board")
        .bold(18)
        .paragraph("Inspection of")
        .bold(14)
        .paragraph("harbours")
        .bold(14);
    letter.paragraph("Inspection dates: 3 May 2031").size(12);
    text(letter);
    const std::string ends = "^inspection dates?:";
    CHECK(outline(letter, profile({heading("^none$", 2)}, {}, options({{"ends", ends}, {"joined", true}}))) ==
          Strings{"1 Eastmouth Harbour Board Inspection of harbours"});
    CHECK(
        outline(letter, profile({heading("^none$", 2)}, {}, options({{"ends", ends}, {"joined", false}}))) ==
        Strings{"1 Eastmouth Harbour Board", "2 Inspection of harbours"});
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
