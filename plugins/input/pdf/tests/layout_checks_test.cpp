// Tags held against the page.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

bool overruled(const Document& document) {
    return has_code(document, "pdf-tags-overruled");
}

}  // namespace

TEST_CASE("Bold words within a sentence stay in it, whatever box their tag makes") {
    LetterBuilder letter;
    letter.page();
    const int box = letter.element("NonStruct");
    const int before = letter.element("NonStruct", box), strong = letter.element("Strong", box),
              bold = letter.element("NonStruct", strong), behind = letter.element("NonStruct", box);
    letter.text(50, 100, "4.1", {.node = before})
        .text(90, 100, "Some families waited for weeks. ", {.node = before});
    letter.text(250, 100, "The authority must give every", {.bold = true, .node = bold});
    letter.text(90, 112, "family a plan in time.", {.bold = true, .node = bold});
    letter.text(200, 112, " This was said before.", {.node = behind});
    CHECK(texts(letter.lay_out()) ==
          Texts{"4.1|Some families waited for weeks. The authority must give every family a "
                "plan in time. This was said before."});
}

TEST_CASE("A block that begins in the middle of a printed line is overruled, unless tags are trusted") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "There was a discrepancy a", {.node = letter.element("P")});
    const int second = letter.element("P");
    letter.text(175, 100, "nd nobody had seen it until the day", {.node = second});
    letter.text(50, 112, "of the visit.", {.node = second});
    const Document checked = letter.lay_out();
    CHECK(texts(checked) ==
          Texts{"There was a discrepancy and nobody had seen it until the day of the visit."});
    CHECK(overruled(checked));
    CHECK_FALSE(overruled(letter.lay_out(Tags::trust)));
}

TEST_CASE("A note that is set like the text and stands among it is a paragraph") {
    LetterBuilder letter;
    letter.page();
    const int note = letter.element("Note");
    letter.text(50, 100, "Recommendations", {.size = 14, .bold = true, .node = letter.element("H1")});
    letter.text(50, 130, "2.1 The board should test every crane by the first of May.",
                {.node = letter.element("P", note)});
    letter.lines(50, 160,
                 {"It should write down who allowed each lift, and why it was", "allowed on that day."},
                 {.node = letter.element("P")});
    const Document document = letter.lay_out();
    CHECK(texts(document).at(1) == "2.1|The board should test every crane by the first of May.");
    CHECK(document.blocks[1].kind == BlockKind::paragraph);
    CHECK(overruled(document));
}

TEST_CASE("Blocks of one column are read from head to foot, and with tags = ignore as if there were none") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 160, "The board should test every crane.", {.node = letter.element("P")});
    letter.text(50, 130, "Recommendations", {.size = 14, .bold = true, .node = letter.element("H1")});
    const Texts right{"Recommendations", "The board should test every crane."};
    const Document document = letter.lay_out();
    CHECK(texts(document) == right);
    CHECK(overruled(document));
    CHECK(texts(letter.lay_out(Tags::trust)) == Texts{right[1], right[0]});
    const Document ignored = letter.lay_out(Tags::ignore);
    CHECK(texts(ignored) == right);
    CHECK_FALSE(overruled(ignored));
}

TEST_CASE("Second halves of printed lines go to the first ones, uneven as they are, and columns stay apart") {
    const auto read = [](float first, float second) {
        LetterBuilder letter;
        letter.page();
        const int left = letter.element("P"), right = letter.element("P");
        letter.text(50, 100, "The crane was", {.node = left});
        letter.text(50, 112, "at noon, in", {.node = left});
        letter.text(50, 124, "and it was safe.", {.node = left});
        letter.text(first, 100, "tested twice", {.node = right});
        letter.text(second, 112, "strong wind,", {.node = right});
        letter.text(50, 136, "Nobody was there to see it at all.", {.node = right});
        return texts(letter.lay_out());
    };
    CHECK(read(118, 108) == Texts{"The crane was tested twice at noon, in strong wind, and it was safe.",
                                  "Nobody was there to see it at all."});
    CHECK(read(128, 128)[0] == "The crane was at noon, in and it was safe.");
}

TEST_CASE("Lines that are set and placed like text are text, though the tags call them an artifact") {
    const auto read = [](bool again) {
        LetterBuilder letter;
        letter.page();
        letter.text(50, 300, "The crane was tested twice at noon.", {.node = letter.element("P")});
        letter.lines(
            50, 330,
            {"Nobody was there to see it at noon, and the", "crew wrote down nothing of it in the log."},
            {.artifact = true});
        letter.page();
        letter.text(50, 300, "It was safe.", {.node = letter.element("P")});
        if (again) letter.text(50, 320, "Nobody was there to see it at noon, and the", {.artifact = true});
        return letter.lay_out();
    };
    const Document document = read(false);
    CHECK(texts(document)[1] ==
          "Nobody was there to see it at noon, and the crew wrote down nothing of it in the log.");
    CHECK(overruled(document));
    CHECK(texts(read(true)).size() == 2);
}

TEST_CASE("A block that is one word of a printed line goes into it") {
    LetterBuilder letter;
    letter.page();
    const int all = letter.element("P"), word = letter.element("P");
    letter.text(50, 100, "The crane was tested", {.node = all});
    letter.text(50, 112, "and it was safe.", {.node = all});
    letter.text(153, 100, "twice", {.node = word});
    CHECK(texts(letter.lay_out()) == Texts{"The crane was tested twice and it was safe."});
}

TEST_CASE("Words that no tag claims go to the lines whose halves they are") {
    LetterBuilder letter;
    letter.page();
    const int p = letter.element("P");
    letter.lines(50, 100,
                 {"The board did not l", "the crane had fai", "and the engineers were to",
                  "with another load un", "Nobody wrote down who had a"},
                 {.node = p});
    letter.text(145, 100, "ook into why")
        .text(135, 112, "led its test,")
        .text(175, 124, "ld to begin")
        .text(150, 136, "til it passed.")
        .text(185, 148, "llowed it.");
    CHECK(texts(letter.lay_out()) ==
          Texts{"The board did not look into why the crane had failed its test, and the engineers were told "
                "to begin with "
                "another load until it passed. Nobody wrote down who had allowed it."});
}

TEST_CASE("Paragraph numbers that jump back or leave one out are a doubt at their place") {
    const auto read = [](std::initializer_list<const char*> numbers) {
        LetterBuilder letter;
        letter.page();
        float baseline = 100;
        for (const char* number : numbers) {
            const int node = letter.element("P");
            letter.text(50, baseline, number, {.node = node});
            letter.text(80, baseline, "The board has read what was written to it by the town.",
                        {.node = node});
            baseline += 30;
        }
        return letter.lay_out();
    };
    const auto doubted = [&](std::initializer_list<const char*> numbers) {
        const Document document = read(numbers);
        for (const Diagnostic& one : document.diagnostics)
            if (one.code == "pdf-numbers")
                return one.severity == Severity::doubtful && one.place.box.has_value();
        return false;
    };
    CHECK(doubted({"1.", "2.", "4.", "5."}));
    CHECK(doubted({"4.11", "4.12", "4.14"}));
    CHECK(doubted({"4.11", "4.12", "4.18"}));
    CHECK(doubted({"1.", "2.", "4.", "3.", "5."}));
    CHECK_FALSE(doubted({"1.", "2.", "3.", "4."}));
    CHECK_FALSE(doubted({"1.", "2.", "3.", "1.", "2."}));  // another list
    CHECK_FALSE(doubted({"1.", "2.", "1.", "2."}));
    CHECK_FALSE(doubted({"2.", "1.", "2.", "3.", "4.", "3."}));  // a list within a paragraph
    CHECK_FALSE(doubted({"4.1", "4.2", "5.1", "5.2"}));
    CHECK_FALSE(doubted({"1.", "2.", "28.", "29."}));  // numbers of something else
}
