#include <catch2/catch.hpp>

#include "names.hpp"

using redact::Names;

namespace {

/// The text with every mention in brackets.
std::string marked(std::string_view list, std::string text) {
    const auto mentions = Names(list).in(text);
    for (auto mention = mentions.rbegin(); mention != mentions.rend(); ++mention)
        text.insert(mention->range.end, "]").insert(mention->range.start, "[");
    return text;
}

}  // namespace

TEST_CASE("names are found whatever their case, typography and white space") {
    CHECK(marked("Siân O'Neill-Parry", "SIÂN O’NEILL–PARRY and Siân\nO'Neill‐Parry.") ==
          "[SIÂN O’NEILL–PARRY] and [Siân\nO'Neill‐Parry].");
    CHECK(marked("J. Smith", "To J. Smith's office; J.\u00A0Smith; J Smith") ==
          "To [J. Smith]'s office; [J.\u00A0Smith]; J Smith");
    CHECK(marked("Thistlewood", "Thistle\u00ADwood") == "[Thistle\u00ADwood]");
}

TEST_CASE("names are whole words, in every alphabet") {
    CHECK(marked("Ann", "Annual Ann, Joann, Ann2, Année, (Ann)") ==
          "Annual [Ann], Joann, Ann2, Année, ([Ann])");
    CHECK(marked("Évan", "Évan, Évans") == "[Évan], Évans");
}

TEST_CASE("of names that overlap nothing stays") {
    CHECK(marked("Jane\nJane Smith\nSmith Jones", "Jane Smith Jones met Jane.") ==
          "[Jane Smith Jones] met [Jane].");
}

TEST_CASE("a list has remarks and empty lines, and says where a name stands") {
    const Names names("# people\n\n  Jane   Smith \r\n");
    REQUIRE_FALSE(names.empty());
    const auto mentions = names.in("Jane Smith");
    REQUIRE(mentions.size() == 1);
    CHECK(mentions[0].line == 3);
    CHECK(Names("# nobody\n\n").empty());
}

TEST_CASE("what has a meaning in regular expressions is a letter like others") {
    CHECK(marked("A. (Tony) *", "A. (Tony) *, Ab (Tony)") == "[A. (Tony) *], Ab (Tony)");
}
