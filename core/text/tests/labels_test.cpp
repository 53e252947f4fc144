#include <catch2/catch.hpp>

#include "sheaf/text.hpp"

using namespace sheaf;
using Kind = text::Label::Kind;

static std::string printed(std::string_view s) {
    const auto label = text::leading_label(s);
    return label ? std::string(label->printed) : std::string();
}

TEST_CASE("numbers at the start of a paragraph are labels") {
    CHECK(printed("4.11 In few instances") == "4.11");
    CHECK(printed("4.11. In few instances") == "4.11.");
    CHECK(printed("1. Ensure") == "1.");
    CHECK(printed("1) ensure") == "1)");
    CHECK(printed("(2) Ensure") == "(2)");
    CHECK(printed("12 Improve the quality") == "12");
    CHECK(printed("4.2.1 Plans") == "4.2.1");
    CHECK(printed("104. Ensure") == "104.");
    CHECK(printed("3a. Plans") == "3a.");
    CHECK(printed("7 ‘Quoted’ text") == "7");
    const auto label = text::leading_label("  4.11\u00A0 In few");
    REQUIRE(label);
    CHECK(label->kind == Kind::number);
    CHECK(std::string_view("  4.11\u00A0 In few").substr(label->text_at) == "In few");
}

TEST_CASE("years, dates, sums and quantities are no labels") {
    for (const auto* s : {"2014 was a hard year",
                          "1.5 million pounds",
                          "12 June 2017",
                          "12 Mehefin 2017",
                          "12 March saw a change",
                          "12.06.17 Visit",
                          "12/06/2017 Visit",
                          "25% of children",
                          "1,500 children",
                          "£5 Million",
                          "3 children were seen",
                          "1.5 Million",
                          "2.5 FTE posts",
                          "0.5 Posts",
                          "9.05 Start",
                          "1st Avenue",
                          "23 – 25 February 2026",
                          "2014",
                          "4.11",
                          "1.",
                          "(1)",
                          "5 . 6",
                          "12345 Words",
                          "1.2.3.4.5.6 Deep"}) {
        CAPTURE(s);
        CHECK_FALSE(text::leading_label(s));
    }
}

TEST_CASE("numbers are printed as numerals and letters") {
    CHECK(text::roman(1) == "i");
    CHECK(text::roman(49) == "xlix");
    CHECK(text::roman(1994) == "mcmxciv");
    CHECK(text::roman(4000) == "mmmm");
    CHECK(text::letters(1) == "a");
    CHECK(text::letters(26) == "z");
    CHECK(text::letters(27) == "aa");
    CHECK(text::letters(53) == "aaa");
}

TEST_CASE("letters and roman numerals with their punctuation are labels") {
    CHECK(printed("(a) the first") == "(a)");
    CHECK(printed("a) the first") == "a)");
    CHECK(printed("a. the first") == "a.");
    CHECK(printed("B) The second") == "B)");
    CHECK(printed("iv. the fourth") == "iv.");
    CHECK(printed("(iv) the fourth") == "(iv)");
    CHECK(printed("II. Second") == "II.");
    CHECK(text::leading_label("iv. the fourth")->kind == Kind::roman);
    CHECK(text::leading_label("(xxxix) last")->kind == Kind::roman);
    CHECK(text::leading_label("(b) the second")->kind == Kind::letter);
    for (const auto* s : {"a child", "A. Smith", "I. Jones", "e.g. this", "iiii. wrong", "(vx) wrong",
                          "mix. wrong", "(a)", "did. That", "(see a) b"}) {
        CAPTURE(s);
        CHECK_FALSE(text::leading_label(s));
    }
}

TEST_CASE("bullets are labels, those of private fonts included") {
    CHECK(printed("◼ Improve") == "◼");
    CHECK(printed("\uF06E Improve") == "\uF06E");
    CHECK(printed("• Improve") == "•");
    CHECK(printed("•Improve") == "•");
    CHECK(printed("- improve") == "-");
    CHECK(printed("– improve") == "–");
    CHECK_FALSE(text::leading_label("-5 degrees"));
    CHECK_FALSE(text::leading_label("–"));
    CHECK_FALSE(text::leading_label("•  "));
    CHECK(text::leading_label("\uF0B7 x")->kind == Kind::bullet);
}

TEST_CASE("each symbol font shows characters of its own, whatever the case of its name") {
    using text::SymbolFont;
    const auto shown = [](std::string_view font, char32_t code) {
        return text::symbol(text::symbol_font(font), code);
    };
    CHECK(shown("Wingdings", 0xF0FC) == 0x2713);
    CHECK(shown("wingdings", 0xFC) == 0x2713);
    CHECK(shown("Wingdings 2", 0xF050) == 0x2713);
    CHECK(shown("Wingdings 2", 0xF04F) == 0x2717);
    CHECK(shown("Wingdings 2", 0xF052) == 0x2611);
    CHECK(shown("Wingdings 2", 0xF0A3) == 0x25A1);
    CHECK(shown("Wingdings 3", 0x70) == 0x25B2);
    CHECK(shown("Webdings", U'a') == 0x2714);
    CHECK(shown("Symbol", 0xF0B3) == 0x2265);
    CHECK(shown("Wingdings 2", 0xF0FF) == 0xF0FF);  // the font has nothing there
    CHECK(shown("MT Extra", U'a') == 0xF061);
    CHECK(shown("MT Extra", U'!') == 0xF021);
    CHECK(text::symbol_font("Arial") == SymbolFont::none);
    CHECK(shown("Arial", U'a') == U'a');
}

TEST_CASE("a symbol font's private code points are shown as what they look like") {
    CHECK(text::unicode_of_symbol(0xF06E) == 0x25FC);
    CHECK(text::unicode_of_symbol(0xF0B7) == 0x2022);
    CHECK(text::unicode_of_symbol(0xF0A7) == 0x25AA);
    CHECK(text::unicode_of_symbol(0xF0D8) == 0x27A2);
    CHECK(text::unicode_of_symbol(0xF021) == 0xF021);
    CHECK(text::unicode_of_symbol(U'a') == U'a');
    for (char32_t c = 0xF020; c <= 0xF0FF; ++c) CHECK(text::is_bullet(c));
    CHECK_FALSE(text::is_bullet(U'o'));
    CHECK_FALSE(text::is_bullet(U'1'));
}
