// Words that lines cut, drop caps, scripts from right to left, symbols.
#include <catch2/catch.hpp>

#include "letter_builder.hpp"

using namespace sheaf;
using namespace sheaf::pdf;
using namespace sheaf::pdf::test;
using Texts = std::vector<std::string>;

namespace {

/// A letter that cuts words at many line ends, and the last one as told.
LetterBuilder cutting_letter(const std::string& before, const std::string& after) {
    LetterBuilder letter;
    letter.page();
    const int node = letter.element("P");
    const float next =
        letter.lines(50, 100,
                     {"The children of the town are known to chil-", "dren of the town, who know the chil-",
                      "dren of the next one, and other chil-", "dren again."},
                     {.node = node});
    letter.lines(50, next, {before, after}, {.node = node});
    return letter;
}

std::string last_text(const Document& document) {
    return document.blocks.back().text;
}

}  // namespace

TEST_CASE("A word list tells what a line end cuts where the letter does not") {
    WordLists lists({"en_GB"});
    if (!lists.installed()) {
        WARN("skipped: the package hunspell-en-gb is not installed");
        return;
    }
    const auto read = [&](const char* before, const char* after) {
        return cutting_letter(before, after).lay_out(Tags::check, &lists);
    };
    CHECK(last_text(read("They agreed on time-", "bound plans.")).find("time-bound plans.") !=
          std::string::npos);
    CHECK(last_text(read("They met the thresh-", "olds of help.")).find("thresholds of help.") !=
          std::string::npos);
    CHECK(last_text(read("The letter high-", "lights them.")).find("highlights them.") != std::string::npos);
    CHECK(last_text(read("They have decision-", "making panels.")).find("decision-making") !=
          std::string::npos);
    CHECK(last_text(read("He came from Brad-", "ford in May.")).find("Bradford in") != std::string::npos);
    CHECK(sound(read("They agreed on time-", "bound plans.")));
}

TEST_CASE("Welsh words are looked for in a list of their own, and count where no English one has them") {
    WordLists lists({"en_GB", "cy"});
    if (lists.all().size() < 2) {
        WARN("skipped: the packages hunspell-en-gb and aspell-cy are not installed");
        return;
    }
    const auto read = [&](const char* before, const char* after) {
        return last_text(cutting_letter(before, after).lay_out(Tags::check, &lists));
    };
    CHECK(read("Aeth y plant i'r ysgol-", "ion eraill.").find("ysgolion eraill.") != std::string::npos);
    CHECK(read("Gwelwyd yr ath-", "rawon yno.").find("athrawon yno.") != std::string::npos);
    CHECK(read("The letter high-", "lights them.").find("highlights them.") != std::string::npos);
    CHECK(sound(cutting_letter("Aeth y plant i'r ysgol-", "ion eraill.").lay_out(Tags::check, &lists)));
    WordLists unknown({"xx"});
    CHECK_FALSE(unknown.installed());
}

TEST_CASE("A word that neither the letter nor a word list knows is a doubt at its place") {
    WordLists lists({"en_GB"});
    if (!lists.installed()) {
        WARN("skipped: the package hunspell-en-gb is not installed");
        return;
    }
    const Document document =
        cutting_letter("They met in Harrow-", "mere again.").lay_out(Tags::check, &lists);
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "pdf-hyphen-unsure");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
    CHECK(document.diagnostics[0].place.box.has_value());
}

TEST_CASE("A word list that is not installed is a doubt wherever it would have decided") {
    WordLists none({"xx_none"}), unwanted({});
    LetterBuilder letter = cutting_letter("They agreed on time-", "bound plans.");
    const Document document = letter.lay_out(Tags::check, &none);
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "pdf-word-list-missing");
    CHECK(document.diagnostics[0].severity == Severity::doubtful);
    CHECK(document.diagnostics[0].place.page == 1);
    // The letter's own words need no list.
    CHECK(sound(cutting_letter("They saw the chil-", "dren.").lay_out(Tags::check, &none)));
}

TEST_CASE("A drop cap is parted from the next word where it is a word of its own") {
    const auto read = [](const char* cap, const char* first, const char* other) {
        LetterBuilder letter;
        letter.page();
        letter.text(50, 112, cap, {.size = 33});
        letter.text(69, 100, first).text(69, 112, "of the town, and nobody knows it better than");
        letter.lines(50, 124 + 12, {"those who read it each day of the year in", "the office."});
        letter.lines(50, 200, {other});
        return letter.lay_out().blocks.front().text;
    };
    CHECK(read("A", "small list is kept by the elders of", "The list is small.").starts_with("A small list"));
    CHECK(
        read("I", "write to you about the long list of", "We write and read.").starts_with("I write to you"));
    CHECK(
        read("A", "lthough a list is kept by the elders", "Although it is small.").starts_with("Although a"));
    CHECK(read("T", "he list is kept by the elders of the", "The list is small.").starts_with("The list"));
}

TEST_CASE("A drop cap that may be a word of its own is a doubt") {
    WordLists lists({"en_GB"});
    LetterBuilder letter;
    letter.page();
    letter.text(50, 112, "A", {.size = 33});
    letter.text(69, 100, "part of the list is kept by the elders")
        .text(69, 112, "of the town, and nobody knows it.");
    const Document document = letter.lay_out(Tags::check, &lists);
    REQUIRE(document.diagnostics.size() == 1);
    CHECK(document.diagnostics[0].code == "pdf-drop-cap");
}

TEST_CASE("Scripts from right to left stand in the order in which they are read") {
    // As a page shows `\u05D0\u05D1 12 \u05D2\u05D3.` from left to right.
    LetterBuilder letter;
    letter.page();
    letter.text(50, 100, ".\u05D3\u05D2 12 \u05D1\u05D0");
    letter.text(50, 140, "The sign (\u05DC\u05DE\u05E0) is new.");
    CHECK(texts(letter.lay_out()) ==
          Texts{"\u05D0\u05D1 12 \u05D2\u05D3.", "The sign (\u05E0\u05DE\u05DC) is new."});
}

TEST_CASE("Glyphs that are drawn from right to left come out as the others do") {
    LetterBuilder letter;
    letter.page();
    for (int i = 0; i < 3; ++i) {
        const std::string glyphs[] = {"\u05E0", "\u05DE", "\u05DC"};
        letter.text(100 - 5.0F * static_cast<float>(i), 100, glyphs[i]);
    }
    CHECK(texts(letter.lay_out()) == Texts{"\u05E0\u05DE\u05DC"});
}

TEST_CASE("An o of a typewriter's font before text of another is a round bullet") {
    LetterBuilder letter;
    letter.content().fonts.resize(4);
    letter.content().fonts[3].fixed_pitch = true;
    letter.page();
    for (const float baseline : {100.0F, 140.0F}) {
        letter.text(50, baseline, "o", {.font = 3})
            .text(70, baseline, "Cranes are tested twice on the first day");
        letter.text(70, baseline + 12, "of every month.");
    }
    letter.text(50, 200, "o gave", {.font = 3});
    CHECK(texts(letter.lay_out()) == Texts{"\u25E6|Cranes are tested twice on the first day of every month.",
                                           "\u25E6|Cranes are tested twice on the first day of every month.",
                                           "o gave"});
}

TEST_CASE("Symbols are those of their own font") {
    LetterBuilder letter;
    for (const char* name : {"Wingdings3", "Wingdings-Regular", "Webdings"}) {
        Font font;
        font.name = name;
        font.symbolic = true;
        letter.content().fonts.push_back(font);
    }
    letter.page();
    letter.text(50, 100, "\uF07D", {.font = 3}).text(80, 100, "goes on");
    letter.text(50, 130, "}", {.font = 3}).text(80, 130, "goes on");
    letter.text(50, 160, "\uF0FC", {.font = 4}).text(80, 160, "done");
    letter.text(50, 190, "a", {.font = 5}).text(80, 190, "done");
    Texts found;
    for (const Block& block : letter.lay_out().blocks) found.push_back(block.label + "|" + block.text);
    CHECK(found.size() == 4);
    for (const std::string& text : found) CHECK(text.find("\uF07D") == std::string::npos);
    CHECK(found[0].find("\U0001F782") != std::string::npos);
    CHECK(found[1] == found[0]);
    CHECK(found[2].starts_with("\u2713"));
    CHECK(found[3].starts_with("\u2714"));
}
