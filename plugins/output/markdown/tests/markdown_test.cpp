#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"
#include "text.hpp"

using namespace sheaf;
using sheaf::markdown::markdown_of;
using sheaf::testing::DocumentBuilder;

TEST_CASE("Headings, numbered paragraphs, lists and footnotes are those of Markdown; furniture is left out") {
    const Document letter = DocumentBuilder()
                                .furniture("Page 1")
                                .heading(1, "A letter")
                                .heading(2, "What we found", "4")
                                .paragraph("Children wait.", "4.1")
                                .mark("Children", "2")
                                .item("One.")
                                .item("Within it.", "–", 2)
                                .item("Numbered.", "(a)")
                                .paragraph("The end.")
                                .footnote("In 2024.", "2");
    CHECK(markdown_of(letter) ==
          "# A letter\n\n## 4 What we found\n\n4.1 Children[^2] wait.\n\n- One.\n  - Within it.\n- (a) "
          "Numbered.\n\n"
          "The end.\n\n[^2]: In 2024.\n");
}

TEST_CASE("No word of a letter is a mark") {
    const Document letter = DocumentBuilder()
                                .paragraph("# no *heading* [nor](link) <b>\nnext_line | `code`")
                                .paragraph("1. no list")
                                .paragraph("- neither");
    CHECK(markdown_of(letter) ==
          "\\# no \\*heading\\* \\[nor\\](link) \\<b\\>\\\nnext\\_line \\| \\`code\\`\n\n1\\. no list\n\n\\- "
          "neither\n");
}

TEST_CASE("Tables have a header, and a line a row") {
    const Document letter =
        DocumentBuilder().table({{"Term", "Meaning"}, {"a|b", "first\nsecond"}, {"", "empty"}}, 1);
    CHECK(markdown_of(letter) ==
          "| Term | Meaning |\n| --- | --- |\n| a\\|b | first<br>second |\n|  | empty |\n");
    CHECK(markdown_of(DocumentBuilder().table({{"x", "y"}})) == "|  |  |\n| --- | --- |\n| x | y |\n");
}

TEST_CASE("Links lead where the letter leads, if that is the web; struck words are struck") {
    DocumentBuilder letter;
    letter.paragraph("See here and not there.");
    Span web;
    web.range = {4, 8};
    web.style.link = "https://example.org/a (b)";
    Span script;
    script.range = {13, 16};
    script.style.strike = true;
    script.style.link = "javascript:alert(1)";
    letter.last().spans = {web, script};
    CHECK(markdown_of(letter) == "See [here](https://example.org/a%20%28b%29) and ~~not~~ there.\n");
    CHECK(markdown_of(Document()).empty());
}
