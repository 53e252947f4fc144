#include "learn/phrases.hpp"

#include <catch2/catch.hpp>

#include "sheaf/pattern.hpp"

using namespace sheaf;
using namespace sheaf::learn;

namespace {

bool fits(const std::string& pattern, const std::string& text) {
    return Pattern(pattern, true).found_in(text);
}

}  // namespace

TEST_CASE("what titles have in common is a pattern with gaps for the rest") {
    const Template common =
        common_words({"Visit to the harbour of Dunmouth", "Visit to Skerry", "Visit to old Brae"});
    CHECK(common.words == std::vector<std::string>{"visit", "to"});
    const std::string pattern = common.pattern();
    CHECK(pattern == "^visit to .+$");
    CHECK(fits(pattern, "visit to kirk"));
    CHECK_FALSE(fits(pattern, "a visit to"));
}

TEST_CASE("a gap that some texts do not have may be empty") {
    const std::string pattern =
        common_words({"visit to the harbour", "second visit to the harbour"}).pattern();
    CHECK(pattern == "^(.+ )?visit to the harbour$");
    CHECK(common_words({"lamps", "boats"}).words.empty());
    CHECK(common_words({}).words.empty());
}

TEST_CASE("runs of words that all texts share are found, the longest first, without digits") {
    const std::vector<std::string> runs =
        common_runs({"We came on 3 May. The crew must keep a lamp lit at night.",
                     "They say: the crew must keep a lamp for 3 days; we came on Monday"},
                    3);
    CHECK(runs == std::vector<std::string>{"the crew must keep a lamp", "we came on"});
}

TEST_CASE("titles are one of those seen, or what begins like all of them") {
    CHECK(any_title({"Areas for improvement", "Areas for improvement:"}) == "^areas for improvement[:.?]?$");
    CHECK(any_title({"What needs to improve", "What needs to improve in this port?"}) ==
          "^what needs to improve\\b");
    CHECK(any_title({"Lamps", "Boats"}) == "^(boats|lamps)[:.?]?$");
    CHECK(any_title({}).empty());
}

TEST_CASE("labels are known by their form, and patterns by their literal") {
    CHECK(form_of("016/15") == "\\d+/\\d+");
    CHECK(form_of("R-3a") == "[a-z]-\\d[a-z]");
    CHECK(escaped("a (b) 1.") == "a \\(b\\) 1\\.");
    CHECK(toml_literal("a.b") == "'a.b'");
    CHECK(toml_literal("children's") == "'''children's'''");
}

TEST_CASE("a title that is the beginning of others stands for all that begin so") {
    CHECK(any_title({"Recommendations", "Recommendations to the crew", "New orders"}) ==
          "^(new orders|recommendations( .*)?)[:.?]?$");
}

TEST_CASE("a number of its own is in brackets at the end of a text, and has parts") {
    const auto number = own_number("The crew must row. (016/15)");
    REQUIRE(number);
    CHECK(number->number == "016/15");
    CHECK(number->before == 18);
    CHECK_FALSE(own_number("The crew must row (2018)"));
    CHECK_FALSE(own_number("Rule (016/15) was broken."));
}
