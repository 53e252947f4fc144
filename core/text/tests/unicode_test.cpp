#include <catch2/catch.hpp>

#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

using namespace sheaf;

TEST_CASE("text is brought to NFC") {
    CHECK(text::to_nfc("plain") == "plain");
    CHECK(text::to_nfc("cafe\u0301") == "café");
    CHECK(text::to_nfc("w\u0302yn") == "ŵyn");
    CHECK(text::to_nfc("‘quoted’ – and dashed") == "‘quoted’ – and dashed");
    CHECK(text::is_nfc("Ynys Môn – tŷ"));
    CHECK_FALSE(text::is_nfc("e\u0301"));
    CHECK(text::is_nfc("10 € – 한국"));
    CHECK_FALSE(text::is_nfc("\u1112\u1161\u11AB"));
    CHECK(text::to_nfc("\u1112\u1161\u11AB") == "한");
    CHECK_FALSE(text::is_nfc("a\xFFz"));
    // U+2126 (ohm) and U+2000 change although they are no combining characters.
    CHECK(text::to_nfc("\u2126") == "\u03A9");
    CHECK_FALSE(text::is_nfc("a\u2000b"));
}

TEST_CASE("ill-formed bytes become replacement characters and crash nothing") {
    for (const std::string bad : {"\xFF", "a\xC3", "\xE2\x80", "\xED\xA0\x80", "\xED\xBF\xBF",
                                  "\xF4\x90\x80\x80", "\x80\x80 b", "\xC0\xAF"}) {
        CAPTURE(bad);
        CHECK_FALSE(text::is_valid_utf8(bad));
        CHECK(text::is_valid_utf8(text::to_nfc(bad)));
        CHECK(text::is_valid_utf8(text::squeeze(bad)));
        CHECK(text::is_valid_utf8(text::fold(bad)));
        text::sentences(bad + ". " + bad);
        text::leading_label(bad + " " + bad);
        text::leading_label("(" + bad);
        CHECK(text::count_visible(bad) > 0);
    }
}

TEST_CASE("decoding moves from boundary to boundary") {
    const std::string_view s = "a–𝄞";
    std::size_t at = 0;
    CHECK(text::next(s, at) == U'a');
    CHECK(at == 1);
    CHECK(text::next(s, at) == U'–');
    CHECK(at == 4);
    CHECK(text::next(s, at) == U'\U0001D11E');
    CHECK(at == 8);
}

TEST_CASE("bytes that could begin a code point are one replacement character together, and others each one") {
    const auto sizes = [](std::string_view text) {
        std::vector<std::size_t> each;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t from = at;
            CHECK(text::next(text, at) == 0xFFFD);
            each.push_back(at - from);
        }
        return each;
    };
    using Sizes = std::vector<std::size_t>;
    CHECK(sizes("\xE2\x80") == Sizes{2});
    CHECK(sizes("\xF0\x9D\x84") == Sizes{3});
    CHECK(sizes("\xE2\x80\xE2\x80") == Sizes{2, 2});
    CHECK(sizes("\xC0\xAF\xFF") == Sizes{1, 1, 1});
    CHECK(sizes("\xED\xA0\x80") == Sizes{1, 1, 1});
    CHECK(sizes("\xF4\x90\x80\x80") == Sizes{1, 1, 1, 1});
}

TEST_CASE("capitals of ASCII become small, and nothing else changes") {
    CHECK(text::lower("Annex É-Z[") == "annex É-z[");
    CHECK(text::is_ascii("a~\x7F"));
    CHECK_FALSE(text::is_ascii("ab\x80z"));
}

TEST_CASE("a letter of any script is one") {
    CHECK(text::has_letter("4.1 (a)"));
    CHECK(text::has_letter("– ŵ"));
    CHECK_FALSE(text::has_letter("4.1 – £"));
    CHECK_FALSE(text::has_letter(""));
}

TEST_CASE("a text is cut where a code point begins") {
    const std::string_view s = "a–𝄞";
    CHECK(text::boundary(s, 0) == 0);
    CHECK(text::boundary(s, 1) == 1);
    CHECK(text::boundary(s, 3) == 1);
    CHECK(text::boundary(s, 4) == 4);
    CHECK(text::boundary(s, 7) == 4);
    CHECK(text::boundary(s, 8) == 8);
    CHECK(text::boundary(s, 99) == 8);
    CHECK(text::boundary("\x80\x80", 1) == 0);
    CHECK(text::boundary("", 0) == 0);
}

TEST_CASE("code points are appended as UTF-8, surrogates as replacement characters") {
    std::string s;
    text::append(s, U'x');
    text::append(s, U'é');
    text::append(s, 0xD800);
    text::append(s, 0xDFFF);
    text::append(s, 0x110000);
    CHECK(s == "xé\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("white space of typography counts as white space") {
    for (const char32_t c :
         {U' ', U'\t', U'\n', U'\u00A0', U'\u2009', U'\u200B', U'\u202F', U'\u3000', U'\uFEFF', U'\u2028'})
        CHECK(text::is_space(c));
    CHECK_FALSE(text::is_space(U'\u00AD'));
    CHECK_FALSE(text::is_space(U'\u200D'));
    CHECK(text::squeeze("  a\u00A0\u200B b\t\r\nc ") == "a b c");
    CHECK(text::squeeze(" \n ").empty());
}

TEST_CASE("the ledger's unit is the visible code point") {
    CHECK(text::count_visible("a b\u00A0c\u200B") == 3);
    CHECK(text::count_visible("tŷ – 𝄞") == 4);
    CHECK(text::count_visible("") == 0);
}

TEST_CASE("folded texts are equal when only typography differs") {
    CHECK(text::fold("Children’s  Services") == text::fold("children's services"));
    CHECK(text::fold("multi\u2011agency") == text::fold("multi-agency"));
    CHECK(text::fold("co\u00ADordinate") == "coordinate");
    CHECK(text::fold("ﬁnance") == "finance");
    CHECK(text::fold("fi\u2065na\U000E0123nce") == "finance");
    CHECK(text::fold("Ŵyn") == text::fold("ŵYN"));
    CHECK(text::fold("“a” – b…") == "\"a\" - b...");
    CHECK(text::fold("ﬁ – “x”") == "fi - \"x\"");
    CHECK(text::fold("  ") == "");
}

TEST_CASE("letters, cases and digits are told apart beyond ASCII") {
    CHECK(text::is_letter(U'ŵ'));
    CHECK(text::is_upper(U'Ŵ'));
    CHECK(text::is_lower(U'ŵ'));
    CHECK(text::is_digit(U'٣'));
    CHECK_FALSE(text::is_letter(U'–'));
    CHECK_FALSE(text::is_digit(U'½'));
}

TEST_CASE("patterns see a number without the mark that is raised behind it") {
    const text::Plain plain = text::plain("We read 30² records² of ²");
    CHECK(plain.text == "We read 30 records² of ²");
    CHECK(text::plain("30², ³ and 40⁽²⁾, 50ᵃ, 60₁, 70 ² x").text == "30 and 40, 50, 60, 70 x");
    CHECK(plain.original({8, 10}) == Range{8, 12});
    CHECK(plain.original({11, 18}) == Range{13, 20});
}

TEST_CASE("patterns see plain text, and every match leads back to the printed words") {
    const std::string printed = "Children’s  services – in\u00A0Tŷ\u00AD\nx…";
    const text::Plain plain = text::plain(printed);
    CHECK(plain.text == "Children's services - in Tŷ\nx...");
    CHECK(plain.origin[plain.text.size()] == printed.size());
    const auto at = static_cast<std::uint32_t>(plain.text.find("services"));
    const Range back = plain.original({at, at + 8});
    CHECK(printed.substr(back.start, back.end - back.start) == "services");
    const Range whole = plain.original({0, 10});
    CHECK(printed.substr(whole.start, whole.end - whole.start) == "Children’s");
    CHECK(text::plain("").origin[0] == 0);
    CHECK(text::is_valid_utf8(text::plain("a\xFF\xC3").text));
}
