// The words that a page prints are found in the texts of its blocks.
#include "review/printed_words.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;
using namespace sheaf::review;

namespace {

std::vector<std::string> texts(const Document& document, const std::vector<PlacedWord>& words) {
    std::vector<std::string> out;
    for (const PlacedWord& word : words)
        out.push_back(document[word.block].text.substr(word.range.start, word.range.end - word.range.start));
    return out;
}

/// Words in the line that begins at `top`, from left to right.
void print(std::vector<PrintedWord>& page, double top, const std::vector<std::string>& words) {
    double left = 72;
    for (const std::string& word : words) {
        page.push_back({word, {left, top, left + 30, top + 12}});
        left += 35;
    }
}

}  // namespace

TEST_CASE("Words are placed in the order of the text, whatever the order in which the page draws them") {
    const Document letter = testing::DocumentBuilder().paragraph("The grade is good. The rest is not good.");
    const double top = letter.blocks[0].regions[0].box.top;
    std::vector<PrintedWord> page;
    print(page, top, {"The", "grade", "is", "good.", "The", "rest", "is", "not", "good."});
    std::swap(page[0], page[7]);
    const auto words = place_words(letter, 1, page);
    CHECK(texts(letter, words) ==
          std::vector<std::string>{"The", "grade", "is", "good.", "The", "rest", "is", "not", "good."});
    CHECK(words[3].range == Range{13, 18});
    CHECK(words[8].range == Range{35, 40});
    CHECK(words[0].box.left == 72);
}

TEST_CASE("A word is never placed in a block that does not stand there, nor on another page") {
    const Document letter = testing::DocumentBuilder().paragraph("Good work.").paragraph("Good rest.");
    const double second = letter.blocks[1].regions[0].box.top;
    std::vector<PrintedWord> page;
    print(page, second, {"Good", "rest."});
    const auto words = place_words(letter, 1, page);
    REQUIRE(words.size() == 2);
    CHECK(words[0].block == BlockId{1});
    CHECK(place_words(letter, 2, page).empty());
}

TEST_CASE("What is printed and not said is left out, and what follows is placed all the same") {
    const Document letter = testing::DocumentBuilder().paragraph("one two three");
    const double top = letter.blocks[0].regions[0].box.top;
    std::vector<PrintedWord> page;
    print(page, top, {"•", "one", "ghost", "two", "", "three"});
    CHECK(texts(letter, place_words(letter, 1, page)) == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("A word that a line end cuts is placed in both its parts") {
    Document letter = testing::DocumentBuilder().paragraph("safeguarding matters");
    Box& box = letter.blocks[0].regions[0].box;
    box.bottom += 13;
    std::vector<PrintedWord> page;
    print(page, box.top, {"safe-"});
    print(page, box.top + 13, {"guarding", "matters"});
    CHECK(texts(letter, place_words(letter, 1, page)) ==
          std::vector<std::string>{"safe", "guarding", "matters"});
}
