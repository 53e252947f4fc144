#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::differences;
using sheaf::testing::DocumentBuilder;

extern "C" const PluginDescriptor sheaf_plugin;

namespace {

std::unique_ptr<Input> input() {
    static const Options none;
    return std::unique_ptr<Input>(sheaf_plugin.stages[0].create_input({none, {}}));
}

Document read(std::string_view text) {
    testing::TestContext context;
    Document letter = input()->read(text, context);
    CHECK(validate(letter).empty());
    CHECK(letter.ledger.unaccounted == 0);
    return letter;
}

/// Compares blocks: `refused` characters were markup.
void check(std::string_view text, DocumentBuilder& blocks, std::uint64_t refused) {
    Document expected = blocks;
    expected.source = {};
    expected.source.media_type = "text/markdown";
    expected.ledger.read += refused;
    if (refused > 0) expected.ledger.refused["markup"] = refused;
    CHECK(differences(expected, read(text)) == "");
}

DocumentBuilder letter() {
    return DocumentBuilder().without_pages();
}

Span span(std::uint32_t start, std::uint32_t end) {
    Span made;
    made.range = {start, end};
    return made;
}

}  // namespace

TEST_CASE("headings, paragraphs over several lines, and numbered paragraphs") {
    check("# A bridge\n\nIt is\nclosed.\n## Findings ##\n4.11 Mend it.\n",
          letter()
              .proposed_heading(1, "A bridge")
              .paragraph("It is closed.")
              .proposed_heading(2, "Findings ##")
              .paragraph("Mend it.", "4.11"),
          3);
}

TEST_CASE("lists nest by indent, and their items go on over lines") {
    check("- Mend\n  the wall\n  1. in May\n  2. in June\n- Paint it\n\nYours\n",
          letter()
              .item("Mend the wall")
              .item("in May", "1.", 2)
              .item("in June", "2.", 2)
              .item("Paint it")
              .paragraph("Yours"),
          0);
}

TEST_CASE("a pipe table has a header and cells, empty ones too") {
    check("| Gate | State |\n|---|:-:|\n| North | |\n", letter().table({{"Gate", "State"}, {"North", ""}}, 1),
          15);
}

TEST_CASE("a line is broken by two spaces and by a backslash") {
    check("Yours  \nsincerely\\\nB. T.\n", letter().paragraph("Yours\nsincerely\nB. T."), 1);
}

TEST_CASE("bold, italic and links are spans, their marks are refused") {
    DocumentBuilder expected = letter();
    expected.paragraph("It is sound and old, see here.");
    Span bold = span(6, 11), italic = span(16, 19), link = span(25, 29);
    bold.style.bold = true;
    italic.style.italic = true;
    link.style.link = "https://example.org";
    expected.last().spans = {bold, italic, link};
    check("It is **sound** and *old*, see [here](https://example.org).", expected, 4 + 2 + 23);
}

TEST_CASE("a mark that is not closed is text") {
    check("2 * 3 is **six and [so", letter().paragraph("2 * 3 is **six and [so"), 0);
}

TEST_CASE("a footnote's mark is no part of the text and leads to the footnote") {
    DocumentBuilder expected = letter();
    expected.paragraph("The bridge is old.");
    Span mark = span(18, 18);
    mark.mark = "1";
    mark.style.superscript = true;
    mark.style.link = "#b2";
    expected.last().spans = {mark};
    expected.footnote("Since 1904.", "1");
    check("The bridge is old.[^1]\n\n[^1]: Since 1904.\n", expected, 3 + 4);
}

TEST_CASE("a mark without a footnote is noted") {
    testing::TestContext context;
    input()->read("Old.[^9]", context);
    CHECK(context.reported("markdown-no-footnote"));
}

TEST_CASE("text is recognised by content, Markdown more surely, binary not at all") {
    CHECK(input()->sniff("# A bridge\n\nIt is closed.\n") == 40);
    CHECK(input()->sniff("The bridge\n\nIt is closed.\n") == 10);
    CHECK(input()->sniff("PK\x03\x04") == 0);
    CHECK(input()->sniff("%PDF-1.7\n\xe2\xe3") == 0);
    CHECK(input()->sniff(" \n") == 0);
}

TEST_CASE("a letter that is not in UTF-8 is refused with what to do") {
    testing::TestContext context;
    CHECK_THROWS_AS(input()->read("caf\xe9", context), StageError);
}

TEST_CASE("whatever the marks, nothing is lost") {
    for (const char* text :
         {"#",      "# ",      "|",   "||",        "|---|", "- ",         "-",          "> > a",
          "[^]: x", "[^a]:",   "\\",  "a\\",       "** **", "[](x)",      "[ a ](b)",   "1.",
          "1. ",    "\\*a\\*", "***", "a\n***\nb", "`x`",   "[^1]  word", "*a **b* c**"})
        read(text);
}
