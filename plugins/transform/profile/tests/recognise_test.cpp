#include "recognise.hpp"

#include <catch2/catch.hpp>

#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::profile::Recogniser;
using sheaf::profile::Verdict;
using sheaf::testing::DocumentBuilder;
using sheaf::testing::options;

namespace {

Options evidence(std::string name, std::string pattern, double weight, std::string where = "opening") {
    return options({{"name", std::move(name)},
                    {"pattern", std::move(pattern)},
                    {"weight", weight},
                    {"where", std::move(where)}});
}

ProfileRules rules(std::string name, std::vector<Options> evidence, double threshold = 5, double margin = 2) {
    return {name, name,
            options({{"threshold", threshold}, {"margin", margin}, {"evidence", std::move(evidence)}})};
}

std::vector<ProfileRules> two_families() {
    return {rules("harbour", {evidence("title", "^inspection of the harbour at", 5),
                              evidence("law", "harbours act", 2, "line"),
                              evidence("footer", "office of harbours", 2, "furniture")}),
            rules("mill", {evidence("title", "^inspection of the mill at", 5),
                           evidence("miller", "lead miller:", 2, "line")})};
}

}  // namespace

TEST_CASE("the family with the most evidence is chosen, and what spoke for it is named") {
    const std::vector<ProfileRules> profiles = two_families();
    const Recogniser recogniser(profiles, 2500);
    const Document letter = DocumentBuilder()
                                .furniture("Office of Harbours")
                                .paragraph("Inspection of the Harbour at Eastmouth")
                                .paragraph("Under the Harbours Act 1999.")
                                .build();
    const Verdict verdict = recogniser.judge(letter);
    REQUIRE(verdict.chosen);
    CHECK(recogniser.name(*verdict.chosen) == "harbour");
    CHECK_FALSE(verdict.close);
    CHECK(verdict.scores[0].score == 9);
    CHECK(profile::describe(verdict.scores[0].found) == "title 5, law 2, footer 2");
}

TEST_CASE("evidence sees folded text, so typographic quotation marks and case do not matter") {
    const std::vector<ProfileRules> profiles = {rules("a", {evidence("title", "children's harbour", 5)})};
    const Recogniser recogniser(profiles, 2500);
    CHECK(recogniser.judge(DocumentBuilder().paragraph("The CHILDREN’S Harbour").build()).chosen);
}

TEST_CASE("a title that wraps into two blocks is still found") {
    const std::vector<ProfileRules> profiles = two_families();
    const Recogniser recogniser(profiles, 2500);
    const Document letter =
        DocumentBuilder().paragraph("Inspection of the").paragraph("harbour at Eastmouth").build();
    CHECK(recogniser.judge(letter).chosen);
}

TEST_CASE("a letter below every threshold has no profile") {
    const std::vector<ProfileRules> profiles = two_families();
    const Recogniser recogniser(profiles, 2500);
    const Verdict verdict =
        recogniser.judge(DocumentBuilder().paragraph("Under the Harbours Act 1999.").build());
    CHECK_FALSE(verdict.chosen);
    CHECK(verdict.scores[0].score == 2);
}

TEST_CASE("two families nearer than the margin are too close to tell") {
    const std::vector<ProfileRules> profiles = {rules("a", {evidence("x", "tide", 6)}),
                                                rules("b", {evidence("y", "table", 5)})};
    const Recogniser recogniser(profiles, 2500);
    const Verdict verdict = recogniser.judge(DocumentBuilder().paragraph("Tide table").build());
    REQUIRE(verdict.chosen);
    CHECK(recogniser.name(*verdict.chosen) == "a");
    CHECK(verdict.close);
}

TEST_CASE("evidence counts once, and against the family when its weight is negative") {
    const std::vector<ProfileRules> profiles = {
        rules("a", {evidence("x", "tide", 6), evidence("summary", "summary", -4)})};
    const Recogniser recogniser(profiles, 2500);
    const Verdict verdict =
        recogniser.judge(DocumentBuilder().paragraph("Tide").paragraph("Tide").paragraph("Summary").build());
    CHECK(verdict.scores[0].score == 2);
    CHECK_FALSE(verdict.chosen);
}

TEST_CASE("evidence of the opening is not looked for further down") {
    const std::vector<ProfileRules> profiles = two_families();
    const Recogniser recogniser(profiles, 20);
    const Document letter = DocumentBuilder()
                                .paragraph("A note about another matter altogether.")
                                .paragraph("Inspection of the harbour at Eastmouth")
                                .build();
    CHECK_FALSE(recogniser.judge(letter).chosen);
}
