// What is said of a file that is not what its name says.
#include "run/unrecognised.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;
using Catch::Contains;

namespace {

Diagnostic said_of(std::string_view bytes, const char* file = "a.pdf") {
    Letter letter;
    letter.file = file;
    return not_recognised(bytes, letter, Plan());
}

}  // namespace

TEST_CASE("A web page under a letter's name is called one, with its title and the link to the letter") {
    const Diagnostic said = said_of(
        "\n<!DOCTYPE html><html><head><TITLE>\n Report 12\n</TITLE></head><a href=\"/help\">?</a>"
        "<a href='https://example.org/files/Report.PDF?v=1&amp;w=2'>Download</a>");
    CHECK_THAT(said.message, Contains("which is a web page (\"Report 12\")"));
    CHECK(said.hint ==
          "the page leads to `https://example.org/files/Report.PDF?v=1&w=2`: fetch the letter from there");
    CHECK_THAT(said_of("<html><body>Sorry</body></html>").hint, Contains("fetch it again"));
    CHECK_THAT(said_of("<html><a href=\"a.docx\">x</a>", "a.pdf").hint, Contains("fetch it again"));
}

TEST_CASE("A web page that was read is a doubt where its name is that of a letter's file") {
    Document page;
    page.source.media_type = "text/html";
    page.source.properties["title"] = "Report 12";
    page.blocks.emplace_back().text = "Download";
    page.blocks.back().spans.push_back({.range = {0, 8}, .style = {.link = "/files/Report.PDF?v=1"}});
    Letter letter;
    letter.file = "a.html";
    CHECK_FALSE(page_in_place(page, letter));
    letter.file = "a.PDF";
    const auto said = page_in_place(page, letter);
    REQUIRE(said);
    CHECK(said->severity == Severity::doubtful);
    CHECK(said->message == "the file is named `.pdf` and is a web page (\"Report 12\")");
    CHECK(said->hint == "the page leads to `/files/Report.PDF?v=1`: fetch the letter from there");
    page.source.media_type = "application/pdf";
    CHECK_FALSE(page_in_place(page, letter));
}

TEST_CASE("Of another file its beginning is shown") {
    CHECK_THAT(said_of("\n\x01No letter\nmore").message, Contains("begins with `.No letter`"));
    CHECK_THAT(said_of(" \n\n").message, Contains("begins with white space"));
}
