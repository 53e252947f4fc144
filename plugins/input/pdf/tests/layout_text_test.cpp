// What becomes of characters: hyphens, hidden text, running text, the ledger.
#include <algorithm>
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

TEST_CASE("A hyphen that the line made goes and is counted, a compound's own stays") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"A good conversation about multi-agency work helps. The conver-", "sation of multi-",
                  "agency teams."},
                 {.node = letter.element("P")});
    const Document document = letter.lay_out();
    CHECK(
        texts(document) ==
        Texts{"A good conversation about multi-agency work helps. The conversation of multi-agency teams."});
    CHECK(document.ledger.refused.at("line-end hyphen") == 1);
    CHECK(document.blocks[0].basis ==
          "conver-sation joined: the letter writes conversation; "
          "multi-agency keeps its hyphen: the letter writes multi-agency");
    CHECK(sound(document));
}

TEST_CASE("Half of a pair of words keeps its hyphen and its space") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100, {"Plans for the help of families look at both the short-", "and long-term needs."},
                 {.node = letter.element("P")});
    CHECK(texts(letter.lay_out()) ==
          Texts{"Plans for the help of families look at both the short- and long-term needs."});
}

TEST_CASE("Soft hyphens join words and are refused by name") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"A co\u00ADordinated response of every partner to the needs of chil\u00AD", "dren."},
                 {.node = letter.element("P")});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"A coordinated response of every partner to the needs of children."});
    CHECK(document.ledger.refused.at("soft hyphen") == 2);
    CHECK(sound(document));
}

TEST_CASE("ActualText says that a hyphen is soft, and adds no words that are not on the page") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "The plans of the team are informed by what chil", {.node = p})
        .text(285, 100, "-", {.node = p, .actual = "\u00AD"});
    letter.text(50, 112, "dren say", {.node = p})
        .text(90, 112, " ", {.node = p, .actual = "in words that nobody prints"});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"The plans of the team are informed by what children say"});
    CHECK(sound(document));
}

TEST_CASE("ActualText repairs glyphs that have no meaning of their own") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "of", {.node = p})
        .text(60, 100, "\uE001", {.node = p, .actual = "fi"})
        .text(65, 100, "ces", {.node = p});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"offices"});
    CHECK(sound(document));
}

TEST_CASE("ActualText tells large letters from small ones") {
    LetterBuilder letter;
    letter.page();
    const int node = letter.element("P");
    letter.text(50, 100, "on THE ", {.node = node, .actual = "On\x07the"})
        .text(85, 100, "quay", {.node = node});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"On the quay"});
    CHECK(sound(document));
}

TEST_CASE("Words that are printed again nearly at their place, in another font, are read once") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "Send it").text(52, 100, "Send it", {.size = 9.5});
    letter.text(50, 130, "very").text(75, 130, "very well");
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Send it", "very very well"});
    CHECK(document.ledger.refused.at("printed twice") == 6);
    CHECK(sound(document));
}

TEST_CASE("Text that is printed twice at one place is read once, doubled letters are not touched") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "Good staff", {.bold = true, .node = p})
        .text(50.3F, 100, "Good staff", {.bold = true, .node = p});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Good staff"});
    CHECK(document.ledger.refused.at("printed twice") == 9);
    CHECK(sound(document));
}

TEST_CASE("A ligature's letters that share one glyph are all kept") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "stax", {.node = letter.element("P")});
    // The last glyph shows both letters of `ff`.
    pdf::PageContent& page = letter.last_page();
    page.text.replace(page.glyphs.back().text, 1, "ff");
    page.glyphs.back().length = 2;
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"staff"});
    CHECK(sound(document));
}

TEST_CASE("Invisible text is refused, over a picture of the page it is a scan's text") {
    for (const bool scan : {false, true}) {
        LetterBuilder letter;
        letter.page();
        if (scan) letter.image({0, 0, 600, 800});
        letter.text(50, 100, "hidden words", {.render_mode = 3});
        const Document document = letter.lay_out();
        CHECK(texts(document) == (scan ? Texts{"hidden words"} : Texts{}));
        CHECK(document.ledger.refused.count("invisible") == (scan ? 0 : 1));
        CHECK(sound(document));
    }
}

TEST_CASE("Text outside the page is refused") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "seen").text(700, 100, "unseen");
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"seen"});
    CHECK(document.ledger.refused.at("outside page") == 6);
}

TEST_CASE("What repeats at one place from page to page and page numbers are furniture") {
    LetterBuilder letter;
    for (int page = 1; page <= 4; ++page) {
        letter.page();
        letter.text(50, 40, "Harrowmere: help for families");
        letter.text(50, 120, "Paragraph of page " + std::string(1, static_cast<char>('a' + page)) + ".");
        letter.text(300, 780, "Page " + std::to_string(page) + " of 4");
    }
    const Document document = letter.lay_out();
    CHECK(texts(document).size() == 4);
    CHECK(texts_of(document, BlockKind::furniture).size() == 8);
    CHECK(sound(document));
}

TEST_CASE("A heading that happens to stand first on a few pages is no running header") {
    LetterBuilder letter;
    for (int page = 1; page <= 12; ++page) {
        letter.page();
        if (page % 4 == 1) letter.text(50, 60, "Inspection findings", {.bold = true});
        letter.text(50, 120,
                    "Text of the page number " + std::string(1, static_cast<char>('a' + page)) + ".");
    }
    CHECK(texts_of(letter.lay_out(), BlockKind::furniture).empty());
}

TEST_CASE("A page that is a picture without text is reported by its number") {
    LetterBuilder letter;
    letter.page().text(50, 100, "Dear Director");
    letter.page().image({0, 0, 600, 800});
    const Document document = letter.lay_out();
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics.front().code == "pdf-no-text");
    CHECK(document.diagnostics.front().severity == Severity::doubtful);
    CHECK(document.diagnostics.front().place.page == 2);
}

TEST_CASE("Accents that stand as characters of their own are combined and counted") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "cafe\u0301 life", {.node = letter.element("P")});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"caf\u00E9 life"});
    CHECK(document.ledger.refused.at("combined by normalisation") == 1);
    CHECK(sound(document));
}

namespace {

/// Turns the last run so that it runs up the page at `left`, from `y`.
void turn_up(pdf::PageContent& page, float left, float y) {
    pdf::Run& run = page.runs.back();
    run.direction = 270;
    run.bottom = y;
    for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
        page.glyphs[g].left = y;
        page.glyphs[g].right = y -= 5;
    }
    run.left = left, run.right = left + 10, run.top = y;
}

/// Turns the last run so that it stands on its head, from `right` to the left.
void turn_over(pdf::PageContent& page, float right, float top) {
    pdf::Run& run = page.runs.back();
    run.direction = 180;
    run.right = right;
    for (std::uint32_t g = run.first; g < run.first + run.count; ++g) {
        page.glyphs[g].left = right;
        page.glyphs[g].right = right -= 5;
    }
    run.left = right;
    run.top = top, run.bottom = top + 10, run.baseline = top + 2.5F;
}

/// A line of cells that runs up the page at `left`, 100 points from cell to cell.
void line_up(LetterBuilder& letter, float left, const std::vector<std::string>& cells) {
    float y = 500;
    for (const std::string& cell : cells) {
        letter.text(0, 0, cell);
        turn_up(letter.last_page(), left, y);
        y -= 100;
    }
}

}  // namespace

TEST_CASE("Rows that stand sideways on an upright page are a table, at its place among what stands upright") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 60,
                 {"Cranes are tested twice, on the first day of every month", "and on the last one of it."});
    line_up(letter, 200, {"Area", "Grade"});
    line_up(letter, 225, {"Cranes and", "Good in"});
    line_up(letter, 237, {"their ropes", "most yards"});
    line_up(letter, 262, {"Lamps", "Weak"});
    line_up(letter, 287, {"Boats", "Good"});
    letter.lines(50, 560, {"The company wrote to all of", "the yards, and asks"});
    letter.page();
    letter.lines(50, 60, {"them to answer by June."});
    line_up(letter, 200, {"Yard", "Answer"});
    line_up(letter, 225, {"North", "None"});
    line_up(letter, 250, {"South", "Late"});
    letter.lines(50, 560, {"None of them was asked again."});
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{"Cranes are tested twice, on the first day of every month and on the last one of it.", "Area",
                "Grade", "Cranes and their ropes", "Good in most yards", "Lamps", "Weak", "Boats", "Good",
                "The company wrote to all of the yards, and asks them to answer by June.", "Yard", "Answer",
                "North", "None", "South", "Late", "None of them was asked again."});
    const auto table = std::find_if(document.blocks.begin(), document.blocks.end(),
                                    [](const Block& block) { return block.kind == BlockKind::table; });
    REQUIRE(table != document.blocks.end());
    CHECK(std::count_if(document.blocks.begin(), document.blocks.end(),
                        [](const Block& block) { return block.kind == BlockKind::row; }) == 7);
    const Region& region = table->regions.front();
    CHECK(
        (region.page == 1 && region.box.left == 200 && region.box.right == 297 && region.box.bottom == 500));
    CHECK_FALSE(has_code(document, "pdf-turned-rows"));
    CHECK(sound(document));
}

TEST_CASE("Rows that stand on their head stay apart and are doubted") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100, {"Cranes are tested twice, on the first day of every month."});
    float top = 300;
    for (const auto& [area, grade] : {std::pair{"Cranes", "Good"}, std::pair{"Ropes", "Weak"}}) {
        letter.text(0, 0, area);
        turn_over(letter.last_page(), 400, top);
        letter.text(0, 0, grade);
        turn_over(letter.last_page(), 300, top);
        top -= 15;
    }
    const Document document = letter.lay_out();
    const Texts read = texts(document);
    CHECK(read ==
          Texts{"Cranes are tested twice, on the first day of every month.", "Cranes Good", "Ropes Weak"});
    CHECK(has_code(document, "pdf-turned-rows"));
    CHECK(validate(document).empty());
    CHECK(document.ledger.unaccounted == 0);
}

TEST_CASE("Rows that stand sideways and make up no table are doubted") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 60, {"Cranes are tested twice, on the first day of every month."});
    for (int row = 0; row < 4; ++row) {
        letter.text(0, 0, "Cranes and ropes");
        turn_up(letter.last_page(), 200 + 15.0F * static_cast<float>(row),
                500 - 23.0F * static_cast<float>(row));
        letter.text(0, 0, "were tested");
        turn_up(letter.last_page(), 200 + 15.0F * static_cast<float>(row),
                380 - 31.0F * static_cast<float>(row));
    }
    const Document document = letter.lay_out();
    CHECK(std::none_of(document.blocks.begin(), document.blocks.end(),
                       [](const Block& block) { return block.kind == BlockKind::table; }));
    CHECK(has_code(document, "pdf-turned-rows"));
    CHECK(validate(document).empty());
    CHECK(document.ledger.unaccounted == 0);
}

TEST_CASE("Text that runs up the margin is read as words and parts no line of the page") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "Dear Director");
    letter.text(0, 0, "In confidence");
    turn_up(letter.last_page(), 20, 400);
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Dear Director", "In confidence"});
    CHECK(document.blocks.back().regions.front().box == Box{20, 335, 30, 400});
    CHECK(sound(document));
}

TEST_CASE("A link to a place in the letter leads to the block that stands there") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "See the findings.");
    pdf::PageContent& first = letter.last_page();
    pdf::Link link;
    link.page = 2;
    link.top = 190;
    first.links.push_back(link);
    first.runs.back().link = 0;
    letter.page().text(50, 100, "Summary of all.").text(50, 200, "Findings follow.");
    const Document document = letter.lay_out();
    REQUIRE(document.blocks.size() == 3);
    CHECK(document.blocks.front().spans.front().style.link == "#b3");
    CHECK(sound(document));
}

TEST_CASE("Words of another language than the letter's say so, by their tag or by the page's own mark") {
    LetterBuilder letter;
    letter.page();
    letter.content().language = "en-GB";
    const int p = letter.element("P"), phrase = letter.element("Span", p), own = letter.element("Span", p);
    letter.content().structure.nodes[static_cast<std::size_t>(phrase)].language = "cy-GB";
    letter.content().structure.nodes[static_cast<std::size_t>(own)].language = "en-US";
    letter.text(50, 100, "They say", {.node = own}).text(95, 100, "bore da", {.node = phrase});
    letter.text(135, 100, "here", {.node = p}).text(160, 100, "ciao", {.node = p});
    letter.content().pages[0].languages = {"it", "no language"};
    letter.content().pages[0].runs[3].language = 0;
    letter.content().pages[0].runs[2].language = 1;
    const Document document = letter.lay_out();
    const Block& block = document.blocks.front();
    REQUIRE(block.text == "They say bore da here ciao");
    REQUIRE(block.spans.size() == 4);
    CHECK(block.spans[0].style.language.empty());
    CHECK(block.spans[1].style.language == "cy-GB");
    CHECK(block.spans[2].style.language.empty());
    CHECK(block.spans[3].style.language == "it");
    CHECK(sound(document));
}

TEST_CASE("Text that is refused is told with its place and its reason") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "What everybody sees", {.node = letter.element("P")});
    letter.text(50, 300, "nobody sees this", {.render_mode = 3})
        .text(150, 300, "nor this", {.render_mode = 3});
    const Document document = letter.lay_out();
    REQUIRE(document.diagnostics.size() == 1);
    const Diagnostic& told = document.diagnostics[0];
    CHECK(told.code == "pdf-refused");
    CHECK(told.message == "21 characters refused, invisible: nobody sees this nor this");
    CHECK(told.place.page == 1);
    REQUIRE(told.place.box);
    CHECK(told.place.box->left == 50);
    CHECK(told.place.box->right > 150);
}

TEST_CASE("Text of a form field without a look is refused with its place, and makes the letter doubtful") {
    LetterBuilder letter;
    letter.page().text(50, 100, "Dear Director");
    letter.last_page().unset.push_back(
        {{50, 200, 150, 220}, "Jane Doe", "field or annotation without appearance"});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Dear Director"});
    CHECK(document.ledger.refused.at("field or annotation without appearance") == 7);
    CHECK(document.ledger.unaccounted == 0);
    REQUIRE(document.diagnostics.size() == 2);
    CHECK(document.diagnostics[0].code == "pdf-annotation-text");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
    CHECK(document.diagnostics[0].place.page == 1);
    CHECK(document.diagnostics[1].code == "pdf-refused");
    CHECK(document.diagnostics[1].message ==
          "7 characters refused, field or annotation without appearance: Jane Doe");
}

TEST_CASE("A letter without any text is doubtful") {
    LetterBuilder letter;
    letter.page();
    const Document document = letter.lay_out();
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "pdf-no-text");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
}
