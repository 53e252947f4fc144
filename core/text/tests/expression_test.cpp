#include "text/expression.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "sheaf/pattern.hpp"
#include "sheaf/text.hpp"

using namespace sheaf;

namespace {

RE2::Options quiet() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    return options;
}

bool may_match(const Expression& expression, std::string_view text) {
    return expression.needs.empty() || std::any_of(expression.needs.begin(), expression.needs.end(),
                                                   [&](const Word& word) { return word.in(text); });
}

bool needs(const char* expression, std::string_view text) {
    const Expression told = read_expression(expression);
    return told.plain && !told.needs.empty() && !may_match(told, text);
}

/// Made of pieces that are often valid together, so that many of the expressions are, too.
std::string any_of(std::mt19937& random, const std::vector<std::string>& pieces, std::size_t most) {
    std::string made;
    for (std::size_t n = random() % most + 1; n > 0; --n) made += pieces[random() % pieces.size()];
    return made;
}

}  // namespace

TEST_CASE("a word is found in whatever case") {
    CHECK(Word("dates").in("Inspection DATES:"));
    CHECK(Word("Dates").in("dates"));
    CHECK_FALSE(Word("dates").in("date"));
    CHECK_FALSE(Word("dates").in(""));
    CHECK(Word("a.b").in("xa.bx"));
    CHECK_FALSE(Word("a.b").in("anb"));
    CHECK(Word("the local safeguarding children board").in("The Local Safeguarding Children Board"));
}

TEST_CASE("the words that an expression needs are told") {
    CHECK(needs("^inspection dates?:", "Report published"));
    CHECK_FALSE(needs("^inspection dates?:", "inspection date:"));
    CHECK(needs(R"(^(?P<name>(the )?effectiveness|lscb)\s+(?P<grade>good|poor)\.?$)", "The rest is well"));
    CHECK(needs(R"(colou?r|\bhues)", "color") == false);
    CHECK(needs(R"(colou?r|\bhue)", "a cole"));
    // Nothing is needed of what may be absent, and a class may be anything.
    CHECK(read_expression("(absent)?[abc]+.").needs.empty());
    CHECK(read_expression("(present|)x").needs.empty());
    CHECK(read_expression("(absent){0,2}").needs.empty());
    // Looking for them would be no quicker.
    CHECK(read_expression("a|b|c").needs.empty());
    // U+212A and U+017F are k and s when case is ignored.
    CHECK_FALSE(needs("^(?i)task$", "ta\u017F\u212A"));
    CHECK_FALSE(needs("masks and tasks", "ma\u017Fk\u017F and tasks"));
}

TEST_CASE("groups are told by name") {
    const Expression told = read_expression(R"(^(?P<day>\d+)(st|nd)? (?:of )?(?P<month>[a-z]+)$)");
    REQUIRE(told.plain);
    CHECK(told.groups == std::vector<std::string>{"day", "", "month"});
}

TEST_CASE("what is not plain is left to RE2") {
    for (const char* expression :
         {R"(\pL)", R"(\Qa)",           R"(\x41)", "a{2", "a{2,1}", "a{1001}", "(a{50}){50}",
          "(?U)a",  "[[:upper:]]",      "(a",      "a)",  "[a",     "[z-a]",   "*a",
          "a**",    "(?P<a>b)(?P<a>c)", "(?P<>a)", "\\",  "a\xFF",  "[é-a]"}) {
        CAPTURE(expression);
        CHECK_FALSE(read_expression(expression).plain);
    }
}

TEST_CASE("what is told of random expressions is what RE2 finds") {
    std::mt19937 random(1);
    const std::vector<std::string> parts = {
        "a",   "ab",  "K",   "s",    ".",      "*",    "+",   "?",         "{2}",   "{0,2}", "{",
        "}",   "(",   ")",   "|",    "^",      "$",    "(?:", "[",         "]",     "[^",    "-",
        "\\b", "\\w", "\\",  "\\.",  "(?P<n>", "(?i)", "é",   "[ab]",      "(?-i:", ",",     "b-",
        "\\S", "[a-", "ba)", "(ab|", "c",      " ",    "?:",  "[:alpha:]", "(b"};
    const std::vector<std::string> letters = {"a", "b", "ab",     "A",      "B", "n", "\n", "s",
                                              "S", "k", "\u017F", "\u212A", "c", " ", ".",  "é"};
    std::size_t plain = 0;
    for (int n = 0; n < 20000; ++n) {
        const std::string expression = any_of(random, parts, 9);
        const Expression told = read_expression(expression);
        if (!told.plain) continue;
        ++plain;
        CAPTURE(expression);
        const RE2 re2(expression, quiet());
        REQUIRE(re2.ok());
        REQUIRE(static_cast<std::size_t>(re2.NumberOfCapturingGroups()) == told.groups.size());
        for (const auto& [name, position] : re2.NamedCapturingGroups())
            REQUIRE(told.groups[static_cast<std::size_t>(position) - 1] == name);
        // The matches and the groups are those that RE2 finds in the text as it is.
        const Pattern pattern(expression, true);
        std::vector<re2::StringPiece> pieces(told.groups.size() + 1);
        for (int j = 0; j < 20; ++j) {
            const std::string text = any_of(random, letters, 8);
            CAPTURE(text);
            const std::size_t from = j % 4 == 0 ? text::boundary(text, random() % text.size()) : 0;
            const bool found = re2.Match(text, from, text.size(), RE2::UNANCHORED, pieces.data(),
                                         static_cast<int>(pieces.size()));
            if (found) REQUIRE(may_match(told, text));
            const auto match = pattern.find(text, from);
            REQUIRE(match.has_value() == found);
            REQUIRE(pattern.matches_all(text) == RE2::FullMatch(text, re2));
            if (from == 0) REQUIRE(pattern.found_in(text) == found);
            for (std::size_t i = 0; found && i < pieces.size(); ++i) {
                const auto range = i == 0 ? std::optional(match->whole) : match->groups[i - 1];
                REQUIRE(range.has_value() == (pieces[i].data() != nullptr));
                if (!range) continue;
                CHECK(range->start == static_cast<std::size_t>(pieces[i].data() - text.data()));
                CHECK(range->end - range->start == pieces[i].size());
            }
        }
    }
    CHECK(plain > 2000);
}
