// What people and programs put over words: markers, scribbles, lines that are pictures, squares, stamps.
#include <catch2/catch.hpp>

#include "reader_kit.hpp"

using namespace sheaf::pdf;

namespace {

/// The page with a marker over the words, of that colour.
Content marked(const std::string& colour) {
    PdfBuilder builder;
    const int form =
        builder.add_stream("/Subtype/Form/BBox[0 0 60 20]/Resources<</ExtGState<</M<</BM/Multiply>>>>>>",
                           "/M gs " + colour + " 0 0 60 20 re f");
    builder.add_page(
        bidder_line, "",
        "/Annots[<</Subtype/Highlight/Rect[45 695 105 715]/AP<</N " + builder.ref(form) + ">>>>]");
    return read(builder);
}

bool is_struck(const std::string& content) {
    return run_with(read(content), "the bidder").struck;
}

}  // namespace

TEST_CASE("a marker leaves words to be read, unless it is as dark as they are") {
    CHECK(run_with(marked("1 1 0 rg"), "the bidder").hidden == Hidden::no);
    CHECK(run_with(marked("0 g"), "the bidder").hidden == Hidden::redacted);
    CHECK(run_with(marked("0.1 0.1 0.15 rg"), "the bidder").hidden == Hidden::redacted);
}

TEST_CASE("words in no ink, or in white by another colour space, are not seen") {
    const auto hidden = [](const std::string& space, const std::string& colour) {
        return run_with(read("/C cs " + colour + " scn " + bidder_line, "/ColorSpace<</C " + space + ">>"),
                        "the bidder")
            .hidden;
    };
    const std::string lab = "[/Lab<</WhitePoint[.95 1 1.09]>>]";
    CHECK(hidden(lab, "100 0 0") == Hidden::same_colour);
    CHECK(hidden(lab, "20 0 0") == Hidden::no);
    CHECK(hidden(lab, "100 60 0") == Hidden::no);
    const std::string ink = "/DeviceGray<</FunctionType 2/Domain[0 1]/N 1>>]";
    CHECK(hidden("[/Separation/None" + ink, "1") == Hidden::transparent);
    CHECK(hidden("[/Separation/Gold" + ink, "1") == Hidden::no);
}

TEST_CASE("a scribble strikes out the words that it goes through, a chart beside them does not") {
    const auto zigzag = [](int low, int high) {
        std::string path = "50 " + std::to_string(low) + " m ";
        for (int x = 55; x <= 95; x += 5)
            path += std::to_string(x) + " " + std::to_string(x % 2 ? high : low) + " l ";
        return path + "S";
    };
    CHECK(is_struck(bidder_line + zigzag(697, 712)));
    CHECK(is_struck(bidder_line + zigzag(690, 715)));
    CHECK_FALSE(is_struck(bidder_line + zigzag(712, 730)));
    CHECK_FALSE(is_struck(bidder_line + "1 G " + zigzag(697, 712)));
    CHECK_FALSE(is_struck(bidder_line + "20 600 m 40 680 l 50 720 l 60 690 l 80 730 l 90 740 l 100 720 l S"));
}

TEST_CASE("marks typed over words strike them out and are no text, beside them they are") {
    const auto typed = [](const std::string& marks, int x = 50, int y = 700) {
        return read(bidder_line + "BT /F1 10 Tf " + std::to_string(x) + " " + std::to_string(y) + " Td (" +
                    marks + ") Tj ET");
    };
    for (const std::string marks : {"-------------", "XXXXXXX", "xxxxxxxxx", "////////////////"}) {
        INFO(marks);
        CHECK(run_with(typed(marks), "the bidder").struck);
        CHECK(run_with(typed(marks), marks).hidden == Hidden::mark);
        CHECK_FALSE(run_with(typed(marks, 120), "the bidder").struck);
        CHECK(run_with(typed(marks, 120), marks).hidden == Hidden::no);
        CHECK_FALSE(run_with(typed(marks, 50, 690), "the bidder").struck);
    }
    // Dashes beyond ASCII: here a font that shows one for `!`.
    PdfBuilder builder;
    std::string font = PdfBuilder::helvetica();
    const std::string encoding = "/Encoding/WinAnsiEncoding";
    font.replace(font.find(encoding), encoding.size(), "/Encoding<</Differences[33/endash]>>");
    builder.add_page(bidder_line + "BT /F2 10 Tf 50 700 Td (!!!!!!!!!!!!!!!!) Tj ET", "", "",
                     "/F2 " + builder.ref(builder.add(font)));
    const Content dashed = read(builder);
    CHECK(run_with(dashed, "the bidder").struck);
    std::string dashes;
    for (int i = 0; i < 16; ++i) dashes += "\u2013";
    CHECK(run_with(dashed, dashes).hidden == Hidden::mark);
    CHECK_FALSE(run_with(typed("________"), "the bidder").struck);
    CHECK(run_with(typed("________"), "________").hidden == Hidden::mark);
    CHECK_FALSE(run_with(typed("the bidder"), "the bidder").struck);
    CHECK_FALSE(run_with(typed("--"), "the bidder").struck);
}

TEST_CASE("a thick cross strikes words out and is no redaction, a thick level line is one") {
    const Content crossed = read(bidder_line + "3 w 1 0 0 RG 50 690 m 95 714 l S 50 714 m 95 690 l S");
    CHECK(run_with(crossed, "the bidder").struck);
    CHECK_FALSE(has_code(crossed, "pdf-redaction"));
    CHECK(has_code(read(bidder_line + "12 w 45 703 m 105 703 l S"), "pdf-redaction"));
}

TEST_CASE("a picture of one row of pixels is a line, unless it is white") {
    const auto drawn = [](const std::string& pixel) {
        PdfBuilder builder;
        const int image = builder.add_stream(
            "/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", pixel);
        builder.add_page(bidder_line + "q 45 0 0 .7 50 702.6 cm /X1 Do Q",
                         "/XObject<</X1 " + builder.ref(image) + ">>");
        return run_with(read(builder), "the bidder").struck;
    };
    CHECK(drawn(std::string(1, '\0')));
    CHECK_FALSE(drawn("\xFF"));
    CHECK(is_struck(bidder_line + "q 45 0 0 .7 50 702.6 cm BI /W 1 /H 1 /IM true /BPC 1 ID x EI Q"));
    CHECK_FALSE(is_struck(bidder_line +
                          "q 45 0 0 .7 50 702.6 cm BI /W 9 /H 9 /IM true /BPC 1 ID xxxxxxxxxxxxxxxxxx EI Q"));
}

TEST_CASE("a row of black squares printed over words is a redaction, a bullet before them is none") {
    const auto squared = [](const std::string& squares) {
        PdfBuilder builder;
        const int font = builder.add("<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>");
        builder.add_page(bidder_line + squares, "", "", "/F2 " + builder.ref(font));
        return run_with(read(builder), "the bidder").hidden;
    };
    CHECK(squared("BT /F2 12 Tf 48 699 Td (nnnnnn) Tj ET") == Hidden::redacted);
    CHECK(squared("BT /F2 12 Tf 30 699 Td (n) Tj ET") == Hidden::no);
}

TEST_CASE("a stamp that programs draw by its name is told, and so is a large word up the margin") {
    const Content named =
        read(bidder_line, "", "/Annots[<</Subtype/Stamp/Rect[300 700 400 720]/Name/Expired>>]");
    CHECK(has_code(named, "pdf-stamp"));
    CHECK_FALSE(
        has_code(read(bidder_line, "", "/Annots[<</Subtype/Stamp/Rect[300 700 400 720]>>]"), "pdf-stamp"));
    const std::string text =
        bidder_line +
        "BT /F1 10 Tf 50 680 Td (all about the bidder, and about what was done for all of the others) Tj ET ";
    const Content upright = read(text + "BT /F1 60 Tf 0 1 -1 0 40 300 Tm (DRAFT) Tj ET");
    CHECK(run_with(upright, "DRAFT").artifact == Artifact::watermark);
    const Content small = read(text + "BT /F1 10 Tf 0 1 -1 0 40 300 Tm (DRAFT) Tj ET");
    CHECK_FALSE(run_with(small, "DRAFT").is_artifact);
}

TEST_CASE("files that belong with the letter are told, where only the letter as a whole names them, too") {
    PdfBuilder builder;
    builder.add_to_catalog("/AF[<</Type/Filespec/F(figures.xlsx)>>]");
    builder.add_page(hello);
    CHECK(has_code(read(builder), "pdf-attachment"));
}

TEST_CASE("a box that is ticked by drawing in it is a doubt, an empty one and a bullet are none") {
    const std::string boxes =
        "40 698 8 8 re S 40 678 8 8 re S BT /F1 10 Tf 50 680 Td (others) Tj ET " + bidder_line;
    CHECK_FALSE(has_code(read(boxes), "pdf-tick"));
    for (const char* const tick :
         {"41 701 m 43 699 l 47 706 l S", "41 699 m 47 705 l S 41 705 m 47 699 l S", "42 700 4 4 re f"}) {
        CHECK(has_code(read(boxes + tick), "pdf-tick"));
    }
    CHECK_FALSE(has_code(read(bidder_line + "42 700 4 4 re f"), "pdf-tick"));
    CHECK_FALSE(has_code(read("300 698 8 8 re S 302 700 4 4 re f " + bidder_line), "pdf-tick"));
}
