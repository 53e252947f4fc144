// What is painted over words, or through which they are painted, and whose density only the drawn page tells.
#include <catch2/catch.hpp>

#include "reader_kit.hpp"

using namespace sheaf::pdf;

namespace {

/// `abab` in squares of a font of its own, so that the page looks the same wherever it is drawn: x 50 to 74, y 700 to 707.
const std::string words = "BT /F2 10 Tf 50 700 Td (abab) Tj ET ";
/// A box around them.
const std::string around_words = "40 690 60 30 re ";

/// A page with such a font, and what it needs besides.
class VeiledPage {
  public:
    VeiledPage() {
        const std::string glyph =
            PdfBuilder::ref(builder.add_stream("", "600 0 0 0 600 800 d1 50 0 500 700 re f"));
        font_ = builder.add(
            "<</Type/Font/Subtype/Type3/FontBBox[0 -200 600 800]/FontMatrix[.001 0 0 .001 0 0]/FirstChar "
            "97/LastChar 98"
            "/Widths[600 600]/Encoding<</Differences[97/a/b]>>/CharProcs<</a " +
            glyph + "/b " + glyph + ">>>>");
    }

    PdfBuilder builder;
    std::string resources;

    /// Why the words are not seen.
    Hidden hidden(const std::string& content) { return run_with(read(content), "abab").hidden; }
    Content read(const std::string& content) {
        builder.add_page(content, resources, "", "/F2 " + PdfBuilder::ref(font_));
        return sheaf::pdf::read(builder);
    }

  private:
    int font_;
};

Hidden under_pattern(const std::string& tile) {
    VeiledPage page;
    page.resources =
        "/Pattern<</P1 " +
        PdfBuilder::ref(page.builder.add_stream(
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 20 20]/XStep 20/YStep 20/Resources<<>>",
            tile)) +
        ">>";
    return page.hidden(words + "/Pattern cs /P1 scn " + around_words + "f");
}

Hidden under_mask(const std::string& mask) {
    VeiledPage page;
    const int group = page.builder.add_stream(
        "/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency/CS/DeviceGray>>", mask + " 0 0 600 800 re f");
    page.resources = "/ExtGState<</M<</SMask<</S/Luminosity/G " + PdfBuilder::ref(group) + ">>>>>>";
    return page.hidden("/M gs " + words);
}

Hidden under_image(const std::string& alpha) {
    VeiledPage page;
    const std::string pixel = "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8";
    const int mask = page.builder.add_stream(pixel, alpha);
    const int image =
        page.builder.add_stream(pixel + "/SMask " + PdfBuilder::ref(mask), std::string(1, '\0'));
    page.resources = "/XObject<</I1 " + PdfBuilder::ref(image) + ">>";
    return page.hidden(words + "q 60 0 0 30 40 690 cm /I1 Do Q");
}

}  // namespace

TEST_CASE("a pattern over words hides them where it is dense, and not where it is open") {
    CHECK(under_pattern("0 0 1 rg 0 0 20 20 re f") == Hidden::redacted);
    CHECK(under_pattern("0 0 1 rg 0 0 20 .5 re f") == Hidden::no);
}

TEST_CASE("a shading over words hides them, one beside them does not") {
    const std::string shading =
        "/Shading<</S1<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 600 0]/Extend[true true]"
        "/Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>>>>>";
    VeiledPage over, beside;
    over.resources = beside.resources = shading;
    CHECK(over.hidden(words + "q " + around_words + "W n /S1 sh Q") == Hidden::redacted);
    CHECK(beside.hidden(words + "q 40 600 60 30 re W n /S1 sh Q") == Hidden::no);
}

TEST_CASE("words under a soft mask are seen where it lets them through") {
    CHECK(under_mask("0 g") == Hidden::transparent);
    CHECK(under_mask("1 g") == Hidden::no);
}

TEST_CASE("a picture over words hides them by its alpha") {
    CHECK(under_image("\xFF") == Hidden::redacted);
    CHECK(under_image("\x20") == Hidden::no);
}

TEST_CASE("a mask that paints hides words, one that does not hides none") {
    const auto under = [](const std::string& bit) {
        return VeiledPage().hidden(words + "q 60 0 0 30 40 690 cm BI /W 1 /H 1 /IM true ID " + bit + " EI Q");
    };
    CHECK(under("0") == Hidden::redacted);
    CHECK(under("\xF0") == Hidden::no);
}

TEST_CASE("words outside a clip of some shape are not seen, those inside are") {
    const auto within = [](const std::string& shape) {
        return VeiledPage().hidden("q " + shape + " W n " + words + "Q");
    };
    CHECK(within("40 600 m 100 600 l 100 610 l 45 610 l 45 740 l 40 740 l h") == Hidden::cut_off);
    CHECK(within("0 0 m 0 800 l 600 800 l 600 0 l 300 50 l h") == Hidden::no);
}

TEST_CASE("letters that clip are seen where something is painted through them") {
    VeiledPage painted, empty;
    const std::string clip = "q BT /F1 10 Tf 7 Tr 50 700 Td (abab) Tj ET ";
    CHECK(run_with(painted.read(clip + "0 g " + around_words + "f Q"), "abab").render_mode == 0);
    CHECK(run_with(empty.read(clip + "Q 0 g " + around_words + "f"), "abab").render_mode == 7);
}

TEST_CASE("paint that darkens hides words where it is as dark as they are") {
    const auto under = [](const std::string& colour) {
        VeiledPage page;
        page.resources = "/ExtGState<</M<</BM/Multiply>>>>";
        return page.hidden(words + "/M gs " + colour + " rg " + around_words + "f");
    };
    CHECK(under("0 0 0") == Hidden::redacted);
    CHECK(under("1 1 0") == Hidden::no);
}

TEST_CASE("paint that inverts hides words, which programs do not agree on: a redaction") {
    VeiledPage page;
    page.resources = "/ExtGState<</D<</BM/Difference>>>>";
    CHECK(page.hidden(words + "/D gs 1 g " + around_words + "f") == Hidden::redacted);
    VeiledPage grouped;
    const int group = grouped.builder.add_stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency>>", "1 g " + around_words + "f");
    grouped.resources = page.resources + "/XObject<</X " + PdfBuilder::ref(group) + ">>";
    CHECK(grouped.hidden(words + "/D gs /X Do") == Hidden::redacted);
}

TEST_CASE("what is printed again on a pattern that hides it is a correction") {
    VeiledPage page;
    page.resources =
        "/Pattern<</P1 " +
        PdfBuilder::ref(page.builder.add_stream(
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 20 20]/XStep 20/YStep 20/Resources<<>>",
            "1 1 .8 rg 0 0 20 20 re f")) +
        ">>";
    const Content content = page.read(words + "/Pattern cs /P1 scn " + around_words + "f 0 g " + words);
    CHECK(content.pages[0].runs.at(0).hidden == Hidden::covered);
    CHECK(content.pages[0].runs.at(1).hidden == Hidden::no);
}
