#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"
#include "sheaf/units.hpp"

using namespace sheaf;
using testing::DocumentBuilder;

namespace {

std::vector<text::Unit> all(const Document& document) {
    return text::units(document, [](BlockId, const Block& block) { return text::is_text(block); });
}

}  // namespace

TEST_CASE("a block is a unit, its label first, in plain text") {
    const Document document =
        DocumentBuilder().paragraph("Children’s services –  both", "4.1").furniture("Page 1");
    const auto units = all(document);
    REQUIRE(units.size() == 1);
    CHECK(units[0].text == "4.1 Children's services - both");
    CHECK(units[0].origin[units[0].text.find("services")] == std::string_view("Children’s ").size());
}

TEST_CASE("a row is a unit: its cells joined by tabs, the blocks of a cell by line breaks") {
    const Document document =
        DocumentBuilder().paragraph("x").table({{"Name", "Good"}, {"Other", "Bad"}}).paragraph("y");
    const auto units = all(document);
    REQUIRE(units.size() == 4);
    CHECK(units[1].text == "Name\tGood");
    CHECK(units[2].text == "Other\tBad");
}

TEST_CASE("a range of a unit leads back to the printed words of each block") {
    const Document document = DocumentBuilder().table({{"Children’s", "very “Good”"}});
    const auto units = all(document);
    REQUIRE(units.size() == 1);
    const auto& unit = units[0];
    const auto at = static_cast<std::uint32_t>(unit.text.find("s\tvery"));
    const Range range{at, static_cast<std::uint32_t>(unit.text.size())};
    const auto anchors = unit.anchors(range);
    REQUIRE(anchors.size() == 2);
    CHECK(unit.printed(document, range) == "s very “Good”");
    CHECK(unit.printed(document, {0, 10}) == "Children’s");
    CHECK(unit.anchors({0, 11}).size() == 1);  // the tab is no word of either cell
    const auto& words = document[anchors[1].block].text;
    CHECK(anchors[1].range == Range{0, static_cast<std::uint32_t>(words.size())});
}

TEST_CASE("a label has no words of its own to anchor, but is printed") {
    const Document document = DocumentBuilder().paragraph("Adoption", "2.1");
    const auto units = all(document);
    REQUIRE(units.size() == 1);
    CHECK(units[0].printed(document, {0, 12}) == "2.1 Adoption");
    CHECK(units[0].anchors({0, 3}).empty());
    CHECK(units[0].anchors({0, 12}).size() == 1);
}

TEST_CASE("joined units keep their ways back") {
    const Document document = DocumentBuilder().paragraph("Lead:").paragraph("Jane “J” Doe");
    auto units = all(document);
    REQUIRE(units.size() == 2);
    units[0].join(units[1], '\t');
    CHECK(units[0].text == "Lead:\tJane \"J\" Doe");
    CHECK(units[0].printed(document, {6, static_cast<std::uint32_t>(units[0].text.size())}) ==
          "Jane “J” Doe");
}

TEST_CASE("lines are what the author broke, the label in front of the first") {
    const Document document = DocumentBuilder().paragraph("Jane Doe\nDirector’s office\n", "•");
    const auto lines = text::lines_of(document, {0});
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].plain == "• Jane Doe");
    CHECK(lines[1].plain == "Director's office");
    CHECK(lines[1].range == Range{9, 28});
}

TEST_CASE(
    "words that are struck out, or that are computed anew, are blanks; a block of nothing else is no text") {
    Document document =
        DocumentBuilder().paragraph("Grade: Good Inadequate").paragraph("Gone").paragraph("Sent today");
    Style struck, computed;
    struck.strike = true;
    computed.field = "DATE";
    document.blocks[0].spans = {{{7, 11}, struck, {}}};
    document.blocks[1].spans = {{{0, 4}, struck, {}}};
    document.blocks[2].spans = {{{5, 10}, computed, {}}};
    const auto units = all(document);
    REQUIRE(units.size() == 2);
    CHECK(units[0].text == "Grade:      Inadequate");
    CHECK(units[1].text == "Sent      ");
    CHECK(text::lines_of(document, BlockId{1}).empty());
}
