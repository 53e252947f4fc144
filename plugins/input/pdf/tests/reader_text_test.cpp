// Text operators: every glyph with its text and its place.
#include <catch2/catch.hpp>

#include "objects/unicode.hpp"
#include "reader_kit.hpp"

using namespace sheaf::pdf;
using Texts = std::vector<std::string>;

namespace {

/// A ToUnicode map from one-byte codes: `<41> <0042>` lines.
std::string to_unicode(const std::string& lines, int count) {
    return "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
           "1 begincodespacerange <00> <FF> endcodespacerange " +
           std::to_string(count) + " beginbfchar " + lines + " endbfchar endcmap end end";
}

/// A page that shows `content` with a font /U that maps codes by `map`.
Content with_map(const std::string& map, int count, const std::string& content) {
    PdfBuilder builder;
    const int stream = builder.add_stream("", to_unicode(map, count));
    // Names that say nothing: the map alone decides.
    const int font = builder.add(
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/g1/g2/g3/g4]>>/ToUnicode " +
        builder.ref(stream) + ">>");
    builder.add_page(content, "", "", "/U " + builder.ref(font));
    return read(builder);
}

}  // namespace

TEST_CASE("glyphs for tabs and line ends are spaces") {
    for (const char32_t c : {U'\t', U'\n', U'\r'}) {
        std::string text = "a";
        append_glyph(text, c);
        CHECK(text == "a ");
    }
}

TEST_CASE("glyphs stand where the operators put them, from the top left in points") {
    const Content content = read("BT /F1 10 Tf 1 0 0 1 72 700 Tm (AB) Tj ET");
    const PageContent& page = content.pages.at(0);
    CHECK(page.width == 600);
    CHECK(page.height == 800);
    REQUIRE(texts_of(content) == Texts{"AB"});
    const Run& run = page.runs[0];
    CHECK(run.baseline == Approx(100));
    CHECK(run.size == Approx(10));
    CHECK(run.left == Approx(72));
    CHECK(run.right == Approx(72 + 13.34));  // A and B are 667 thousandths wide
    CHECK(run.top < 100);
    CHECK(run.bottom > 100);
    CHECK(page.glyphs[1].left == Approx(78.67));
    CHECK(content.fonts.at(run.font).name == "Helvetica");
}

TEST_CASE("character and word spacing, scaling and rise move glyphs but do not widen them") {
    const Content content = read("BT /F1 10 Tf 72 700 Td 1 Tc 2 Tw 50 Tz 3 Ts (A A) Tj ET");
    const PageContent& page = content.pages.at(0);
    REQUIRE(page.glyphs.size() == 3);
    CHECK(page.glyphs[0].right == Approx(72 + 3.335));
    CHECK(page.glyphs[1].left == Approx(72 + 3.335 + 0.5));
    CHECK(page.glyphs[2].left == Approx(72 + 3.335 + 0.5 + 1.39 + 0.5 + 1));
    CHECK(page.runs[0].baseline == Approx(97));
}

TEST_CASE("all operators that show text and move lines are understood") {
    const Content content = read(
        "BT /F1 10 Tf 72 700 Td 12 TL (one) Tj T* (two) Tj (three) ' 5 1 (four) \" 0 -20 TD (five) Tj T* "
        "[(s)-20(ix)] TJ ET");
    REQUIRE(texts_of(content) == Texts{"one", "two", "three", "four", "five", "six"});
    const auto& runs = content.pages[0].runs;
    CHECK(runs[1].baseline == Approx(112));
    CHECK(runs[2].baseline == Approx(124));
    CHECK(runs[3].baseline == Approx(136));
    CHECK(runs[4].baseline == Approx(156));
    CHECK(runs[5].baseline == Approx(176));
}

TEST_CASE("kerning keeps a run together and far moves part it") {
    CHECK(texts_of(read("BT /F1 10 Tf 72 700 Td [(W)80(or)-250(d)] TJ ET")) == Texts{"Word"});
    CHECK(texts_of(read("BT /F1 10 Tf 72 700 Td [(left)-5000(right)] TJ ET")) == Texts{"left", "right"});
    CHECK(texts_of(read("BT /F1 10 Tf 72 700 Td [(over)2000(print)] TJ ET")) == Texts{"over", "print"});
}

TEST_CASE("strings that go on where the last one ended are one run") {
    CHECK(texts_of(read("BT /F1 10 Tf 72 700 Td (AB) Tj (CD) Tj 13.34 0 Td (EF) Tj ET")) ==
          Texts{"ABCD", "EF"});
    CHECK(texts_of(read("BT /F1 10 Tf 72 700 Td (AB) Tj 1 0 0 rg (CD) Tj ET")) == Texts{"AB", "CD"});
}

TEST_CASE("a graphics state can set the font") {
    const Content content =
        read("/G1 gs BT 72 700 Td (by state) Tj ET", "/ExtGState<</G1<</Font[3 0 R 9]>>>>");
    REQUIRE(texts_of(content) == Texts{"by state"});
    CHECK(content.pages[0].runs[0].size == Approx(9));
}

TEST_CASE("text in a font that the file does not have is told, not guessed") {
    const Content content = read("BT /F9 10 Tf 72 700 Td (lost) Tj ET BT /F1 10 Tf (kept) Tj ET");
    CHECK(texts_of(content) == Texts{"kept"});
    CHECK(has_code(content, "pdf-font-missing"));
}

TEST_CASE("control characters of ToUnicode maps are dropped, line ends and tabs are spaces") {
    const Content content =
        with_map("<41> <0001> <42> <0085> <43> <0009> <44> <0062>", 4, "BT /U 10 Tf 72 700 Td (ABCD) Tj ET");
    CHECK(texts_of(content) == Texts{" b"});
    CHECK(content.pages[0].glyphs.size() == 4);
}

TEST_CASE("ligatures are their letters, private code points stay what they are") {
    const Content content = with_map("<41> <FB01> <42> <FB04> <43> <F06E> <44> <00660066>", 4,
                                     "BT /U 10 Tf 72 700 Td (ABCD) Tj ET");
    CHECK(texts_of(content) == Texts{"fiffl\xEF\x81\xAE"
                                     "ff"});
    CHECK(content.pages[0].glyphs[1].length == 3);
}

TEST_CASE("Type 3 fonts are read by their ToUnicode map, their glyph programs are not run") {
    PdfBuilder builder;
    const int program = builder.add_stream("", "500 0 d0 BT /F1 10 Tf (never) Tj ET");
    const int map = builder.add_stream("", to_unicode("<61> <0058>", 1));
    const int font = builder.add(
        "<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 800]/FontMatrix[.001 0 0 .001 0 0]"
        "/CharProcs<</a " +
        builder.ref(program) +
        ">>/Encoding<</Differences[97/a]>>"
        "/FirstChar 97/LastChar 97/Widths[500]/ToUnicode " +
        builder.ref(map) + ">>");
    builder.add_page("BT /T3 20 Tf 72 700 Td (aa) Tj ET", "", "", "/T3 " + builder.ref(font));
    const Content content = read(builder);
    REQUIRE(texts_of(content) == Texts{"XX"});
    CHECK(content.pages[0].runs[0].right == Approx(92));
    CHECK(content.pages[0].runs[0].size == Approx(20));
}

TEST_CASE("accents that are painted after their line belong to the letters below them") {
    // Helvetica's letters are half an em wide: the accent's middle is over the `a` of `Mon`.
    const std::string words = "BT /F1 10 Tf 50 700 Td (Llyn and Mon) Tj ET ",
                      again = "BT /F1 10 Tf 50 600 Td (more) Tj ET ";
    const std::string fonts = "/F9<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    const auto read_with = [&](const std::string& content) {
        PdfBuilder builder;
        builder.add_page(content, "", "", fonts);
        return read(builder);
    };
    const Content content = read_with(words + again + "BT /F9 10 Tf 60.5 700 Td (\\210) Tj ET");
    CHECK(texts_of(content)[0] == "Lly\u0302n and Mon");
    CHECK(texts_of(content)[1] == "more");
    CHECK(texts_of(content)[2].empty());
    // One that stands beside the words is none of theirs.
    CHECK(texts_of(read_with(words + "BT /F9 10 Tf 300 700 Td (\\210) Tj ET"))[0] == "Llyn and Mon");
}

TEST_CASE("composite fonts take two bytes a character") {
    PdfBuilder builder;
    const int map = builder.add_stream(
        "",
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> "
        "<FFFF> endcodespacerange 1 beginbfrange <0041> <0043> <0061> endbfrange endcmap end");
    const int below = builder.add(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Some/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(Identity)/Supplement 0>>/DW 600/W[65[300]]>>");
    const int font = builder.add(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Some-Bold/Encoding/Identity-H/DescendantFonts[" +
        builder.ref(below) + "]/ToUnicode " + builder.ref(map) + ">>");
    builder.add_page("BT /C 10 Tf 72 700 Td <004100420043> Tj ET", "", "", "/C " + builder.ref(font));
    const Content content = read(builder);
    REQUIRE(texts_of(content) == Texts{"abc"});
    CHECK(content.pages[0].glyphs[1].left == Approx(75));
    CHECK(content.pages[0].glyphs[1].right == Approx(81));
    CHECK(content.fonts.at(content.pages[0].runs[0].font).name == "Some-Bold");
    CHECK(content.fonts.at(content.pages[0].runs[0].font).bold);
}

TEST_CASE("rotated text says in which direction it runs, and its glyphs stand along it") {
    const Content content = read(
        "BT /F1 10 Tf 0 1 -1 0 300 100 Tm (up) Tj ET BT /F1 10 Tf 0 -1 1 0 300 700 Tm (down) Tj ET "
        "BT /F1 10 Tf -1 0 0 -1 300 400 Tm (back) Tj ET BT /F1 10 Tf .7 .7 -.7 .7 100 100 Tm (slope) Tj ET");
    CHECK(run_with(content, "up").direction == 270);
    CHECK(run_with(content, "down").direction == 90);
    CHECK(run_with(content, "back").direction == 180);
    CHECK_FALSE(run_with(content, "up").oblique);
    CHECK(run_with(content, "slope").oblique);
    const Run& up = run_with(content, "up");
    CHECK(content.pages[0].glyphs[up.first].left == Approx(700));
    CHECK(content.pages[0].glyphs[up.first].right < 700);
    CHECK(up.bottom == Approx(700));
    CHECK(up.left < 300);
    CHECK(up.right > 300);
}

TEST_CASE("a rotated page is given as it is shown") {
    PdfBuilder builder;
    builder.add_page("BT /F1 10 Tf 0 1 -1 0 100 50 Tm (upright) Tj ET", "", "/Rotate 90");
    const Content content = read(builder);
    CHECK(content.pages[0].width == 800);
    CHECK(content.pages[0].height == 600);
    CHECK(content.pages[0].rotation == 90);
    const Run& run = run_with(content, "upright");
    CHECK(run.direction == 0);
    CHECK(run.left == Approx(50));
    CHECK(run.baseline == Approx(100));
}

TEST_CASE("the crop box is the page, and what lies outside is marked") {
    const Content content =
        read("BT /F1 10 Tf 150 650 Td (inside) Tj 0 100 Td (above) Tj ET", "", "/CropBox[100 100 500 700]");
    CHECK(content.pages[0].width == 400);
    CHECK(run_with(content, "inside").left == Approx(50));
    CHECK(run_with(content, "inside").baseline == Approx(50));
    CHECK_FALSE(run_with(content, "inside").clipped);
    CHECK(run_with(content, "above").clipped);
}

TEST_CASE("text outside the clip and invisible text are marked") {
    const Content content = read(
        "q 0 0 200 200 re W n BT /F1 10 Tf 50 50 Td (seen) Tj 300 300 Td (cut) Tj ET Q "
        "BT /F1 10 Tf 3 Tr 50 400 Td (unseen) Tj ET");
    CHECK_FALSE(run_with(content, "seen").clipped);
    CHECK(run_with(content, "cut").clipped);
    CHECK(run_with(content, "unseen").render_mode == 3);
}

TEST_CASE("text of hidden layers is marked, whether marked content or a form hides it") {
    PdfBuilder builder;
    const int off = builder.add("<</Type/OCG/Name(off)>>"), on = builder.add("<</Type/OCG/Name(on)>>");
    builder.add_to_catalog("/OCProperties<</OCGs[" + builder.ref(off) + " " + builder.ref(on) + "]/D<</OFF[" +
                           builder.ref(off) + "]>>>>");
    const int form = builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/OC " + builder.ref(off),
                                        "BT /F1 10 Tf 50 300 Td (in form) Tj ET");
    builder.add_page(
        "/OC /Off BDC BT /F1 10 Tf 50 50 Td (hidden) Tj ET EMC /OC /On BDC BT /F1 10 Tf 50 90 Td "
        "(shown) Tj ET EMC /Fm Do",
        "/Properties<</Off " + builder.ref(off) + "/On " + builder.ref(on) + ">>/XObject<</Fm " +
            builder.ref(form) + ">>");
    const Content content = read(builder);
    CHECK(run_with(content, "hidden").optional_hidden);
    CHECK_FALSE(run_with(content, "shown").optional_hidden);
    CHECK(run_with(content, "in form").optional_hidden);
}

TEST_CASE("colours are plain RGB whatever space they are given in") {
    const Content content = read(
        "BT /F1 10 Tf 9 700 Td (a) Tj 1 0 0 rg 9 0 Td (b) Tj 0.5 g 9 0 Td (c) Tj 0 1 1 0 k 9 0 Td (d) Tj "
        "/Spot cs 1 scn 9 0 Td (e) Tj 0 scn 9 0 Td (f) Tj ET",
        "/ColorSpace<</Spot[/Separation/Black/DeviceGray<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>]>>");
    CHECK(run_with(content, "a").color == 0x000000);
    CHECK(run_with(content, "b").color == 0xFF0000);
    CHECK(run_with(content, "c").color == 0x808080);
    CHECK(run_with(content, "d").color == 0xFF0000);
    CHECK(run_with(content, "e").color == 0x000000);
    CHECK(run_with(content, "f").color == 0xFFFFFF);
}

TEST_CASE("positions beyond all bounds stay finite") {
    const Content content =
        read("BT /F1 1e30 Tf 1e38 0 0 1e38 1e38 1e38 Tm (huge) Tj ET BT /F1 0 Tf 9 9 Td (none) Tj ET");
    for (const Run& run : content.pages[0].runs) {
        CHECK(std::abs(run.left) <= 1e6);
        CHECK(std::abs(run.bottom) <= 1e6);
        CHECK(run.size <= 1e6);
    }
}

TEST_CASE("letters that are squeezed to strokes are too small to be seen") {
    const Content content =
        read("BT /F1 10 Tf 50 700 Td .5 Tz (the lowest bidder) Tj 80 Tz 0 -20 Td (the highest) Tj ET");
    CHECK(run_with(content, "the lowest bidder").hidden == Hidden::too_small);
    CHECK(run_with(content, "the highest").hidden == Hidden::no);
    CHECK(run_with(content, "the highest").size == 10);
}
