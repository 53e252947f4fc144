#include "pipeline/suggest.hpp"

#include <catch2/catch.hpp>

using namespace sheaf;

TEST_CASE("Edits are counted, a swap of neighbours as one") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("sections", "sections") == 0);
    CHECK(edit_distance("sectons", "sections") == 1);
    CHECK(edit_distance("setcions", "sections") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("A slip is recognised, another word is not") {
    const std::vector<std::string> names = {"json", "csv", "html"};
    CHECK(nearest("jsn", names) == "json");
    CHECK(nearest("htlm", names) == "html");
    CHECK(nearest("cvs", names) == "csv");
    CHECK(nearest("spreadsheet", names).empty());
    CHECK(did_you_mean("jsn", names) == "did you mean \"json\"?");
    CHECK(did_you_mean("spreadsheet", names).empty());
}

TEST_CASE("Names are listed as in a sentence") {
    CHECK(listed({"a"}) == "\"a\"");
    CHECK(listed({"a", "b"}) == "\"a\" and \"b\"");
    CHECK(listed({"a", "b", "c"}) == "\"a\", \"b\" and \"c\"");
}
