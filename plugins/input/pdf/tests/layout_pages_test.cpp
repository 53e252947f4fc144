// Pages as a reader holds them, and what stands beside the text.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

/// Turns the page clockwise, as paper is turned: its text runs down, upside down or up.
void turn(PageContent& page, int quarters) {
    for (int q = 0; q < quarters; ++q) {
        const double height = page.height;
        const auto box = [&](double& left, double& top, double& right, double& bottom) {
            const double l = height - bottom, t = left, r = height - top, b = right;
            left = l, top = t, right = r, bottom = b;
        };
        for (Run& run : page.runs) {
            const bool level = run.direction == 0 || run.direction == 180;
            for (std::uint32_t g = run.first; g < run.first + run.count && !level; ++g) {
                page.glyphs[g].left = static_cast<float>(height) - page.glyphs[g].left;
                page.glyphs[g].right = static_cast<float>(height) - page.glyphs[g].right;
            }
            double left = run.left, top = run.top, right = run.right, bottom = run.bottom;
            box(left, top, right, bottom);
            run.left = static_cast<float>(left), run.top = static_cast<float>(top);
            run.right = static_cast<float>(right), run.bottom = static_cast<float>(bottom);
            run.direction = static_cast<std::int16_t>((run.direction + 90) % 360);
            run.baseline = run.direction == 180 ? run.top + 0.25F * run.size : run.bottom - 0.25F * run.size;
        }
        for (Rule& rule : page.rules) box(rule.box.left, rule.box.top, rule.box.right, rule.box.bottom);
        std::swap(page.width, page.height);
    }
}

void table_and_list(LetterBuilder& letter) {
    letter.page();
    letter.grid({50, 150, 250, 350}, {100, 120, 140, 160});
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            letter.text(55 + 100.0F * static_cast<float>(column), 114 + 20.0F * static_cast<float>(row),
                        std::to_string(10 * row + column), {.bold = row == 0});
    letter.text(50, 200, "\u2022")
        .text(65, 200, "Test every crane before the end of the year, and write down");
    letter.text(65, 212, "who tested it.");
    letter.text(50, 230, "\u2022").text(65, 230, "Buy new ropes.");
}

}  // namespace

TEST_CASE(
    "A page whose words stand sideways is read as if turned, and its places are those of the page as it is") {
    LetterBuilder upright;
    table_and_list(upright);
    const Document expected = upright.lay_out();
    REQUIRE(texts(expected).size() == 11);
    for (const int quarters : {1, 2, 3}) {
        INFO(quarters);
        LetterBuilder letter;
        table_and_list(letter);
        turn(letter.last_page(), quarters);
        const Document document = letter.lay_out();
        CHECK(texts(document) == texts(expected));
        CHECK(document.pages[0].width == (quarters == 2 ? 600 : 800));
        const Box& box = document.blocks.back().regions.front().box;
        if (quarters == 1) CHECK((box.left < 600 && box.left > 560 && box.top > 60 && box.top < 70));
        if (quarters == 2) CHECK((box.right > 530 && box.right < 540 && box.top > 560));
        CHECK(sound(document));
    }
}

TEST_CASE("Running lines of a letter whose pages all stand sideways are furniture") {
    LetterBuilder letter;
    for (int page = 0; page < 3; ++page) {
        letter.page();
        letter.text(50, 30, "Board of Harbours", {.size = 8});
        letter.lines(50, 100, {"The cranes are tested every year, and the ropes are", "tested every month."});
        turn(letter.last_page(), 1);
    }
    CHECK(texts(letter.lay_out()).size() == 3);
}

TEST_CASE("Two pages on one sheet are read one after the other") {
    LetterBuilder letter;
    letter.page(840, 600);
    for (const float left : {40.0F, 460.0F}) {
        const bool first = left < 100;
        letter.text(left, 30, "Harbour Board", {.size = 8});
        float y = letter.lines(
            left, 60, std::vector<std::string>(14, "the cranes of the harbour were tested and ropes"));
        letter.text(left, y, first ? "This sentence runs over the fold and" : "so it ends here.");
        letter.text(left + 150, 580, first ? "1" : "2", {.size = 8});
    }
    const Document document = letter.lay_out();
    for (const Block& block : document.blocks)
        if (block.kind == BlockKind::paragraph) CHECK(block.text.find("Harbour Board") == std::string::npos);
    CHECK(document.pages.size() == 1);
    CHECK(document.blocks.back().regions.front().page == 1);
    CHECK(sound(document));
}

TEST_CASE("Headings in the margin stand before the paragraphs that they head") {
    for (const float side : {40.0F, 460.0F}) {
        INFO(side);
        LetterBuilder letter;
        letter.page();
        const float text = side < 100 ? 200.0F : 60.0F;
        letter.lines(
            text, 100,
            {"The store was dry on the day of the visit, and all of the", "fans were in good order."});
        letter.lines(text, 150,
                     {"We recommend that the company count the rats each week and", "tell the board."});
        letter.text(text, 200, "The company agreed.");
        letter.text(side, 100, "Conclusions", {.size = 13, .bold = true});
        letter.text(side, 150, "Advice", {.size = 13, .bold = true});
        letter.text(side, 200, "Comments", {.size = 13, .bold = true});
        CHECK(texts(letter.lay_out()) ==
              Texts{"Conclusions",
                    "The store was dry on the day of the visit, and all of the fans were in good order.",
                    "Advice", "We recommend that the company count the rats each week and tell the board.",
                    "Comments", "The company agreed."});
    }
}

TEST_CASE("Cells that stand at half height are of one row with what stands beside them") {
    LetterBuilder letter;
    letter.page();
    for (int row = 0; row < 3; ++row) {
        const float y = 100 + 50.0F * static_cast<float>(row);
        letter.lines(80, y, {"Test every crane on the first", "day of each month"});
        letter.text(50, y + 6, std::to_string(row + 1))
            .text(300, y + 6, "Harbour master")
            .text(450, y + 6, "June");
    }
    const Document document = letter.lay_out();
    const auto rows = std::count_if(document.blocks.begin(), document.blocks.end(),
                                    [](const Block& block) { return block.kind == BlockKind::row; });
    CHECK(rows == 3);
    CHECK(texts(document).at(1) == "Test every crane on the first day of each month");
}

TEST_CASE("A shaded panel beside the text is a table of its own") {
    LetterBuilder letter;
    letter.page();
    letter.last_page().rules.push_back({{400, 90, 560, 160}, true, 0xEEEEEE});
    letter.lines(50, 100,
                 {"The harbour is open every day of the year, and every day", "somebody looks at its",
                  "cranes and at the ropes that hold them, as is their duty.", "This is written down."});
    letter.lines(410, 105, {"Since the last visit", "the crane was sold", "and a new one bought"},
                 {.size = 8});
    const Document document = letter.lay_out();
    const auto table = std::find_if(document.blocks.begin(), document.blocks.end(),
                                    [](const Block& block) { return block.kind == BlockKind::table; });
    REQUIRE(table != document.blocks.end());
    CHECK(sound(document));
}

TEST_CASE(
    "A ruled table that stands sideways on an upright page has the rows that it has for who turns the page") {
    for (const int quarters : {1, 3}) {
        LetterBuilder letter;
        letter.page(800, 600);
        letter.grid({50, 150, 250, 350}, {100, 120, 140});
        for (int row = 0; row < 2; ++row)
            for (int column = 0; column < 3; ++column)
                letter.text(55 + 100.0F * static_cast<float>(column), 114 + 20.0F * static_cast<float>(row),
                            std::string(row == 0 ? "head" : "cell") + std::to_string(column));
        turn(letter.last_page(), quarters);
        for (int line = 0; line < 6; ++line)
            letter.text(50, 500 + 12.0F * static_cast<float>(line),
                        "The board meets each month and reads what is new.");
        const Document document = letter.lay_out();
        Texts cells;
        for (const std::string& text : texts(document))
            if (text.size() < 6) cells.push_back(text);
        CHECK(cells == Texts{"head0", "head1", "head2", "cell0", "cell1", "cell2"});
        CHECK(texts_of(document, BlockKind::row).size() == 2);
    }
}

TEST_CASE("Figures in columns are cells, however close to their heads the columns stand") {
    LetterBuilder letter;
    letter.page();
    const std::vector<std::vector<std::string>> rows = {{"Measure", "April", "May", "June", "Total"},
                                                        {"Visits made", "494", "165", "474", "1133"},
                                                        {"Seen", "41", "43", "40", "124"}};
    float baseline = 100;
    for (const auto& row : rows) {
        float left = 50;
        for (const std::string& cell : row) {
            letter.text(left, baseline, cell);
            left += left == 50 ? 120.0F : 60.0F;
        }
        baseline += 16;
    }
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Measure", "April", "May", "June", "Total", "Visits made", "494", "165",
                                   "474", "1133", "Seen", "41", "43", "40", "124"});
    CHECK(texts_of(document, BlockKind::row).size() == 3);
}
