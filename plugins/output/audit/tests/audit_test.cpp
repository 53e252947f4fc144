#include <catch2/catch.hpp>
#include <string>

#include "page.hpp"

using namespace sheaf;

namespace {

Document letter() {
    Document document;
    document.source.name = "a<b>.pdf";
    document.pages = {{1, 600, 800, 0, ""}, {2, 600, 800, 0, ""}};
    Block heading;
    heading.kind = BlockKind::heading;
    heading.level = 2;
    heading.text = "What we found & why";
    heading.regions = {{1, {50, 60.05, 300, 75}, {0, 19}}};
    Block paragraph;
    paragraph.text = "One half and the other half";
    paragraph.label = "4.1";
    paragraph.basis = "goes on over a page or column break";
    paragraph.regions = {{1, {50, 700, 500, 712}, {0, 8}}, {2, {50, 40, 500, 52}, {9, 27}}};
    Block footer;
    footer.kind = BlockKind::furniture;
    footer.text = "page 1";
    footer.regions = {{1, {280, 770, 320, 780}, {0, 6}}};
    document.blocks = {heading, paragraph, footer};
    Diagnostic refused;
    refused.code = "pdf-refused";
    refused.message = "6 characters refused, invisible: hidden";
    refused.place.page = 1;
    refused.place.box = Box{10, 10, 60, 20};
    document.diagnostics = {refused};
    return document;
}

bool has(const std::string& svg, const std::string& part) {
    return svg.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a page shows its blocks in order, with kind, label and text") {
    const Document document = letter();
    const std::string svg = audit::draw(document, document.pages[0]);
    CHECK(has(svg, "viewBox=\"0 0 600 800\""));
    CHECK(has(svg, "<rect class=\"heading\" x=\"50\" y=\"60.1\" width=\"250\""));
    CHECK(has(svg, ">1 h2</text>"));
    CHECK(has(svg, ">What we found &amp; why</tspan>"));
    CHECK(has(svg, ">2 paragraph</text>"));
    CHECK(has(svg, ">4.1 One half</tspan>"));
    CHECK(has(svg, "(goes on over a page or column break)"));
    CHECK(has(svg, "<title>a&lt;b>.pdf, page 1</title>"));
}

TEST_CASE("running text and refused text are set off, and refused text says why") {
    const Document document = letter();
    const std::string svg = audit::draw(document, document.pages[0]);
    CHECK(has(svg, "<rect class=\"furniture\" x=\"280\""));
    CHECK(has(svg, "<rect class=\"refused\" x=\"10\" y=\"10\""));
    CHECK(has(svg, ">6 characters refused, invisible: hidden</text>"));
}

TEST_CASE("a block that goes on is shown on each of its pages with the text that stands there") {
    const Document document = letter();
    const std::string svg = audit::draw(document, document.pages[1]);
    CHECK(has(svg, ">2+ paragraph</text>"));
    CHECK(has(svg, ">and the other half</tspan>"));
    CHECK_FALSE(has(svg, "class=\"heading\""));
    CHECK_FALSE(has(svg, "hidden"));
}
