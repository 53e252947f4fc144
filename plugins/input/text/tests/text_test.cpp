// Plain text and Markdown as blocks.
#include <catch2/catch.hpp>

#include "drafts/tests/reading.hpp"
#include "html/reader.hpp"
#include "markup.hpp"

using reading::Lines;

namespace {

Lines lines(const std::string& page) {
    return reading::lines_of(reading::read_by([&](sheaf::Context& context) {
                                 return sheaf::web::read_page(page, context, "text");
                             }).document);
}
Lines plain(const std::string& text) {
    return lines(sheaf::plain::page_of_plain(text));
}
Lines markdown(const std::string& text) {
    return lines(sheaf::plain::page_of_markdown(text));
}

}  // namespace

TEST_CASE("wrapped lines are joined, lines that end early stay lines") {
    CHECK(
        plain("Clerk to the Parish Council\nNether Ottery\n\nOur engineer walked the bridge on 28 January "
              "with a "
              "hammer,\na lamp and your chairman, who read the multi-agency and multi-\nagency plans.\r\n") ==
        Lines{"paragraph Clerk to the Parish Council\nNether Ottery",
              "paragraph Our engineer walked the bridge on 28 January with a hammer, a lamp and your "
              "chairman, who "
              "read the multi-agency and multi-agency plans."});
}

TEST_CASE("underlined lines are headings, labels begin paragraphs, signs of markup are text") {
    CHECK(plain("Findings\n========\n\n1.1 We read 30 records < 40 & more.\n- one\n* two <b>") ==
          Lines{"heading/1 Findings", "paragraph [1.1] We read 30 records < 40 & more.",
                "list_item/1 [-] one", "list_item/1 [*] two <b>"});
}

TEST_CASE("where lines are long each is a paragraph") {
    const std::string line(120, 'x');
    CHECK(plain(line + "\nShort\n").size() == 2);
}

TEST_CASE("Markdown has headings, lists, tables and struck-out words") {
    CHECK(markdown("# Findings\n\nWe **read** 30\nrecords.\n\n3. third\n4. fourth\n\n| Area | Grade "
                   "|\n|---|---|\n| All | Good |\n") ==
          Lines{"heading/1 Findings", "paragraph We read 30 records.", "list_item/1 [3.] third",
                "list_item/1 [4.] fourth", "table", "  row header", "    cell header", "      paragraph Area",
                "    cell header", "      paragraph Grade", "  row", "    cell", "      paragraph All",
                "    cell", "      paragraph Good"});
}

TEST_CASE("Markdown is told by its marks") {
    using sheaf::plain::is_markdown;
    CHECK(is_markdown("Dear all\n## Findings\n"));
    CHECK(is_markdown("see [the report](https://example.org)"));
    CHECK_FALSE(is_markdown("Dear all\n#1 in the list\n- an item\n* another\n"));
}

TEST_CASE("text is what people write") {
    using sheaf::plain::is_text;
    using namespace std::string_view_literals;
    CHECK(is_text("Dear Mrs Applegarth,\r\n\tthe bridge\f"));
    CHECK(is_text("caf\xE9 in windows-1252"));
    CHECK(is_text("\xFF\xFE\x44\0\x65\0\x61\0\x72\0"sv));
    CHECK_FALSE(is_text("\xFF\xFE nothing in particular \x01\x02xxxxxxxx"));
    CHECK_FALSE(is_text("{\"error\": 404}"));
    CHECK_FALSE(is_text("<?xml version=\"1.0\"?><a/>"));
    CHECK_FALSE(is_text("From: a@example.org\r\nSubject: Letter\r\n\r\nText"));
    CHECK_FALSE(is_text("PK\x03\x04"));
    CHECK_FALSE(is_text("12 34"));
    CHECK_FALSE(is_text(""));
}
