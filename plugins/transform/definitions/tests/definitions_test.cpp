#include <catch2/catch.hpp>

#include "find.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using testing::DocumentBuilder;
using testing::options;

namespace {

std::vector<definitions::ListRule> rules(const Options& list) {
    return definitions::compile(options({{"list", std::vector<Options>{list}}}));
}

const Options by_headers =
    options({{"name", "glossary"}, {"term", "^term$"}, {"meaning", "^meaning"}, {"expected", true}});

std::string found(const Document& document, const Options& list, testing::TestContext& context) {
    std::string out;
    for (const auto& definition : definitions::find(document, rules(list), context))
        out += (out.empty() ? "" : " | ") + definition.term + " = " + definition.meaning;
    return out;
}

}  // namespace

TEST_CASE("a table with the right headers is a list of terms") {
    testing::TestContext context;
    const Document document =
        DocumentBuilder()
            .table({{"Item", "Cost"}, {"Chair", "5"}})
            .table({{"Term", "Meaning in our letters"}, {"Few", "Below\na fifth"}, {"Must", "A duty"}});
    CHECK(found(document, by_headers, context) == "Few = Below a fifth | Must = A duty");
    CHECK(context.diagnostics.empty());
}

TEST_CASE("columns are found by their headers, in any order") {
    testing::TestContext context;
    CHECK(found(DocumentBuilder().table({{"No", "Meaning", "Term"}, {"1", "A duty", "Must"}}), by_headers,
                context) == "Must = A duty");
}

TEST_CASE("a list goes on in the table of the next page, and a row over the page break") {
    testing::TestContext context;
    const Document document = DocumentBuilder()
                                  .table({{"Term", "Meaning"}, {"Care", "Help that people"}})
                                  .furniture("Page 1 of 2")
                                  .page()
                                  .table({{"Term", "Meaning"}, {"", "can rely on"}, {"Must", "A duty"}})
                                  .paragraph("End")
                                  .table({{"Not", "the list"}});
    CHECK(found(document, by_headers, context) == "Care = Help that people can rely on | Must = A duty");
}

TEST_CASE("a term without a meaning is not guessed") {
    testing::TestContext context;
    CHECK(found(DocumentBuilder().table({{"Term", "Meaning"}, {"Care", ""}, {"Must", "A duty"}}), by_headers,
                context) == "Must = A duty");
    CHECK(context.reported("definition-without-meaning"));
}

TEST_CASE("a list that the family has and the letter has not is reported") {
    testing::TestContext context;
    CHECK(found(DocumentBuilder().paragraph("x"), by_headers, context).empty());
    CHECK(context.reported("definitions-missing"));
}

TEST_CASE("a section and a pattern make a list of paragraphs") {
    testing::TestContext context;
    const Options list = options(
        {{"name", "terms"}, {"section", "^glossary"}, {"entry", "^(?P<term>[^:]{2,40}): (?P<meaning>.+)"}});
    const Document document = DocumentBuilder()
                                  .paragraph("Before: not")
                                  .heading(1, "Glossary")
                                  .paragraph("Care: help")
                                  .paragraph("No entry");
    CHECK(found(document, list, context) == "Care = help");
}

TEST_CASE("a rule that says too little is refused") {
    CHECK_THROWS_AS(rules(options({{"name", "x"}})), StageError);
    CHECK_THROWS_AS(rules(options({{"name", "x"}, {"term", "a"}})), StageError);
    CHECK_THROWS_AS(rules(options({{"name", "x"}, {"section", "a"}, {"entry", "a"}})), StageError);
}
