// Headings in the margin, halves of lines, and paragraphs that count on.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

const std::vector<std::string> quay = {"The board keeps a list of every crane on the", "quay, and reads it."};
const std::vector<std::string> pilots = {"Pilots learn the sands by day and by night for",
                                         "two whole years."};

/// Two paragraphs with their headings in the margin at `x`; the headings' tags come last.
LetterBuilder with_margin(float x, bool tagged) {
    LetterBuilder letter;
    letter.page();
    const auto node = [&](const char* role) { return tagged ? letter.element(role) : -1; };
    letter.lines(150, 100, quay, {.node = node("P")});
    letter.lines(150, 160, pilots, {.node = node("P")});
    letter.text(x, 100, "The quay", {.bold = true, .node = node("H2")});
    letter.text(x, 160, "Pilots", {.bold = true, .node = node("H2")});
    return letter;
}

}  // namespace

TEST_CASE("Headings in the margin come before the text that they stand beside, whatever the tags' order") {
    const Texts right{"The quay", quay[0] + " " + quay[1], "Pilots", pilots[0] + " " + pilots[1]};
    for (const float x : {50.0F, 420.0F}) {
        CHECK(texts(with_margin(x, true).lay_out()) == right);
        CHECK(texts(with_margin(x, true).lay_out(Tags::trust)).front() == right[1]);
        CHECK(sound(with_margin(x, true).lay_out()));
    }
}

TEST_CASE("The heading of a column stays in it") {
    LetterBuilder letter = with_margin(420, true);
    letter.lines(420, 180, {"News of the", "harbour and", "of its launch."}, {.node = letter.element("P")});
    CHECK(texts(letter.lay_out()).front() == quay[0] + " " + quay[1]);
}

TEST_CASE("A line that begins with the next number begins a paragraph") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"1. The board keeps a list of every crane.", "2. It reads the list every day of the year.",
                  "3. What is amiss is written down there, and the", "4 cranes of the quay are tested."});
    CHECK(texts(letter.lay_out()) ==
          Texts{"1.|The board keeps a list of every crane.", "2.|It reads the list every day of the year.",
                "3.|What is amiss is written down there, and the 4 cranes of the quay are tested."});
}

TEST_CASE("Letters that are printed twice, hardly apart, are bold") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "What works").text(50.3F, 100, "What works");
    letter.lines(50, 130, quay);
    const Document document = letter.lay_out();
    REQUIRE(document.blocks.size() == 2);
    REQUIRE(document.blocks[0].spans.size() == 1);
    CHECK(document.blocks[0].spans[0].style.bold);
    CHECK_FALSE(document.blocks[1].spans[0].style.bold);
}
