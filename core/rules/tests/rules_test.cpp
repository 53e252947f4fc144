// What stages that work by a profile's rules share.
#include "sheaf/rules.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;

TEST_CASE("a rule's pattern ignores case, and its ends are those of the text or of each line") {
    const Options table = options({{"pattern", std::string("^lamps$")}, {"empty", std::string()}});
    CHECK(pattern_in(table, "pattern")->found_in("LAMPS"));
    CHECK_FALSE(pattern_in(table, "pattern")->found_in("Ropes\nLamps"));
    CHECK(pattern_in(table, "pattern", Ends::of_lines)->found_in("Ropes\nLamps"));
    CHECK_FALSE(pattern_in(table, "empty"));
    CHECK_FALSE(pattern_in(table, "absent"));
}

TEST_CASE("all patterns of a list are compiled, in order") {
    const Options table = options({{"patterns", std::vector<std::string>{"^a$", "^b$"}}});
    const auto patterns = patterns_in(table, "patterns");
    REQUIRE(patterns.size() == 2);
    CHECK(patterns[1].found_in("B"));
    CHECK_FALSE(patterns[1].found_in("a\nb"));
    CHECK(patterns_in(table, "patterns", Ends::of_lines)[1].found_in("a\nb"));
    CHECK(patterns_in(table, "absent").empty());
}

TEST_CASE("a block's place is its first region, where it has one") {
    const Document letter = DocumentBuilder().paragraph("One").page().paragraph("Two");
    CHECK(place_of(letter, BlockId{1}).page == 2);
    CHECK(place_of(letter, BlockId{1}).box == letter.blocks[1].regions[0].box);
    CHECK(place_of(letter, BlockId{7}).page == 0);
    CHECK(place_of(DocumentBuilder().without_pages().paragraph("One"), BlockId{0}) == Place());
    CHECK(whole(letter, BlockId{1}) == Anchor{BlockId{1}, {0, 3}});
}

TEST_CASE("a label is a number when it begins with a digit and is no bullet") {
    for (const char* label : {"4.11", "1.", "12)"}) CHECK(is_number_label(label));
    for (const char* label : {"", "•", "a)", "(1)"}) CHECK_FALSE(is_number_label(label));
}

TEST_CASE("an empty text is an absent value") {
    CHECK(text_or_absent("") == FieldValue());
    CHECK(text_or_absent("a") == FieldValue("a"));
}

TEST_CASE("the innermost section that is taken is found for each section below it") {
    const Document letter = DocumentBuilder().heading(1, "a").heading(2, "b").heading(3, "c").heading(1, "d");
    const auto taken =
        innermost_sections(letter, [](const std::string& title) { return title != "c" && title != "d"; });
    CHECK(taken == std::vector<SectionId>{{0}, {1}, {1}, {}});
}

TEST_CASE("confidence is lowered by each doubt, and says by what") {
    Confidence confidence;
    CHECK(confidence.value() == 1);
    confidence.rests_on("a heading that the profile names");
    confidence.lowered(0.8, "the page is torn");
    confidence.lowered(0.5, "the ink has run");
    CHECK(confidence.value() == Approx(0.4));
    const auto grounds = std::get<std::vector<std::string>>(confidence.field().value);
    REQUIRE(grounds.size() == 3);
    CHECK(grounds[0] == "a heading that the profile names");
    CHECK(grounds[1].starts_with("but the page is torn"));
}
