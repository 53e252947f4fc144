// What a reader of the page sees is text; what nobody sees is named by its reason.
#include <catch2/catch.hpp>

#include "reader_kit.hpp"

using namespace sheaf::pdf;
using Texts = std::vector<std::string>;

namespace {

/// Why the run is not seen.
Hidden hidden(const Content& content, const std::string& text) {
    return run_with(content, text).hidden;
}

Content with_annotation(const std::string& content, const std::string& annotation) {
    PdfBuilder builder;
    const int form = builder.add_stream("/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>",
                                        "BT /F1 10 Tf 5 5 Td (WITHDRAWN) Tj ET");
    builder.add_page(content, "", "/Annots[<<" + annotation + "/AP<</N " + builder.ref(form) + ">>>>]");
    return read(builder);
}

}  // namespace

TEST_CASE("words in the colour of their ground are not seen, on paper or on a box") {
    CHECK(hidden(read("1 g " + bidder_line), "the bidder") == Hidden::same_colour);
    CHECK(hidden(read("1 1 1 rg " + bidder_line), "the bidder") == Hidden::same_colour);
    CHECK(hidden(read("0 0 0 0 k " + bidder_line), "the bidder") == Hidden::same_colour);
    CHECK(hidden(read("0.98 g " + bidder_line), "the bidder") == Hidden::same_colour);
    CHECK(hidden(read("1 1 0 rg 40 690 200 20 re f " + bidder_line), "the bidder") == Hidden::same_colour);
    CHECK(hidden(read("0.8 g " + bidder_line), "the bidder") == Hidden::no);
    CHECK(hidden(read("0 0 1 rg 40 690 200 20 re f 1 g " + bidder_line), "the bidder") == Hidden::no);
}

TEST_CASE("white words on a ground whose colour is not known are seen") {
    const std::string pattern = "/Pattern<</P1<</PatternType 2>>>>";
    CHECK(hidden(read("/Pattern cs /P1 scn 40 690 200 20 re f 1 g " + bidder_line, pattern), "the bidder") ==
          Hidden::no);
    CHECK(hidden(read("q 200 0 0 20 40 690 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q 1 g " + bidder_line),
                 "the bidder") == Hidden::no);
    CHECK(hidden(read("q 40 690 200 20 re W n /S1 sh Q 1 g " + bidder_line), "the bidder") == Hidden::no);
    CHECK(hidden(read("q 20 w 40 705 m 240 705 l S Q 1 g " + bidder_line), "the bidder") == Hidden::no);
}

TEST_CASE("words that are outlined in another colour than the ground's are seen") {
    CHECK(hidden(read("1 g 2 Tr 0 G " + bidder_line), "the bidder") == Hidden::no);
    CHECK(hidden(read("1 g 2 Tr 1 G " + bidder_line), "the bidder") == Hidden::same_colour);
}

TEST_CASE("transparent words and words less than a point high are not seen") {
    const std::string states = "/ExtGState<</G0<</ca 0>>/G5<</ca .5>>>>";
    CHECK(hidden(read("/G0 gs " + bidder_line, states), "the bidder") == Hidden::transparent);
    CHECK(hidden(read("/G5 gs " + bidder_line, states), "the bidder") == Hidden::no);
    CHECK(hidden(read("q .05 0 0 .05 0 600 cm " + bidder_line + "Q"), "the bidder") == Hidden::too_small);
}

TEST_CASE("words as dark as the box that they stand on are a redaction, too") {
    const Content content = read("0 g 40 690 200 20 re f " + bidder_line);
    CHECK(hidden(content, "the bidder") == Hidden::redacted);
    CHECK(has_code(content, "pdf-redaction"));
    const std::string dense = "/ExtGState<</G9<</ca .9>>/G6<</ca .6>>>>";
    CHECK(hidden(read(bidder_line + "/G9 gs 0 g 40 690 200 20 re f", dense), "the bidder") ==
          Hidden::redacted);
    CHECK(hidden(read(bidder_line + "/G6 gs 0 g 40 690 200 20 re f", dense), "the bidder") == Hidden::no);
    CHECK(hidden(read("1 1 .9 rg 40 690 200 20 re f " + bidder_line), "the bidder") == Hidden::same_colour);
}

TEST_CASE("a dark box over words is a redaction, which is named with its place and not with its words") {
    const Content content = read(bidder_line + "0 g 64 695 40 15 re f");
    CHECK(texts_of(content) == Texts{"the ", "bidder"});
    CHECK(hidden(content, "the ") == Hidden::no);
    CHECK(hidden(content, "bidder") == Hidden::redacted);
    REQUIRE(has_code(content, "pdf-redaction"));
    const auto& said = content.diagnostics.back();
    CHECK(said.message.find("6 characters") != std::string::npos);
    CHECK(said.message.find("bidder") == std::string::npos);
    CHECK(said.place.page == 1);
    REQUIRE(said.place.box);
    CHECK(said.place.box->left == Approx(66.68).margin(0.1));
}

TEST_CASE("whatever is painted over words hides them: a path, a picture, an annotation") {
    CHECK(hidden(read(bidder_line + "0 g 40 690 m 240 690 l 240 715 l 140 716 l 40 715 l h f"),
                 "the bidder") == Hidden::redacted);
    CHECK(hidden(read(bidder_line + "q 200 0 0 30 40 690 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"),
                 "the bidder") == Hidden::redacted);
    PdfBuilder builder;
    const int form = builder.add_stream("/Subtype/Form/BBox[0 0 100 20]", "0 g 0 0 100 20 re f");
    builder.add_page(bidder_line, "",
                     "/Annots[<</Subtype/Square/Rect[40 690 140 715]/AP<</N " + builder.ref(form) + ">>>>]");
    CHECK(hidden(read(builder), "the bidder") == Hidden::redacted);
}

TEST_CASE("what does not cover words hides none: a frame, a highlight, a mask, a box beside or below them") {
    const std::string states = "/ExtGState<</M<</BM/Multiply>>/A<</ca .4>>>>";
    CHECK(hidden(read(bidder_line + "0 g 40 690 200 25 re 42 692 196 21 re f*"), "the bidder") == Hidden::no);
    CHECK(hidden(read(bidder_line + "1 1 0 rg /M gs 40 690 200 25 re f", states), "the bidder") ==
          Hidden::no);
    CHECK(hidden(read(bidder_line + "1 1 0 rg /A gs 40 690 200 25 re f", states), "the bidder") ==
          Hidden::no);
    CHECK(hidden(read(bidder_line + "0 g 100 690 200 25 re f"), "the bidder") == Hidden::no);
    CHECK(hidden(read("0.9 g 40 690 200 25 re f 0 g " + bidder_line), "the bidder") == Hidden::no);
}

TEST_CASE("a white box with a new word on it corrects what is under it") {
    const Content content =
        read(bidder_line + "1 g 40 690 200 25 re f 0 g BT /F1 10 Tf 50 700 Td (new) Tj ET");
    CHECK(hidden(content, "the bidder") == Hidden::covered);
    CHECK(hidden(content, "new") == Hidden::no);
    CHECK_FALSE(has_code(content, "pdf-redaction"));
}

TEST_CASE("a label on the box that hides words makes no correction of it, the same words again do") {
    const std::string box = bidder_line + "0.6 g 40 690 200 25 re f 0 g BT /F1 10 Tf 50 703 Td ";
    CHECK(hidden(read(box + "(withheld) Tj ET"), "the bidder") == Hidden::redacted);
    const Content again = read(box + "(the bidder) Tj ET");
    CHECK(again.pages[0].runs.at(0).hidden == Hidden::covered);
    CHECK(again.pages[0].runs.at(1).hidden == Hidden::no);
}

TEST_CASE("words under a picture of the whole page are its text layer") {
    CHECK(hidden(read(bidder_line + "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"),
                 "the bidder") == Hidden::under_picture);
}

TEST_CASE("a mark for redaction that was never applied takes the words out") {
    PdfBuilder builder;
    builder.add_page(
        bidder_line, "",
        "/Annots[<</Subtype/Redact/Rect[0 0 600 800]/QuadPoints[64 712 110 712 64 695 110 695]>>]");
    const Content content = read(builder);
    CHECK(hidden(content, "the ") == Hidden::no);
    CHECK(hidden(content, "bidder") == Hidden::redacted);
    CHECK(has_code(content, "pdf-redaction"));
}

TEST_CASE(
    "a line through the middle of words strikes them out, an underline or a rule of the page does not") {
    const Content content = read(bidder_line + "0.5 w 66 703 m 95 703 l S");
    CHECK_FALSE(run_with(content, "the ").struck);
    CHECK(run_with(content, "bidder").struck);
    CHECK(run_with(read(bidder_line + "50 702.6 45 .6 re f"), "the bidder").struck);
    CHECK_FALSE(run_with(read(bidder_line + "50 698 45 .6 re f"), "the bidder").struck);
    CHECK_FALSE(run_with(read(bidder_line + "20 703 500 .6 re f"), "the bidder").struck);
}

TEST_CASE("an annotation strikes words out") {
    PdfBuilder builder;
    builder.add_page(bidder_line, "", "/Annots[<</Subtype/StrikeOut/Rect[66 690 110 715]>>]");
    CHECK(run_with(read(builder), "bidder").struck);
}

TEST_CASE("a line drawn by hand strikes words out: slanted, wavy, in one stroke") {
    CHECK(run_with(read(bidder_line + "50 701.5 m 95 704 l S"), "the bidder").struck);
    CHECK(run_with(read(bidder_line + "50 702 m 65 704 80 701 95 703 c S"), "the bidder").struck);
    CHECK(run_with(read(bidder_line + "50 702 m 57 704 l 64 702 l 71 704 l 78 702 l 85 704 l 95 702 l S"),
                   "the bidder")
              .struck);
    CHECK_FALSE(run_with(read(bidder_line + "50 697 m 95 699 l S"), "the bidder").struck);
    CHECK_FALSE(run_with(read(bidder_line + "1 G 50 701.5 m 95 704 l S"), "the bidder").struck);
    CHECK_FALSE(run_with(read(bidder_line + "50 740 m 95 670 l S"), "the bidder").struck);
}

TEST_CASE("a cross over a block strikes out what lies between its ends, an arrow over paper does not") {
    std::string block;
    for (const char* const baseline : {"700", "688", "676"})
        block += std::string("BT /F1 10 Tf 50 ") + baseline + " Td (" + (baseline[0] == '7' ? "one" : "two") +
                 " words of the bidder) Tj ET ";
    const auto is_struck = [&](const std::string& lines) {
        const Content content = read(block + lines);
        const auto& runs = content.pages[0].runs;
        return std::all_of(runs.begin(), runs.end(), [](const Run& run) { return run.struck; });
    };
    CHECK(is_struck("50 710 m 165 674 l S 50 674 m 165 710 l S"));
    CHECK(is_struck("50 674 m 165 710 l S"));
    CHECK(is_struck("50 674 m 80 686 l 120 698 l 165 710 l S"));
    CHECK(is_struck("50 710 m 165 710 l 50 674 l 165 674 l S"));
    CHECK(is_struck("20 790 m 400 580 l S 20 580 m 400 790 l S"));
    CHECK_FALSE(is_struck("20 790 m 400 580 l S"));
    CHECK_FALSE(is_struck("1 G 50 674 m 165 710 l S"));
    CHECK_FALSE(run_with(read(block + "140 685 m 300 600 l S"), "one words of the bidder").struck);
    CHECK_FALSE(run_with(read(bidder_line + "50 710 m 95 690 l S"), "the bidder").struck);
}

TEST_CASE("a filled square that an annotation sets without an appearance hides words") {
    const auto squared = [](const std::string& colour) {
        PdfBuilder builder;
        builder.add_page(bidder_line, "", "/Annots[<</Subtype/Square/Rect[40 690 240 715]" + colour + ">>]");
        return hidden(read(builder), "the bidder");
    };
    CHECK(squared("/IC[0 0 0]") == Hidden::redacted);
    CHECK(squared("/IC[1]") == Hidden::covered);
    CHECK(squared("") == Hidden::no);
    CHECK(squared("/IC[0 0 0]/CA .3") == Hidden::no);
}

TEST_CASE("letters outside the clip are not seen, those of the same run inside are") {
    const Content part = read("q 40 690 33 30 re W n " + bidder_line + "Q");
    CHECK_FALSE(run_with(part, "the b").clipped);
    CHECK(run_with(part, "idder").clipped);
    CHECK(run_with(read("q 50 700 0 0 re W n " + bidder_line + "Q"), "the bidder").clipped);
}

TEST_CASE("a stamp and slanted words are printed over the page and no part of its text") {
    const Content stamped = with_annotation(bidder_line, "/Subtype/Stamp/Rect[300 700 400 720]");
    CHECK(run_with(stamped, "WITHDRAWN").artifact == Artifact::watermark);
    CHECK(has_code(stamped, "pdf-stamp"));
    const Content slanted = read("0.7 g BT /F1 60 Tf .7 .7 -.7 .7 200 300 Tm (DRAFT) Tj ET " + bidder_line);
    CHECK(run_with(slanted, "DRAFT").is_artifact);
    CHECK_FALSE(run_with(slanted, "the bidder").is_artifact);
}

TEST_CASE("a frame stamped on the page, and words a little aslant, are no part of the text") {
    const std::string text = bidder_line +
                             "BT /F1 10 Tf 50 680 Td (all about the bidder, and about what was done for all "
                             "of the others and for us) Tj ET ";
    const std::string words = "1 0 0 rg 1 0 0 RG BT /F1 16 Tf 300 600 Td (WITHDRAWN) Tj ET ";
    const auto is_stamp = [&](const std::string& content) {
        return run_with(read(content), "WITHDRAWN").artifact == Artifact::watermark;
    };
    CHECK(is_stamp(text + words + "295 592 110 26 re S"));
    CHECK(has_code(read(text + words + "295 592 110 26 re S"), "pdf-stamp"));
    CHECK_FALSE(is_stamp(text + words));
    CHECK_FALSE(is_stamp(text + words + "0 G 295 592 110 26 re S"));
    CHECK_FALSE(is_stamp(text + words + "50 592 500 26 re S"));
    CHECK(is_stamp(text + "BT /F1 16 Tf .9976 .0698 -.0698 .9976 300 600 Tm (WITHDRAWN) Tj ET"));
    // All of a page that was scanned a little askew.
    CHECK_FALSE(
        is_stamp(".9976 .0698 -.0698 .9976 0 0 cm " + text + "BT /F1 10 Tf 50 600 Td (WITHDRAWN) Tj ET"));
}

TEST_CASE("large words that lines of text run across are a watermark, a large heading is none") {
    std::string text;
    for (int y = 760; y > 600; y -= 14)
        text += "BT /F1 10 Tf 50 " + std::to_string(y) +
                " Td (lines of text that run on from edge to edge) Tj ET ";
    const Content content = read("0.8 g BT /F1 90 Tf 50 660 Td (DRAFT) Tj ET 0 g " + text);
    CHECK(run_with(content, "DRAFT").artifact == Artifact::watermark);
    const Content one = read("0.8 g BT /F1 26 Tf 50 659 Td (NOT FOR PRINT) Tj ET 0 g " + text);
    CHECK(run_with(one, "NOT FOR PRINT").artifact == Artifact::watermark);
    CHECK_FALSE(run_with(read("BT /F1 40 Tf 15 730 Td (D) Tj ET " + text), "D").is_artifact);
    CHECK_FALSE(run_with(read("BT /F1 40 Tf 50 500 Td (Title) Tj ET " + text), "Title").is_artifact);
}

TEST_CASE("annotations are drawn afresh, whatever the page's own content leaves in force") {
    const std::string annotation = "/Subtype/FreeText/Rect[300 700 400 720]";
    for (const char* left : {"q 0 0 10 10 re W n ", "3 Tr ", "1 0 0 1 -500 -500 cm ", "1 g "}) {
        const Content content = with_annotation(left, annotation);
        const Run& run = run_with(content, "WITHDRAWN");
        CHECK_FALSE(run.clipped);
        CHECK(run.render_mode == 0);
        CHECK(run.left == Approx(305));
        CHECK(run.hidden == Hidden::no);
    }
}

TEST_CASE("letters that are filled and outlined are bold, a hairline makes none") {
    const Content content =
        read("2 Tr .3 w BT /F1 10 Tf 50 700 Td (bold) Tj ET 0.01 w BT 50 650 Td (plain) Tj ET");
    CHECK(content.fonts[run_with(content, "bold").font].bold);
    CHECK_FALSE(content.fonts[run_with(content, "plain").font].bold);
}

TEST_CASE("files in the file, portfolios and other forms are reported") {
    const auto message = [](const std::string& entries) {
        PdfBuilder builder;
        builder.add_to_catalog(entries);
        builder.add_page(hello);
        for (const auto& one : read(builder).diagnostics)
            if (one.code == "pdf-attachment") return std::pair(one.severity, one.message);
        return std::pair(sheaf::Severity::error, std::string());
    };
    const std::string files = "/Names<</EmbeddedFiles<</Names[(a)<</F(plan.pdf)>>]>>>>";
    CHECK(message("").second.empty());
    CHECK(message(files).first == sheaf::Severity::note);
    CHECK(message(files).second.find("plan.pdf") != std::string::npos);
    CHECK(message(files + "/Collection<<>>").first == sheaf::Severity::doubtful);
    CHECK(message("/AcroForm<</XFA[(a) 3 0 R]>>").first == sheaf::Severity::note);
    CHECK(message("/NeedsRendering true/AcroForm<</XFA[(a) 3 0 R]>>").first == sheaf::Severity::doubtful);
}
