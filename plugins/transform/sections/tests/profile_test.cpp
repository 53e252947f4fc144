// What a profile says of headings: their names and levels, boxes, title blocks.
#include <catch2/catch.hpp>

#include "outlines.hpp"

using namespace sheaf;
using namespace sheaf::testing::outlines;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;

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
