#include <catch2/catch.hpp>
#include <string>

#include "sheaf/diagnostic.hpp"
#include "sheaf/pattern.hpp"

using namespace sheaf;

TEST_CASE("a pattern is found with its groups") {
    const Pattern pattern(R"((?P<who>\w+) (must|should)( not)?)");
    const std::string s = "Staff should act";
    const auto match = pattern.find(s);
    REQUIRE(match);
    CHECK(match->whole == Range{0, 12});
    REQUIRE(match->groups.size() == 3);
    CHECK(match->groups[*pattern.group("who")] == Range{0, 5});
    CHECK_FALSE(match->groups[2]);
    CHECK_FALSE(pattern.group("whom"));
    CHECK_FALSE(pattern.find(s, 1)->groups[0] == Range{0, 5});
    CHECK_FALSE(pattern.find(s, 99));
}

TEST_CASE("case can be ignored, and a whole text demanded") {
    CHECK(Pattern("yours sincerely", true).found_in("Yours Sincerely,"));
    CHECK_FALSE(Pattern("yours sincerely").found_in("Yours Sincerely,"));
    CHECK(Pattern("good|bad").matches_all("good"));
    CHECK_FALSE(Pattern("good|bad").matches_all("goodness"));
}

TEST_CASE("an invalid pattern is refused with the reason") {
    CHECK_THROWS_AS(Pattern("(a"), StageError);
    CHECK_THROWS_AS(PatternSet({"a", "(b"}), StageError);
    CHECK(Pattern::check("(a").find("missing )") != std::string::npos);
    CHECK(Pattern::check(R"(a(?=b))") != "");
    CHECK(Pattern::check("a|b").empty());
    try {
        Pattern("[z-a]");
        FAIL("must throw");
    } catch (const StageError& error) {
        CHECK(error.diagnostic().code == "pattern-invalid");
    }
}

TEST_CASE("a pattern that grows too large is refused when it is made, not when it is used") {
    const auto repeated = [](const std::string& what, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) all += what;
        return all;
    };
    CHECK(Pattern::check(R"((\pL{30}\pL{30}){30})") != "");
    CHECK_THROWS_AS(Pattern(repeated(R"(\pL)", 2000)), StageError);
}

TEST_CASE("matching takes linear time on hostile text") {
    CHECK_FALSE(Pattern("(a*)*b").found_in(std::string(1 << 16, 'a')));
}

TEST_CASE("empty and ill-formed texts are survived") {
    CHECK(Pattern("a*").find(std::string_view())->whole == Range{0, 0});
    CHECK_FALSE(Pattern("é").found_in("\xC3"));
    CHECK_NOTHROW(Pattern(".").find("\xFF\xFE"));
}

TEST_CASE("many patterns are looked for together") {
    const PatternSet set({"must", "should", "^Next"}, true);
    CHECK(set.found_in("next, they SHOULD") == std::vector<std::size_t>{1, 2});
    CHECK(set.found_in("nothing").empty());
    CHECK(PatternSet(std::vector<std::string>{}).found_in("x").empty());
    CHECK_THROWS_AS(PatternSet({"a", R"((\pL{30}\pL{30}){30})"}), StageError);
}
