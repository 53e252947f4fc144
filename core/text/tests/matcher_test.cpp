#include "text/matcher.hpp"

#include <re2/re2.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "text/expression.hpp"

using namespace sheaf;

namespace {

std::string any_of(std::mt19937& random, const std::vector<std::string>& pieces, std::size_t most) {
    std::string made;
    for (std::size_t n = random() % most + 1; n > 0; --n) made += pieces[random() % pieces.size()];
    return made;
}

std::vector<std::size_t> bounds_by(const RE2& re2, const std::string& text, std::size_t from, bool whole) {
    std::vector<re2::StringPiece> pieces(static_cast<std::size_t>(re2.NumberOfCapturingGroups()) + 1);
    if (!re2.Match(text, from, text.size(), whole ? RE2::ANCHOR_BOTH : RE2::UNANCHORED, pieces.data(),
                   static_cast<int>(pieces.size())))
        return {};
    std::vector<std::size_t> bounds;
    for (const re2::StringPiece& piece : pieces) {
        const std::size_t begin =
            piece.data() ? static_cast<std::size_t>(piece.data() - text.data()) : nowhere;
        bounds.push_back(begin);
        bounds.push_back(piece.data() ? begin + piece.size() : nowhere);
    }
    return bounds;
}

}  // namespace

TEST_CASE("random expressions match in random texts where RE2 matches them, group by group") {
    std::mt19937 random(1);
    const std::vector<std::string> parts = {
        "a",     "ab",    "K",    "s",    "c",    " ",       ",",         "é",         "-",
        ".",     "*",     "+",    "?",    "{2}",  "{0,2}",   "{1,}",      "{2,3}?",    "*?",
        "+?",    "??",    "(",    ")",    "|",    "^",       "$",         "(?:",       "(?P<n>",
        "(a*",   "(|",    "|)",   ")*",   ")+",   ")?",      ")*)",       "(ab|",      "ba)",
        "[",     "]",     "[^",   "[ab]", "[^a]", "[a-",     "[\\W",      "b-",        "\\",
        "\\b",   "\\B",   "\\w",  "\\W",  "\\S",  "\\d",     "\\.",       "\\n",       "\\v",
        "(?i)",  "(?-i:", "(?i:", "(?m)", "(?s)", "(?-m)",   "[:alpha:]", "[:space:]", "[:punct:]",
        "[[:^a", "(?m:",  "(?s:", "{,1}", "{0}",  "[^\\s-]", "(b"};
    const std::vector<std::string> letters = {"a",  "b", "ab", "A", "B", "n", "\n",        "s",
                                              "S",  "k", "K",  "c", " ", ".", "\v",        "\t",
                                              "\r", "-", "1",  "_", "é", "€", "\U0001F600"};
    std::size_t compared = 0, found = 0;
    for (int n = 0; n < 200000; ++n) {
        const std::string expression = any_of(random, parts, 10);
        const bool ignore_case = n % 2 == 0;
        if (!read_expression(expression).plain || expression.find("é") != std::string::npos) continue;
        CAPTURE(expression, ignore_case);
        RE2::Options options;
        options.set_case_sensitive(!ignore_case);
        const RE2 re2(expression, options);
        const Program program(expression, ignore_case);
        std::vector<std::size_t> bounds(2 * static_cast<std::size_t>(re2.NumberOfCapturingGroups()) + 2);
        for (int j = 0; j < 12; ++j) {
            const std::string text = any_of(random, letters, 9);
            const std::size_t from = j % 4 == 0 ? random() % text.size() : 0;
            const bool whole = j % 3 == 1;
            const auto expected = bounds_by(re2, text, from, whole);
            const bool matches = match(program, text, from, whole, bounds);
            ++compared;
            found += matches;
            if (matches == !expected.empty() && match(program, text, from, whole, {}) == matches &&
                (!matches || bounds == expected))
                continue;
            CAPTURE(text, from, whole);
            REQUIRE(matches == !expected.empty());
            REQUIRE(match(program, text, from, whole, {}) == matches);
            REQUIRE(bounds == expected);
        }
    }
    CHECK(compared > 200000);
    CHECK(found > 50000);
}

TEST_CASE("a text is left to RE2 that is long, ill-formed, or has a letter whose other case is ASCII") {
    const Program program("^(a|k)*$", true);
    CHECK(can_match(program, ""));
    CHECK(can_match(program, "a kä"));
    CHECK_FALSE(can_match(program, "\xC3"));
    CHECK_FALSE(can_match(program, "a\u017F"));
    CHECK_FALSE(can_match(program, "\u212A"));
    CHECK_FALSE(can_match(program, std::string(1 << 20, 'a')));
}

TEST_CASE("no way through a program is tried twice") {
    const std::string text(10000, 'a');
    for (const char* expression : {"(a*)*b", "(a|a)*b", "(a|aa)+(a?)+b", "(?:a?){30}a{30}b"})
        CHECK_FALSE(match(Program(expression, false), text, 0, false, {}));
}
