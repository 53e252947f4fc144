// Which letters stand on one line, and where its words end.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

TEST_CASE("A drop cap begins the word beside it") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 130, "H", {.size = 40, .bold = true});
    letter.lines(72, 106, {"arbours are inspected every year by", "three people who know about cranes"});
    letter.text(72, 130, "and about ropes and hooks, and they");
    letter.text(50, 142, "write down what they find.");
    CHECK(texts(letter.lay_out()) ==
          Texts{"Harbours are inspected every year by three people who know about cranes and about ropes and "
                "hooks, and they write down what they find."});
}

TEST_CASE("A drop cap begins the first line beside it, whenever it is drawn") {
    LetterBuilder letter;
    letter.page();
    letter.lines(74, 106, {"arbours are inspected every year by", "three people who know about cranes"});
    letter.text(74, 130, "and about ropes and hooks, and they");
    letter.text(50, 130, "H", {.size = 44, .bold = true});
    letter.text(50, 142, "write down what they find.");
    CHECK(texts(letter.lay_out()) ==
          Texts{"Harbours are inspected every year by three people who know about cranes and about ropes and "
                "hooks, and they write down what they find."});
}

TEST_CASE("A figure between two lines at the left of a numbered paragraph does not cut it") {
    LetterBuilder letter;
    letter.page();
    letter.text(70, 100, "3.").text(90, 100, "The decisions of the board are sound, but in a third of");
    letter.text(90, 112, "the cases nobody wrote them down, and when somebody");
    letter.text(90, 124, "did it was on another day than the one on which they");
    letter.text(90, 136, "were made.");
    letter.text(20, 117, "33%", {.size = 24, .bold = true});
    const Texts found = texts(letter.lay_out());
    CHECK(found ==
          Texts{"33%",
                "3.|The decisions of the board are sound, but in a third of the cases nobody wrote them "
                "down, and when somebody did it was on another day than the one on which they were made."});
}

TEST_CASE("A large figure beside a paragraph is no part of its lines") {
    LetterBuilder letter;
    letter.page();
    letter.text(400, 121, "33%", {.size = 30, .bold = true});
    letter.lines(50, 100,
                 {"The decisions of the board are sound, but in a third of", "the cases nobody wrote them",
                  "down on the day that they were made."});
    const Texts found = texts(letter.lay_out());
    CHECK(found ==
          Texts{"33%",
                "The decisions of the board are sound, but in a third of the cases nobody wrote them "
                "down on the day that they were made."});
}

TEST_CASE("Small print below a large figure beside a paragraph goes with the figure") {
    LetterBuilder letter;
    letter.page();
    letter.text(400, 116, "33%", {.size = 24, .bold = true});
    letter.lines(50, 100,
                 {"The decisions of the board are sound, but in a third of", "the cases nobody wrote them",
                  "down on the day that they were made.", "Nobody saw it."});
    letter.text(400, 126, "of all that", {.size = 7}).text(400, 136, "we read", {.size = 7});
    const Texts found = texts(letter.lay_out());
    REQUIRE(found.size() >= 2);
    CHECK(found.front().starts_with("33%"));
    CHECK(found.back() ==
          "The decisions of the board are sound, but in a third of the cases nobody wrote them down on the "
          "day that they were made. Nobody saw it.");
}

TEST_CASE("A number set large in the margin is no part of the line that begins beside its foot") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "Care of children", {.size = 13, .bold = true});
    letter.text(14, 117, "2", {.size = 24, .bold = true});
    letter.lines(
        50, 120,
        {"4. The decisions of the board are sound, but in a third of", "the cases nobody wrote them"});
    letter.lines(50, 160, {"5. The board meets each month."});
    const Texts found = texts(letter.lay_out());
    const Texts wanted = {
        "4.|The decisions of the board are sound, but in a third of the cases nobody wrote them",
        "5.|The board meets each month."};
    for (const std::string& text : wanted) CHECK(std::count(found.begin(), found.end(), text) == 1);
}

TEST_CASE("A large word under the text is furniture") {
    LetterBuilder letter;
    letter.page();
    letter.text(60, 150, "DRAFT", {.size = 80});
    letter.lines(50, 100,
                 {"The decisions of the board are sound, but in a third of", "the cases nobody wrote them",
                  "down on the day that they were made."});
    const Document document = letter.lay_out();
    CHECK(texts(document) ==
          Texts{"The decisions of the board are sound, but in a third of the cases nobody wrote "
                "them down on the day that they were made."});
    CHECK(document.ledger.furniture == 5);
    CHECK(sound(document));
}

TEST_CASE("Lines of a title set with tight leading stay apart from smaller ones") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "The inspection of cranes", {.size = 30});
    letter.text(50, 121, "and of ropes in the harbour", {.size = 24});
    CHECK(texts(letter.lay_out()) == Texts{"The inspection of cranes", "and of ropes in the harbour"});
}

TEST_CASE("Numbers of lines in the margin are furniture, numbers of paragraphs are not") {
    const auto read = [](float distance) {
        LetterBuilder letter;
        letter.page();
        letter.text(50, 60, "What must change", {.bold = true});
        const std::vector<std::string> lines = {"The crane was tested twice at noon and",
                                                "in strong wind, and nobody",
                                                "was there to see it at all, so they", "must test it again."};
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const float baseline = 100 + distance * static_cast<float>(i);
            letter.text(50, baseline, std::to_string(i + 9), {.size = 7});
            letter.text(80, baseline, lines[i]);
        }
        return letter.lay_out();
    };
    const Document document = read(12);
    CHECK(texts(document) ==
          Texts{"What must change",
                "The crane was tested twice at noon and in strong wind, and nobody was there to "
                "see it at all, so they must test it again."});
    CHECK(texts_of(document, BlockKind::furniture).size() == 4);
    CHECK(sound(document));
    CHECK(texts_of(read(40), BlockKind::furniture).empty());
    LetterBuilder table;  // whose first column counts its rows
    table.page();
    table.lines(50, 60,
                {"The cranes of the town and of its quay, by name, as the",
                 "crew calls them since the year of the storm."});
    for (const char* const number : {"1", "2", "3", "4"}) {
        const float baseline = 100 + 12 * static_cast<float>(number[0] - '0');
        table.text(50, baseline, number, {.size = 7}).text(90, baseline, "The old crane", {.size = 7});
    }
    CHECK(texts_of(table.lay_out(), BlockKind::furniture).empty());
}

TEST_CASE("Lines of a large heading do not tell how far those of the text stand apart") {
    LetterBuilder tight;
    tight.page();
    tight.text(50, 100, "What cranes", {.size = 28}).text(50, 126, "have to do", {.size = 28});
    tight.lines(50, 160,
                {"Cranes are tested on the first day of every month and", "so are ropes, which the crew",
                 "looks at once more before they go."});
    CHECK(texts(tight.lay_out()) == Texts{"What cranes have to do",
                                          "Cranes are tested on the first day of every month and so are "
                                          "ropes, which the crew looks at once "
                                          "more before they go."});
}

TEST_CASE("A letter counts as printed twice only over the same letter of the same size") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "The crane", {.bold = true}).text(50.2F, 100, "The crane", {.bold = true});
    letter.text(100, 100, "failed").text(130, 100, "1", {.size = 6, .raised = 4}).text(130, 100, "1");
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"The crane failed11"});
    CHECK(document.ledger.refused.at("printed twice") == 8);
    CHECK(sound(document));
}

TEST_CASE("Without space glyphs, words end where gaps are wider than those between letters") {
    LetterBuilder letter;
    letter.page();
    letter.lines(50, 100, {"Cranes are tested on the first day of", "every month, and so are ropes."},
                 {.word_gap = 0.12F});
    CHECK(texts(letter.lay_out()) ==
          Texts{"Cranes are tested on the first day of every month, and so are ropes."});
}

TEST_CASE("Spaced letters are words") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, "WHAT MUST CHANGE", {.letter_gap = 0.2F});
    letter.text(50, 140, "WHAT WORKS WELL", {.letter_gap = 0.3F, .word_gap = 0.6F});
    letter.text(50, 180, "1 2 3 4 5 6 7 8");
    CHECK(texts(letter.lay_out()) == Texts{"WHAT MUST CHANGE", "WHAT WORKS WELL", "1 2 3 4 5 6 7 8"});
}

TEST_CASE("Letters that somebody parted by typing spaces are words") {
    LetterBuilder letter;
    letter.page();
    float baseline = 100;
    for (const char* const text :
         {"R e p o r t s:", "4 S t e p s  t o  t a k e", "M a i n  p o i n t s :  a l l", "a b c d e f g",
          "Grades A B C and D", "M T W T F S S"})
        letter.text(50, baseline += 40, text);
    const Document document = letter.lay_out();
    CHECK(texts(document) == Texts{"Reports:", "4 Steps to take", "Main points: all", "a b c d e f g",
                                   "Grades A B C and D", "M T W T F S S"});
    CHECK(sound(document));
}

TEST_CASE("Lines with double spacing are one paragraph") {
    LetterBuilder letter;
    letter.page();
    float y = 100;
    for (const char* line : {"The harbour is open every day of the year, and every",
                             "day somebody looks at its cranes", "and at the ropes that hold them."})
        letter.text(50, y, line), y += 22;
    y += 8;
    for (const char* line : {"Nobody has been hurt in it since the year before last,",
                             "which is more than other", "harbours can say of themselves."})
        letter.text(50, y, line), y += 22;
    CHECK(texts(letter.lay_out()) == Texts{"The harbour is open every day of the year, and every day "
                                           "somebody looks at its cranes and at the ropes "
                                           "that hold them.",
                                           "Nobody has been hurt in it since the year before last, which is "
                                           "more than other harbours can say of "
                                           "themselves."});
}

TEST_CASE("A large first letter stays in its word") {
    LetterBuilder letter;
    letter.page();
    letter.text(50, 120, "H", {.size = 38}).text(69, 120, "ighlights", {.size = 30});
    letter.text(300, 94, "Report to the board", {.size = 8})
        .text(300, 112, "Cranes of the harbour", {.size = 18});
    const Texts found = texts(letter.lay_out());
    CHECK(std::find(found.begin(), found.end(), "Highlights") != found.end());
}
