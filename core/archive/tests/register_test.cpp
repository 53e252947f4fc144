#include "archive/register.hpp"

#include <catch2/catch.hpp>

#include "sheaf/diagnostic.hpp"

using namespace sheaf;

TEST_CASE("A register knows an authority by every spelling of its names") {
    const Register known(
        "\xEF\xBB\xBFname,code,region,other_names\r\n"
        "\"Harrow, City of\",E1,North,Harrow|City of Harrow\r\n"
        "Stow and Mere,E2,,Stow a Mêr\r\n",
        "r.csv");
    for (const char* name : {"Harrow, City of", "harrow", "CITY OF HARROW"}) {
        INFO(name);
        REQUIRE(known.find(name));
        CHECK(known.find(name)->code == "E1");
        CHECK(known.find(name)->region == "North");
    }
    for (const char* name : {"Stow & Mere", "Stow  and Mere.", "Stow a Mêr", "Stow-and-Mere"}) {
        INFO(name);
        REQUIRE(known.find(name));
        CHECK(known.find(name)->code == "E2");
    }
}

TEST_CASE("What a register does not know, and a name that two authorities share, is not found") {
    const Register known("code,name,other_names\nE1,Harrow,Mere\nE2,Stow,Mere\n", "r.csv");
    CHECK_FALSE(known.find("Mere"));
    CHECK_FALSE(known.find("Harrowby"));
    CHECK_FALSE(known.find(""));
    CHECK(known.find("Stow"));
    CHECK_FALSE(Register().find("Harrow"));
}

TEST_CASE("A register without the columns that it needs is refused") {
    for (const char* text : {"", "name,region\nHarrow,North\n"}) {
        try {
            const Register read(text, "r.csv");
            FAIL("it was taken");
        } catch (const StageError& error) {
            CHECK(error.diagnostic().code == "file-unreadable");
            CHECK(std::string(error.what()).find("`code`") != std::string::npos);
        }
    }
}

TEST_CASE("Rows of CSV: quotation marks, line breaks in cells, empty cells, either line end") {
    CHECK(csv_rows("a,\"b \"\"c\"\"\nd\"\r\n,\n\"\"") ==
          std::vector<std::vector<std::string>>{{"a", "b \"c\"\nd"}, {"", ""}, {""}});
    CHECK(csv_rows("").empty());
}
