#include "objects/lexer.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace sheaf::pdf;
using Kind = Token::Kind;

namespace {

std::vector<Token> tokens_of(std::string_view bytes) {
    Lexer lexer(bytes);
    std::vector<Token> out;
    for (Token token = lexer.next(); token.kind != Kind::end; token = lexer.next()) out.push_back(token);
    return out;
}

std::string string_of(std::string_view bytes) {
    std::string scratch;
    return std::string(string_value(tokens_of(bytes).at(0), scratch));
}

double number_of(std::string_view bytes) {
    return tokens_of(bytes).at(0).number;
}

}  // namespace

TEST_CASE("numbers are read as other readers read them, damaged ones too") {
    CHECK(number_of("12") == 12);
    CHECK(number_of("-0.5") == -0.5);
    CHECK(number_of("+.25") == 0.25);
    CHECK(number_of("7.") == 7);
    CHECK(number_of("--5") == -5);
    CHECK(number_of("12.3-4") == Approx(12.34));
    CHECK(number_of("12-4") == 12);
    CHECK(number_of("0.00000000000000000001") == Approx(0));
    CHECK(number_of("-") == 0);
}

TEST_CASE("a number ends where its digits end") {
    const auto tokens = tokens_of("1 0 0 rg0.5w");
    REQUIRE(tokens.size() == 4);
    CHECK(tokens[3].text == "rg0.5w");
    const auto glued = tokens_of("5Tc/F1");
    REQUIRE(glued.size() == 3);
    CHECK(glued[0].number == 5);
    CHECK(glued[1].text == "Tc");
    CHECK(glued[2].text == "F1");
}

TEST_CASE("literal strings balance parentheses and resolve escapes") {
    CHECK(string_of("(plain)") == "plain");
    CHECK(string_of("(a(b)c)") == "a(b)c");
    CHECK(string_of("(a\\)b\\\\)") == "a)b\\");
    CHECK(string_of("(\\101\\7\\0534)") == std::string("A\x07+4"));
    CHECK(string_of("(one\\\r\ntwo)") == "onetwo");
    CHECK(string_of("(one\r\ntwo\rthree)") == "one\ntwo\nthree");
    CHECK(string_of("(never closed") == "never closed");
    CHECK(string_of("(ends in a backslash\\") == "ends in a backslash");
}

TEST_CASE("hexadecimal strings skip what is no digit and pad the last one") {
    CHECK(string_of("<48 65\n6c6C6f>") == "Hello");
    CHECK(string_of("<4>") == "@");
    CHECK(string_of("<>") == "");
    CHECK(string_of("<4g8>") == "H");
}

TEST_CASE("names resolve their escapes") {
    std::string scratch;
    CHECK(name_value(tokens_of("/A#20B").at(0), scratch) == "A B");
    CHECK(name_value(tokens_of("/A#2").at(0), scratch) == "A#2");
    CHECK(name_value(tokens_of("/").at(0), scratch) == "");
}

TEST_CASE("comments and stray delimiters are passed over") {
    const auto tokens = tokens_of("1 % two\n3 ) } > 4");
    REQUIRE(tokens.size() == 3);
    CHECK(tokens[1].number == 3);
    CHECK(tokens[2].number == 4);
}

TEST_CASE("dictionaries and arrays keep their brackets") {
    std::vector<Kind> kinds;
    for (const Token& token : tokens_of("/Span<</MCID 3/A[1(x)]>>BDC")) kinds.push_back(token.kind);
    CHECK(kinds == std::vector<Kind>{Kind::name, Kind::dict_begin, Kind::name, Kind::number, Kind::name,
                                     Kind::array_begin, Kind::number, Kind::string, Kind::array_end,
                                     Kind::dict_end, Kind::keyword});
}

TEST_CASE("inline images are skipped by their length or up to the EI that content follows") {
    const auto behind = [](std::string_view bytes, std::size_t length) {
        Lexer lexer(bytes);
        while (lexer.next().text != "ID") {
        }
        lexer.skip_inline_image(length);
        return std::string(lexer.next().text);
    };
    CHECK(behind("BI /W 1 ID abc\nEI Q", 0) == "Q");
    CHECK(behind("BI /W 1 ID a EI \x01\x02\x90 b\nEI Q", 0) == "Q");
    CHECK(behind("BI /W 1 ID EI EI Q\nEI S", 8) == "S");
    CHECK(behind("BI /W 1 ID no end", 0) == "");
}
