#include <catch2/catch.hpp>

#include "../../document/tests/random_document.hpp"
#include "sheaf/testing.hpp"

using namespace sheaf;
using sheaf::testing::differences;
using sheaf::testing::DocumentBuilder;

namespace {

DocumentBuilder letter() {
    return DocumentBuilder()
        .heading(1, "A bridge")
        .paragraph("The bridge is closed.", "1.1")
        .paragraph("It opens in May.", "1.2")
        .item("Mend the lamp.");
}

}  // namespace

TEST_CASE("equal documents have no differences") {
    CHECK(differences(letter(), letter()) == "");
    CHECK(differences({}, {}) == "");
}

TEST_CASE("a changed text is shown as it should be and as it is, with the lines around it") {
    Document found = letter();
    found.blocks[1].text = "The bridge is closet.";
    CHECK(differences(letter(), found) ==
          "  ...\n"
          "      page 1 (70 60 525 74) [0-8]\n"
          "- paragraph \"1.1\" \"The bridge is closed.\" in \"A bridge\"\n"
          "+ paragraph \"1.1\" \"The bridge is closet.\" in \"A bridge\"\n"
          "      page 1 (70 80 525 94) [0-21]\n");
}

TEST_CASE("a missing block is one difference, whatever moves with it") {
    const Document without = DocumentBuilder()
                                 .without_pages()
                                 .heading(1, "A bridge")
                                 .paragraph("It opens.")
                                 .item("Mend it.")
                                 .build();
    Document with = DocumentBuilder()
                        .without_pages()
                        .heading(1, "A bridge")
                        .paragraph("New.")
                        .paragraph("It opens.")
                        .item("Mend it.")
                        .build();
    with.ledger = without.ledger;
    CHECK(differences(without, with) ==
          "  ...\n"
          "      span [0-8] bold 14 pt\n"
          "+ paragraph \"New.\" in \"A bridge\"\n"
          "  paragraph \"It opens.\" in \"A bridge\"\n"
          "  list_item 1 \"•\" \"Mend it.\" in \"A bridge\"\n"
          "- section 1 \"A bridge\" from b1 to b3, heading b1\n"
          "+ section 1 \"A bridge\" from b1 to b4, heading b1\n"
          "  ledger read 23 blocks 23 furniture 0 unaccounted 0\n");
}

TEST_CASE("a record shows its fields and the words that it stands on") {
    Document found = letter();
    add_record(found, {.id = "0123456789abcdef",
                       .type = "demand",
                       .fields = {{"text", std::string("Mend the lamp."), {}}, {"page", std::int64_t{1}, {}}},
                       .anchors = {{{3}, {0, 4}}},
                       .stage = "demands",
                       .rule = "",
                       .confidence = 0.5});
    CHECK(differences(letter(), found) ==
          "  ...\n"
          "  section 1 \"A bridge\" from b1 to b4, heading b1\n"
          "+ record demand 0123456789abcdef by demands confidence 0.5 at b4[0-4] \"Mend\"\n"
          "+     text: \"Mend the lamp.\"\n"
          "+     page: 1\n"
          "  ledger read 57 blocks 57 furniture 0 unaccounted 0\n");
}

TEST_CASE("a diagnostic shows what it says and where, from the first page on") {
    Document found = letter();
    found.diagnostics.push_back(
        {Severity::doubtful, "test-torn", "the page is torn", "reader", {.page = 1}, {}});
    CHECK(differences(letter(), found).find("page 1") != std::string::npos);
    Document second = found;
    second.diagnostics[0].place.page = 2;
    CHECK_FALSE(differences(found, second).empty());
}

TEST_CASE("documents that differ in anything have differences") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const Document one = RandomDocument(seed).make();
        CHECK(differences(one, one).empty());
        CHECK_FALSE(differences(one, RandomDocument(seed + 1).make()).empty());
        Document moved = one;
        moved.source.size += 1;
        CHECK_FALSE(differences(one, moved).empty());
        if (moved.blocks.empty()) continue;
        moved = one;
        moved.blocks.back().basis += "!";
        CHECK_FALSE(differences(one, moved).empty());
    }
}
