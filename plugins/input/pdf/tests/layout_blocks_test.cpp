// What becomes of tagged text: paragraphs, headings, lists, footnotes, furniture.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

TEST_CASE("Runs of one line make words by the gaps between them") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "in", {.node = p})
        .text(60, 100, "spec", {.node = p})
        .text(80, 100, "tion", {.node = p});
    letter.text(105, 100, "plan", {.node = p});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"inspection plan"});
    CHECK(sound(document));
}

TEST_CASE("The order of glyphs on the page decides within a line, not the order of marked content") {
    LetterBuilder letter;
    letter.page();
    const int item = letter.element("LI", letter.element("L"));
    const int label = letter.element("Lbl", item), body = letter.element("LBody", item);
    letter.text(50, 100, "\u25AA", {.node = body}).text(70, 100, "new", {.node = body});
    letter.text(120, 100, "of homes", {.node = body}).text(90, 100, "plans", {.node = label});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"\u25AA|new plans of homes"});
    CHECK(document.blocks.front().kind == BlockKind::list_item);
}

TEST_CASE("A word that another block's tag has swallowed returns to the hole that it left") {
    LetterBuilder letter;
    letter.page();
    const int first = letter.element("P"), second = letter.element("P");
    letter.text(50, 100, "The panel meets weekly and", {.node = first});
    letter.text(50, 112, "children", {.node = first});
    letter.text(50, 140, "The voices of          are heard in every", {.node = second});
    letter.text(50, 152, "review.", {.node = second});
    // The hole is as wide as ten characters: x from 115 to 165.
    letter.text(120, 140, "children", {.node = first});
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{"The panel meets weekly and children", "The voices of children are heard in every review."});
    CHECK(sound(document));
}

TEST_CASE("Marked content that is tagged many pages away stays on its own page") {
    LetterBuilder letter;
    letter.page();
    const int item = letter.element("LI", letter.element("L"));
    const int label = letter.element("Lbl", item), body = letter.element("LBody", item);
    letter.text(50, 100, "\u25FC", {.node = body}).text(70, 100, "The quality of plans.", {.node = body});
    for (int i = 0; i < 3; ++i) letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "Managers look at", {.node = p}).text(135, 100, "every plan", {.node = label});
    letter.text(50, 112, "each week.", {.node = p});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"\u25FC|The quality of plans.", "Managers look at every plan each week."});
    CHECK(document.blocks.front().regions.size() == 1);
}

TEST_CASE("A heading line under one tag with its paragraph is a block of its own") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.text(50, 100, "What needs to improve", {.bold = true, .node = p});
    letter.lines(50, 112,
                 {"The quality of supervision is uneven across all of the", "teams and does not help."},
                 {.node = p});
    CHECK(texts(letter.lay_out()) ==
          Texts{"What needs to improve",
                "The quality of supervision is uneven across all of the teams and does not help."});
}

TEST_CASE("A bold sentence inside a paragraph does not cut it") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.lines(50, 100, {"Records do not always show why a decision was made."}, {.node = p});
    letter.lines(50, 112, {"The council should see to it that all records do so,"},
                 {.bold = true, .node = p});
    letter.lines(50, 124, {"and soon."}, {.bold = true, .node = p});
    const Document document = letter.lay_out();
    REQUIRE(texts(document).size() == 1);
    const Block& block = document.blocks.front();
    REQUIRE(block.spans.size() == 2);
    CHECK_FALSE(block.spans[0].style.bold);
    CHECK(block.spans[1].style.bold);
    CHECK(block.text.substr(block.spans[1].range.start, 11) == "The council");
}

TEST_CASE("With double spacing a bold sentence that a line break begins stays in its paragraph") {
    LetterBuilder letter;
    letter.page();
    for (int i = 0; i < 3; ++i) {
        const int p = letter.element("P");
        const float top = 100 + 150.0F * static_cast<float>(i);
        letter.text(50, top, "Records do not always show why a decision was made and", {.node = p});
        letter.text(50, top + 24, "by whom, so that nobody can tell what was decided then.", {.node = p});
        letter.text(50, top + 48, "The council should see to it that all of its records do",
                    {.bold = true, .node = p});
        letter.text(50, top + 72, "so, and soon, and that somebody reads them every month.",
                    {.bold = true, .node = p});
    }
    CHECK(texts(letter.lay_out()).size() == 3);
}

TEST_CASE("Numbers on lines of their own, and numbers behind their text, are its labels") {
    const std::string prose = "The cranes are tested in spring, and the ropes are tested twice.";
    for (const bool above : {true, false}) {
        LetterBuilder letter;
        letter.page();
        for (int i = 0; i < 4; ++i) {
            const float top = 100 + 60.0F * static_cast<float>(i);
            const std::string said = i == 2 ? "So are the hooks." : prose;
            const std::string number = "4." + std::to_string(i + 1);
            const int first = letter.element(above ? "Div" : "P"),
                      second = letter.element(above ? "P" : "Div");
            if (above)
                letter.text(50, top, number, {.node = first}).text(50, top + 14, said, {.node = second});
            else
                letter.text(90, top, said, {.node = first}).text(50, top, number, {.node = second});
        }
        CHECK(texts(letter.lay_out()) ==
              Texts{"4.1|" + prose, "4.2|" + prose, "4.3|So are the hooks.", "4.4|" + prose});
    }
}

TEST_CASE("A heading tag is a proposal that says where it comes from") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "Findings", {.size = 14, .bold = true, .node = letter.element("H2")});
    const Document document = letter.lay_out();
    CHECK(document.blocks.front().kind == BlockKind::heading);
    CHECK(document.blocks.front().level == 2);
    CHECK(document.blocks.front().basis == "tag H2");
}

TEST_CASE("A paragraph that goes on over a page break is one block with two regions") {
    LetterBuilder letter;
    for (int page = 1; page <= 3; ++page) {
        letter.page();
        letter.text(50, 770, "Inspection of Harrowmere " + std::to_string(page),
                    {.size = 8, .artifact = true});
        if (page == 1)
            letter.lines(50, 700, {"The director leads a service that knows its children and"},
                         {.node = letter.element("P")});
        if (page == 2) letter.lines(50, 100, {"their families well."}, {.node = letter.element("P")});
        if (page == 3) letter.lines(50, 100, {"Staff are proud of it."}, {.node = letter.element("P")});
    }
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{"The director leads a service that knows its children and their families well.",
                "Staff are proud of it."});
    const Block* block = block_with(document, "director");
    REQUIRE(block->regions.size() == 2);
    CHECK(block->regions[0].page == 1);
    CHECK(block->regions[1].page == 2);
    CHECK(block->text.substr(block->regions[1].range.start) == "their families well.");
    CHECK(texts_of(document, BlockKind::furniture).size() == 3);
    CHECK(sound(document));
}

TEST_CASE("A list item without a label at the head of a page goes on with the item before it") {
    LetterBuilder letter;
    letter.page();
    const int list = letter.element("L");
    const auto item = [&] { return letter.element("LBody", letter.element("LI", list)); };
    const int first = item();
    letter.text(50, 690, "5.", {.node = first});
    letter.lines(70, 690,
                 {"Help comes early. It is planned with the family and looked",
                  "at again in time, as all of the records seen here show well."},
                 {.node = first});
    letter.page();
    letter.lines(70, 100, {"Leaders know this."}, {.node = item()});
    const int next = item();
    letter.text(50, 130, "6.", {.node = next}).text(70, 130, "Homes are safe.", {.node = next});
    const Document document = letter.lay_out();
    REQUIRE(texts(document).size() == 2);
    CHECK(document.blocks.front().label == "5.");
    CHECK(document.blocks.front().regions.size() == 2);
    CHECK(texts(document).back() == "6.|Homes are safe.");
}

TEST_CASE("Paragraphs that end and begin like paragraphs stay two over a page break") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 700, {"Help comes early and is planned with the whole family", "at home."},
                 {.node = letter.element("P")});
    letter.page();
    letter.lines(50, 100, {"Leaders know this."}, {.node = letter.element("P")});
    CHECK(texts(letter.lay_out()).size() == 2);
}

TEST_CASE("Numbers and bullets are labels, private bullets become Unicode") {
    LetterBuilder letter;
    letter.page();
    const auto item = [&] { return letter.element("LI", letter.element("L")); };
    const int a = item(), b = item(), c = item(), d = letter.element("P");
    letter.text(50, 100, "\uF06E", {.node = a}).text(70, 100, "early help", {.node = a});
    letter.text(50, 120, "10.Social workers visit often, and children know them well.", {.node = b});
    letter.text(50, 140, "4.11", {.node = c})
        .text(90, 140, "In few instances, records are late or thin or both.", {.node = c});
    letter.text(50, 160, "12 people took part in the inspection of the town.", {.node = d});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"\u25FC|early help",
                                   "10.|Social workers visit often, and children know them well.",
                                   "4.11|In few instances, records are late or thin or both.",
                                   "12 people took part in the inspection of the town."});
    CHECK(document.blocks[0].kind == BlockKind::list_item);
    CHECK(document.blocks[1].kind == BlockKind::paragraph);
    CHECK(document.blocks[2].kind == BlockKind::paragraph);
}

TEST_CASE("Bullets further in are nested deeper") {
    LetterBuilder letter;
    letter.page();
    const int list = letter.element("L");
    const std::pair<float, const char*> items[] = {{50, "one"}, {70, "two"}, {70, "three"}, {50, "four"}};
    float y = 100;
    for (const auto& [left, text] : items) {
        const int li = letter.element("LI", list);
        letter.text(left, y, "\u2022", {.node = li}).text(left + 15, y, text, {.node = li});
        y += 14;
    }
    const Document document = letter.lay_out();
    std::vector<int> levels;
    for (const Block& block : document.blocks) levels.push_back(block.level);
    CHECK(levels == std::vector<int>{1, 2, 2, 1});
}

TEST_CASE("A raised figure leads to its footnote and is no part of the word before it") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P"), note = letter.element("Note");
    letter.text(50, 100, "It was answered by all agencies.", {.node = p});
    letter.text(210, 100, "2", {.size = 6, .node = p, .raised = 4})
        .text(216, 100, "They agree.", {.node = p});
    letter.text(50, 700, "2", {.size = 5, .node = note, .raised = 3})
        .text(54, 700, "Four of them.", {.size = 8, .node = note});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"It was answered by all agencies. They agree.", "2|Four of them."});
    const Block& block = document.blocks.front();
    const auto mark =
        std::find_if(block.spans.begin(), block.spans.end(), [](const Span& s) { return !s.mark.empty(); });
    REQUIRE(mark != block.spans.end());
    CHECK(mark->mark == "2");
    CHECK(mark->range.start == mark->range.end);
    CHECK(mark->style.link == "#b2");
    CHECK(document.blocks[1].kind == BlockKind::footnote);
    CHECK(sound(document));
}

TEST_CASE("A footnote's mark has up to three digits; a raised number of four is no mark") {
    for (const std::string mark : {"7", "42", "107", "2031"}) {
        LetterBuilder letter;
        letter.page();
        letter.lines(50, 100,
                     {"It was answered by all agencies that", "work with the families of the town."});
        letter.text(50, 700, mark, {.size = 5, .raised = 3});
        letter.text(50 + 2.5F * static_cast<float>(mark.size()) + 2, 700, "Four of them.", {.size = 8});
        const auto notes = texts_of(letter.lay_out(), BlockKind::footnote);
        CAPTURE(mark);
        CHECK(notes == (mark.size() > 3 ? Texts{} : Texts{"Four of them."}));
    }
}

TEST_CASE("Footnote marks of a line stand in the order of the line, whichever the page shows first") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    const auto mark = [&](float left, const char* text) {
        letter.text(left, 100, text, {.size = 6, .node = p, .raised = 4});
    };
    letter.text(50, 100, "One agency agreed.", {.node = p});
    mark(221, "2");
    mark(140, "1");
    letter.text(146, 100, "Others did not.", {.node = p});
    for (const char* number : {"1", "2"}) {
        const int note = letter.element("Note");
        const float y = number[0] == '1' ? 700 : 715;
        letter.text(50, y, number, {.size = 5, .node = note, .raised = 3})
            .text(54, y, "As they told us.", {.size = 8, .node = note});
    }
    const Document document = letter.lay_out();
    std::string marks;
    for (const Span& span : document.blocks.front().spans)
        marks += span.mark.empty() ? "" : span.mark + "@" + std::to_string(span.range.start) + " ";
    CHECK(document.blocks.front().text == "One agency agreed. Others did not.");
    CHECK(marks == "1@19 2@34 ");
    CHECK(sound(document));
}

TEST_CASE("Lines that the author ended stay lines, wrapped ones do not") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100, {"This letter is about the help that families in this town", "are given."},
                 {.node = letter.element("P")});
    letter.lines(50, 200, {"Town Hall", "High Street", "Harrowmere"}, {.node = letter.element("P")});
    CHECK(texts(letter.lay_out()) ==
          Texts{"This letter is about the help that families in this town are given.",
                "Town Hall\nHigh Street\nHarrowmere"});
}

TEST_CASE("A pair of lines that two tags cut in the middle of a sentence is one paragraph") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100,
                 {"Assessments of risk are done in good time and are shared",
                  "with the police and with schools, so that they can act as"},
                 {.node = letter.element("P")});
    letter.lines(50, 124, {"one body."}, {.node = letter.element("P")});
    CHECK(texts(letter.lay_out()).size() == 1);
}

TEST_CASE("A number that no tag claims is the label of the block that it stands before") {
    LetterBuilder letter;
    letter.page();
    const int first = letter.element("P"), second = letter.element("P");
    letter.text(90, 100, "We visited in spring and spoke with many families.", {.node = first});
    letter.text(90, 130, "They told us what helps and what does not help.", {.node = second});
    letter.text(50, 100, "1.1").text(50, 130, "1.2");
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"1.1|We visited in spring and spoke with many families.",
                                   "1.2|They told us what helps and what does not help."});
    CHECK(sound(document));
}

TEST_CASE("A bullet that is drawn and not written still makes a list item") {
    LetterBuilder letter;
    letter.page();
    const int item = letter.element("LI", letter.element("L"));
    const int label = letter.element("Lbl", item), body = letter.element("NonStruct", item);
    // Marked content of the label, without text.
    letter.content().structure.refs.push_back({{1, 0, 77}, label, 0});
    letter.text(70, 100, "early help", {.node = body});
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"\u2022|early help"});
    CHECK(document.blocks.front().kind == BlockKind::list_item);
    CHECK(sound(document));
}

TEST_CASE("A footnote goes on at the foot of the next page") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "It was answered by all.").text(165, 100, "1", {.size = 6, .raised = 4});
    letter.lines(50, 124, {"Leaders know what they have to do next, and when."});
    letter.text(50, 740, "1", {.size = 5, .raised = 3})
        .text(54, 740, "All agencies of the town and", {.size = 8});
    letter.page();
    letter.lines(50, 100, {"Staff are proud of what they do for the children here."});
    letter.text(50, 740, "those of the county.", {.size = 8});
    const Document document = letter.lay_out();
    const auto notes = texts_of(document, BlockKind::footnote);
    CHECK(notes == Texts{"All agencies of the town and those of the county."});
    CHECK(sound(document));
}

TEST_CASE("A block that overrules its tag says why") {
    LetterBuilder letter;
    letter.page();
    const int table = letter.element("Table"), row = letter.element("TR", table),
              cell = letter.element("TD", row);
    letter.text(50, 100, "A page that stands in a table of one cell is text.",
                {.node = letter.element("P", cell)});
    letter.text(50, 140, "\u2022", {.node = letter.element("P")});
    letter.text(60, 140, "a bullet under the tag of a paragraph", {.node = letter.element("P")});
    const Document document = letter.lay_out();
    REQUIRE(document.blocks.size() == 2);
    CHECK(document.blocks[0].basis == "out of a table that only lays out the page");
    CHECK(document.blocks[1].kind == BlockKind::list_item);
    CHECK(document.blocks[1].basis == "tag P overruled: its label makes it a list item");
}

TEST_CASE("A word cut at a line end that the letter writes both ways makes the letter doubtful") {
    LetterBuilder letter;
    letter.page();
    letter.lines(
        50, 100,
        {"The harbour-master met another harbourmaster there, and then the harbour-", "master went home."},
        {.node = letter.element("P")});
    const Document document = letter.lay_out();
    REQUIRE(document.diagnostics.size() == 1);
    const Diagnostic& told = document.diagnostics[0];
    CHECK(told.code == "pdf-hyphen-unsure");
    CHECK(told.severity == Severity::doubtful);
    CHECK(told.place.page == 1);
    CHECK(told.place.box.has_value());
    CHECK(told.message ==
          "The line end cuts harbour-master, and the letter writes both harbour-master (1) and harbourmaster "
          "(1); "
          "the hyphen is kept.");
}

TEST_CASE("Small shapes and pictures before several lines are bullets") {
    const auto items = [](auto draw) {
        LetterBuilder letter;
        letter.page();
        letter.lines(50, 100, {"The board should read what was written to it by the people of the town:"});
        float baseline = 130;
        for (const char* text : {"read it", "answer it", "write it down"}) {
            draw(letter, baseline);
            letter.text(70, baseline, text);
            baseline += 14;
        }
        const Document document = letter.lay_out();
        CHECK(sound(document));
        return texts_of(document, BlockKind::list_item);
    };
    const Texts all{"read it", "answer it", "write it down"};
    CHECK(items([](LetterBuilder& letter, float y) { letter.dot(55, y - 5); }) == all);
    CHECK(items([](LetterBuilder& letter, float y) { letter.dot(55, y - 4, 2); }) == all);
    CHECK(items([](LetterBuilder& letter, float y) { letter.image({55, y - 6.0, 60, y - 1.0}); }) == all);
    // A picture of a page, a white shape and a stamp are none.
    CHECK(items([](LetterBuilder& letter, float y) { letter.image({25, y - 16.0, 65, y + 20.0}); }).empty());
    CHECK(items([](LetterBuilder& letter, float y) {
              letter.dot(55, y - 5);
              letter.last_page().rules.back().color = 0xFFFFFF;
          }).empty());
}
