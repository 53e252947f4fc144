#include "sheaf/number.hpp"

#include <catch2/catch.hpp>
#include <cstdint>

using namespace sheaf;

TEST_CASE("a text is a number as a whole or not at all") {
    CHECK(text::whole_number<int>("42") == 42);
    CHECK(text::whole_number<int>("-42") == -42);
    CHECK(text::whole_number<std::uint32_t>("ff0000", 16) == 0xFF0000U);
    CHECK(text::whole_number<double>("0.5") == 0.5);
    for (const char* none : {"", " 42", "42 ", "42.", "4,2", "+42", "x", "--1"})
        CHECK_FALSE(text::whole_number<int>(none));
    CHECK_FALSE(text::whole_number<unsigned>("-1"));
    CHECK_FALSE(text::whole_number<std::int64_t>("99999999999999999999"));
    CHECK_FALSE(text::whole_number<double>("0.5s"));
}
