// What is one table over a page break, and what is not.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;

namespace {

/// Rows of a table of its own on the current page; cells are 200 points apart.
void table(LetterBuilder& letter, float top, const std::vector<std::vector<std::string>>& rows) {
    const int table = letter.element("Table");
    for (const auto& cells : rows) {
        const int row = letter.element("TR", table);
        float left = 50;
        for (const std::string& cell : cells) {
            letter.text(left, top, cell, {.node = letter.element("P", letter.element("TD", row))});
            left += 200;
        }
        top += 20;
    }
}

std::size_t tables(LetterBuilder& letter) {
    const Document document = letter.lay_out();
    CHECK(sound(document));
    return static_cast<std::size_t>(
        std::count_if(document.blocks.begin(), document.blocks.end(),
                      [](const Block& block) { return block.kind == BlockKind::table; }));
}

}  // namespace

TEST_CASE("Tables that follow each other over a page break are one only if they have as many columns") {
    for (const bool same : {true, false}) {
        LetterBuilder letter;
        letter.page();
        table(letter, 700, {{"Help", "Good"}, {"Care", "Good"}});
        letter.page();
        if (same)
            table(letter, 60, {{"Leaders", "Good"}, {"Schools", "Poor"}});
        else
            table(letter, 60, {{"Leaders", "Good", "2031"}, {"Schools", "Poor", "2032"}});
        CHECK(tables(letter) == (same ? 1 : 2));
    }
}

TEST_CASE("Text between two tables, or a page between them, keeps them apart") {
    LetterBuilder text;
    text.page();
    table(text, 700, {{"Help", "Good"}, {"Care", "Good"}});
    text.page();
    text.text(50, 60, "This is what others found.", {.node = text.element("P")});
    table(text, 100, {{"Leaders", "Good"}, {"Schools", "Poor"}});
    CHECK(tables(text) == 2);

    LetterBuilder page;
    page.page();
    table(page, 700, {{"Help", "Good"}, {"Care", "Good"}});
    page.page();
    page.page();
    table(page, 60, {{"Leaders", "Good"}, {"Schools", "Poor"}});
    CHECK(tables(page) == 2);
}
