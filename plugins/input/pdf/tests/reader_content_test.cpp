// Forms, marked content, paths, images, links, labels: what a page holds besides plain text.
#include <catch2/catch.hpp>

#include "reader_kit.hpp"

using namespace sheaf::pdf;
using Texts = std::vector<std::string>;

namespace {

int add_form(PdfBuilder& builder, const std::string& content, const std::string& entries = "") {
    return builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + entries, content);
}

}  // namespace

TEST_CASE("named property lists carry ids, and their EMC closes them and nothing else") {
    const Content content = read(
        "/P <</MCID 1>> BDC BT /F1 10 Tf 50 700 Td (one) Tj /Span /Named BDC (two) Tj EMC (three) Tj ET EMC "
        "BT /F1 10 Tf 50 500 Td (four) Tj ET",
        "/Properties<</Named<</MCID 7>>>>");
    REQUIRE(texts_of(content) == Texts{"one", "two", "three", "four"});
    const auto& runs = content.pages[0].runs;
    CHECK(runs[0].mcid == 1);
    CHECK(runs[1].mcid == 7);
    CHECK(runs[2].mcid == 1);
    CHECK(runs[3].mcid == -1);
}

TEST_CASE("marked content without an id keeps the id around it, and text behind its end is kept too") {
    const Content content =
        read("/P <</MCID 4>> BDC BT /F1 10 Tf 50 700 Td /Span BMC (in) Tj EMC 0 -20 Td (behind) Tj ET EMC");
    CHECK(run_with(content, "in").mcid == 4);
    CHECK(run_with(content, "behind").mcid == 4);
}

TEST_CASE("ends of marked content that was never opened do no harm") {
    const Content content = read("EMC EMC /P <</MCID 0>> BDC BT /F1 10 Tf 50 700 Td (text) Tj ET EMC EMC");
    CHECK(run_with(content, "text").mcid == 0);
}

TEST_CASE("a form cannot close what the page opened, nor leave anything open") {
    PdfBuilder builder;
    const int form =
        add_form(builder, "EMC EMC Q Q /P <</MCID 3>> BDC q 1 0 0 rg BT /F1 10 Tf 50 600 Td (form) Tj ET");
    builder.add_page("/P <</MCID 8>> BDC q 0 0 1 rg /Fm Do BT /F1 10 Tf 50 500 Td (page) Tj ET Q EMC",
                     "/XObject<</Fm " + builder.ref(form) + ">>");
    const Content content = read(builder);
    CHECK(run_with(content, "form").mcid == 3);
    CHECK(run_with(content, "form").stream == static_cast<std::uint32_t>(form));
    CHECK(run_with(content, "page").mcid == 8);
    CHECK(run_with(content, "page").stream == 0);
    CHECK(run_with(content, "page").color == 0x0000FF);
}

TEST_CASE("a form inside marked content of the page belongs to the page's id") {
    PdfBuilder builder;
    const int form = add_form(builder, "BT /F1 10 Tf 50 600 Td (form) Tj ET");
    builder.add_page("/P <</MCID 8>> BDC /Fm Do EMC", "/XObject<</Fm " + builder.ref(form) + ">>");
    const Content content = read(builder);
    CHECK(run_with(content, "form").mcid == 8);
    CHECK(run_with(content, "form").stream == 0);
}

TEST_CASE("forms are placed by their matrix, clipped by their box and use their own fonts or the page's") {
    PdfBuilder builder;
    const int form =
        builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Matrix[2 0 0 2 50 50]/Resources<<>>",
                           "BT /F1 10 Tf 10 10 Td (in) Tj 0 200 Td (out) Tj ET");
    builder.add_page("/Fm Do", "/XObject<</Fm " + builder.ref(form) + ">>");
    const Content content = read(builder);
    const Run& in = run_with(content, "in");
    CHECK(in.left == Approx(70));
    CHECK(in.baseline == Approx(800 - 70));
    CHECK(in.size == Approx(20));
    CHECK_FALSE(in.clipped);
    CHECK(run_with(content, "out").clipped);
}

TEST_CASE("artifacts are known by their kind") {
    const Content content = read(
        "/Artifact <</Type/Pagination/Subtype/Header>> BDC BT /F1 9 Tf 50 780 Td (head) Tj ET EMC "
        "/Artifact BMC BT /F1 9 Tf 50 20 Td (plain) Tj ET EMC BT /F1 9 Tf 50 400 Td (text) Tj ET");
    CHECK(run_with(content, "head").artifact == Artifact::header);
    CHECK(run_with(content, "plain").artifact == Artifact::other);
    CHECK(run_with(content, "plain").is_artifact);
    CHECK_FALSE(run_with(content, "text").is_artifact);
}

TEST_CASE("replacement text is kept beside the glyphs, from both kinds of property list") {
    const Content content = read(
        "/Span <</ActualText <FEFF00660069>>> BDC BT /F1 9 Tf 50 700 Td (x) Tj ET EMC "
        "/Span /A BDC BT /F1 9 Tf 50 600 Td (y) Tj ET EMC",
        "/Properties<</A<</ActualText(plain \\204 dash)>>>>");
    const auto actual = [&](const std::string& text) {
        return content.pages[0].actual_texts.at(
            static_cast<std::size_t>(run_with(content, text).actual_text));
    };
    CHECK(actual("x") == "fi");
    CHECK(actual("y") == "plain \xE2\x80\x94 dash");
}

TEST_CASE("ruled lines, boxes and images give their places") {
    PdfBuilder builder;
    const int image = builder.add_stream(
        "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "x");
    builder.add_page(
        "2 w 100 700 m 300 700 l S 1 0 0 rg 50 50 100 20 re f q 80 0 0 40 200 300 cm /Im Do Q "
        "q 10 0 0 10 400 400 cm BI /W 4 /H 1 /BPC 8 /CS /G ID EI Q EI Q 0 0 m 9 5 50 70 90 90 c S "
        "BT /F1 9 Tf 5 5 Td (after) Tj ET",
        "/XObject<</Im " + builder.ref(image) + ">>");
    const Content content = read(builder);
    const auto& rules = content.pages[0].rules;
    REQUIRE(rules.size() == 2);
    CHECK_FALSE(rules[0].filled);
    CHECK(rules[0].box.left == Approx(100));
    CHECK(rules[0].box.right == Approx(300));
    CHECK(rules[0].box.top == Approx(99));
    CHECK(rules[0].box.bottom == Approx(101));
    CHECK(rules[1].filled);
    CHECK(rules[1].color == 0xFF0000);
    CHECK(rules[1].box.top == Approx(730));
    const auto& images = content.pages[0].images;
    REQUIRE(images.size() == 2);
    CHECK(images[0].box.left == Approx(200));
    CHECK(images[0].box.top == Approx(460));
    CHECK(images[0].box.bottom == Approx(500));
    CHECK(texts_of(content) == Texts{"after"});
}

TEST_CASE("links part the runs that they cut and name their target") {
    PdfBuilder builder;
    const int second = builder.add_page("BT /F1 10 Tf 50 700 Td (target) Tj ET");
    // Each letter is 5.56 wide: the link covers `bb`.
    const int uri = builder.add(
        "<</Type/Annot/Subtype/Link/Rect[61 695 72.3 710]/A<</S/URI/URI(https://example.org)>>>>");
    const int jump = builder.add("<</Type/Annot/Subtype/Link/Rect[40 595 300 610]/Dest[" +
                                 builder.ref(second) + "/XYZ 0 500 0]>>");
    const int named = builder.add("<</Type/Annot/Subtype/Link/Rect[40 495 300 510]/A<</S/GoTo/D(there)>>>>");
    builder.add_to_catalog("/Names<</Dests<</Names[(there)[" + builder.ref(second) + "/FitH 300]]>>>>");
    builder.add_page(
        "BT /F1 10 Tf 50 700 Td (aabbaa) Tj 0 -100 Td (jump) Tj 0 -100 Td (named) Tj ET", "",
        "/Annots[" + builder.ref(uri) + " " + builder.ref(jump) + " " + builder.ref(named) + "]");
    const Content content = read(builder);
    REQUIRE(texts_of(content, 1) == Texts{"aa", "bb", "aa", "jump", "named"});
    const PageContent& page = content.pages[1];
    CHECK(page.runs[0].link == -1);
    REQUIRE(page.runs[1].link >= 0);
    CHECK(page.links[static_cast<std::size_t>(page.runs[1].link)].uri == "https://example.org");
    CHECK(page.runs[1].left == Approx(61.12));
    CHECK(page.runs[1].right == Approx(72.24));
    const Link& dest = page.links[static_cast<std::size_t>(page.runs[3].link)];
    CHECK(dest.page == 1);
    CHECK(dest.top == Approx(300));
    const Link& by_name = page.links[static_cast<std::size_t>(page.runs[4].link)];
    CHECK(by_name.page == 1);
    CHECK(by_name.top == Approx(500));
}

TEST_CASE("annotations that show text are read and marked as such, hidden ones are not") {
    PdfBuilder builder;
    const auto note = [&](const std::string& text, const std::string& entries) {
        const int look =
            builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>",
                               "BT /F1 10 Tf 0 5 Td (" + text + ") Tj ET");
        return builder.ref(builder.add("<</Type/Annot/Subtype/FreeText/Rect[200 300 300 320]/AP<</N " +
                                       builder.ref(look) + ">>" + entries + ">>"));
    };
    const std::string annotations =
        note("note", "") + " " + note("secret", "/F 2") + " " + note("unseen", "/F 32");
    builder.add_page("BT /F1 10 Tf 50 700 Td (page) Tj ET", "", "/Annots[" + annotations + "]");
    const Content content = read(builder);
    CHECK(texts_of(content) == Texts{"page", "note"});
    CHECK(run_with(content, "note").annotation);
    CHECK(run_with(content, "note").left == Approx(200));
    CHECK(run_with(content, "note").baseline == Approx(495));
    CHECK_FALSE(run_with(content, "page").annotation);
}

TEST_CASE(
    "fields and free text without appearance are told with their place, comments and hidden ones are not") {
    PdfBuilder builder;
    const int parent = builder.add("<</FT/Tx/V(Jane Doe)/T(name)>>");
    const std::string rect = "/Rect[200 300 300 320]";
    std::string annotations;
    const auto annotation = [&](const std::string& entries) {
        annotations += builder.ref(builder.add("<</Type/Annot" + rect + entries + ">>")) + " ";
    };
    annotation("/Subtype/Widget/Parent " + builder.ref(parent));
    annotation("/Subtype/FreeText/Contents<FEFF004C00E9>");
    annotation("/Subtype/Widget/FT/Ch/V[(one)(two)]");
    annotation("/Subtype/Widget/FT/Btn/Ff 65536/MK<</CA(Send)>>");
    annotation("/Subtype/Widget/FT/Btn/V/Yes");
    annotation("/Subtype/Widget/FT/Tx/Ff 8192/V(password)");
    annotation("/Subtype/Text/Contents(a comment)");
    annotation("/Subtype/FreeText/F 2/Contents(secret)");
    builder.add_page("BT /F1 10 Tf 50 700 Td (page) Tj ET", "", "/Annots[" + annotations + "]");
    const Content content = read(builder);
    CHECK(texts_of(content) == Texts{"page"});
    const auto& unset = content.pages[0].unset;
    REQUIRE(unset.size() == 4);
    CHECK(unset[0].text == "Jane Doe");
    CHECK(unset[0].box.left == Approx(200));
    CHECK(unset[0].box.top == Approx(480));
    CHECK(unset[0].box.bottom == Approx(500));
    CHECK(unset[1].text == "L\xC3\xA9");
    CHECK(unset[2].text == "one two");
    CHECK(unset[3].text == "Send");
}

TEST_CASE(
    "a field's own value counts beside an old appearance only where the file wants appearances made anew") {
    for (const bool need : {false, true}) {
        PdfBuilder builder;
        const int look =
            builder.add_stream("/Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F1 3 0 R>>>>",
                               "BT /F1 10 Tf 0 5 Td (old value) Tj ET");
        const auto field = [&](const std::string& value) {
            return builder.ref(builder.add("<</Subtype/Widget/FT/Tx/Rect[200 300 300 320]/V(" + value +
                                           ")/AP<</N " + builder.ref(look) + ">>>>"));
        };
        const std::string stale = field("new value"), same = field("old  value");
        builder.add_page("", "", "/Annots[" + stale + " " + same + "]");
        builder.add_to_catalog(std::string("/AcroForm<</NeedAppearances ") + (need ? "true" : "false") +
                               ">>");
        const Content content = read(builder);
        CHECK(texts_of(content) == Texts{"old value", "old value"});
        REQUIRE(content.pages[0].unset.size() == (need ? 1U : 0U));
        if (need) CHECK(content.pages[0].unset[0].text == "new value");
    }
}

TEST_CASE("a field that is its own parent ends") {
    PdfBuilder builder;
    const int field = builder.reserve();
    builder.set(field, "<</Subtype/Widget/Rect[0 0 9 9]/Parent " + builder.ref(field) + ">>");
    builder.add_page("", "", "/Annots[" + builder.ref(field) + "]");
    CHECK(read(builder).pages[0].unset.empty());
}

TEST_CASE("page labels are those that the file declares, and none otherwise") {
    PdfBuilder builder;
    builder.add_page("");
    builder.add_page("");
    builder.add_page("");
    builder.add_to_catalog("/PageLabels<</Nums[0<</S/r>>2<</S/D/P(A-)/St 5>>]>>");
    const Content content = read(builder);
    CHECK(content.pages[0].label == "i");
    CHECK(content.pages[1].label == "ii");
    CHECK(content.pages[2].label == "A-5");
    CHECK(read("").pages[0].label == "");
}

TEST_CASE("marked content says its language, in the page or by name") {
    PdfBuilder builder;
    builder.add_page(
        "/P <</MCID 0/Lang(en-GB)>> BDC BT /F1 9 Tf 50 700 Td (one ) Tj ET "
        "/Span /W BDC BT /F1 9 Tf 70 700 Td (dau) Tj ET EMC BT /F1 9 Tf 90 700 Td ( three) Tj ET EMC",
        "/Properties<</W<</Lang(cy)>>>>");
    const Content content = read(builder);
    const PageContent& page = content.pages.at(0);
    REQUIRE(page.languages == std::vector<std::string>{"en-GB", "cy"});
    REQUIRE(page.runs.size() == 3);
    CHECK(page.runs[0].language == 0);
    CHECK(page.runs[1].language == 1);
    CHECK(page.runs[2].language == 0);
}

TEST_CASE("what the file says of itself is read") {
    PdfBuilder builder;
    builder.add_page("");
    const int information = builder.add(
        "<</Producer(Some printer)/Title<FEFF004C00E9>/Author( )"
        "/CreationDate(D:20200102030405+01'00')/ModDate(yesterday)>>");
    builder.add_to_trailer("/Info " + builder.ref(information));
    builder.add_to_catalog("/Lang(cy-GB)");
    const Content content = read(builder);
    CHECK(content.producer == "Some printer");
    CHECK(content.properties == std::map<std::string, std::string>{{"created", "2020-01-02T03:04:05+01:00"},
                                                                   {"title", "L\xC3\xA9"}});
    CHECK(content.language == "cy-GB");
    CHECK_FALSE(content.tagged);
}

TEST_CASE("a date says its zone only where that is one") {
    const auto created = [](const std::string& date) {
        PdfBuilder builder;
        builder.add_page("");
        builder.add_to_trailer("/Info " + builder.ref(builder.add("<</CreationDate(" + date + ")>>")));
        return read(builder).properties.at("created");
    };
    CHECK(created("D:20200102030405Z") == "2020-01-02T03:04:05Z");
    CHECK(created("D:20200102030405-05'30") == "2020-01-02T03:04:05-05:30");
    CHECK(created("D:20200102030405-05'0\\357'") == "2020-01-02T03:04:05-05:00");
    CHECK(created("D:20200102030405+x1'00'") == "2020-01-02T03:04:05");
    CHECK(created("D:20200102") == "2020-01-02");
}

TEST_CASE("content may be divided over several streams") {
    PdfBuilder builder;
    const int one = builder.add_stream("", "BT /F1 10 Tf 50 700 Td"),
              two = builder.add_stream("", "(joined) Tj ET");
    const int page = builder.add_page("");
    builder.set(page, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[" + builder.ref(one) +
                          " 999 0 R " + builder.ref(two) + "]/Resources<</Font<</F1 3 0 R>>>>>>");
    CHECK(texts_of(read(builder)) == Texts{"joined"});
}

TEST_CASE("small round shapes are told, as bullets are drawn; large ones and boxes of the page are not") {
    const auto squares = [](const std::string& content) {
        int count = 0;
        const Content page = read(content);
        for (const Rule& rule : page.pages[0].rules) {
            const double width = rule.box.right - rule.box.left, height = rule.box.bottom - rule.box.top;
            count += rule.filled && width < 13 && height < 1.7 * width && height > 0.5 * width ? 1 : 0;
        }
        return count;
    };
    const std::string circle =
        "102 500 m 102 501.1 101.1 502 100 502 c 98.9 502 98 501.1 98 500 c 98 498.9 98.9 498 100 498 c "
        "101.1 498 102 498.9 102 500 c h ";
    CHECK(squares(circle + "f") == 1);
    CHECK(squares(circle + "S") == 1);
    CHECK(squares("100 502.4 m 102.4 500 l 100 497.6 l 97.6 500 l h f") == 1);
    CHECK(squares("1 J 4 w 100 500 m 100 500.01 l S") == 1);
    CHECK(squares("100 500 m 150 550 l 100 600 l h f") == 0);
    CHECK(squares("100 500 m 108 500.7 l S") == 0);
}

TEST_CASE("a line that an annotation draws without an appearance strikes words out") {
    const auto struck = [](const std::string& annotation) {
        PdfBuilder builder;
        builder.add_page("BT /F1 10 Tf 50 700 Td (the bidder) Tj ET", "",
                         "/Annots[<</Rect[40 690 240 715]" + annotation + ">>]");
        return run_with(read(builder), "the bidder").struck;
    };
    CHECK(struck("/Subtype/Line/L[50 703 95 703]"));
    CHECK(struck("/Subtype/Ink/InkList[[50 702 70 704 95 703]]"));
    CHECK(struck("/Subtype/PolyLine/Vertices[50 703 80 702.5 95 703]"));
    CHECK_FALSE(struck("/Subtype/Line/L[50 697 95 697]"));
    CHECK_FALSE(struck("/Subtype/Line/L[(a) 703]"));
}
