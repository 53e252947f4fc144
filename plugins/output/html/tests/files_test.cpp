// Where a page leads besides, how much room its columns have, and what it says of people's decisions.
#include <catch2/catch.hpp>

#include "page.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;

namespace {

Document linked_letter() {
    Document document = testing::DocumentBuilder().paragraph("Mend the lamp.");
    document.source.name = "year 1/a#1.pdf";
    Record record;
    record.type = "recommendation";
    record.id = "0123456789abcdef";
    record.anchors = {{{0}, {0, 4}}};
    record.fields = {
        {"text", std::string(70, 'a'), {}},
        {"evidence", std::string(700, 'b'), {}},
        {"grounds", std::vector<std::string>{"the profile knows the name", "so does the page"}, {}}};
    document.records = {record};
    return document;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the page leads to the letter's other files where the pipeline has them, and nowhere else") {
    const html::PageLinks all{
        .json = true, .csv = true, .index = true, .originals = "https://example.org/in"};
    const std::string page = html::page(linked_letter(), {}, all);
    for (const char* file :
         {"a%231.pdf.json", "a%231.pdf.recommendation.csv", "../index.html",
          "https://example.org/in/year%201/a%231.pdf", "https://example.org/in/year%201/a%231.pdf#page=1"}) {
        INFO(file);
        CHECK(contains(page, "href=\"" + std::string(file) + "\""));
    }
    const std::string plain = html::page(linked_letter(), {});
    for (const char* end : {".json\"", ".csv\"", "index.html\"", "#page="}) CHECK_FALSE(contains(plain, end));
}

TEST_CASE("what a record says has more room than what is longer beside it") {
    const std::string page = html::page(linked_letter(), {});
    CHECK(contains(page, "<td data-name=\"Text\" class=\"long\">"));
    CHECK(contains(page, "<td data-name=\"Evidence\" class=\"lesser\">"));
    CHECK(contains(
        page, "<div class=\"besides\">grounds <b>the profile knows the name; so does the page</b></div>"));
}

TEST_CASE("what a person checked says so, and by whom") {
    Document document = linked_letter();
    CHECK_FALSE(contains(html::page(document, {}), "class=\"check\""));
    Record decision;
    decision.type = "decision";
    decision.id = "00000000000000dd";
    decision.fields = {{"record", document.records[0].id, {}},
                       {"field", {}, {}},
                       {"verdict", std::string("added"), {}},
                       {"by", std::string("Ada <Mere>"), {}}};
    Record metadata;
    metadata.type = "metadata";
    metadata.id = "00000000000000aa";
    metadata.fields = {{"title", std::string("Lamps"), {}}};
    document.records.push_back(metadata);
    document.records.push_back(decision);
    CHECK(contains(html::page(document, {}), "<div class=\"check\">added by Ada &lt;Mere&gt;</div>"));
    document.records.back().fields[0].value = metadata.id;
    document.records.back().fields[2].value = std::string("confirmed");
    CHECK(contains(html::page(document, {}), "<td class=\"check\">confirmed by Ada &lt;Mere&gt;</td>"));
}
