// Text, runs and styles.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
const Span& span_of(const Block& block, std::string_view words) {
    const auto at = block.text.find(words);
    REQUIRE(at != std::string::npos);
    for (const Span& span : block.spans)
        if (span.range.start <= at && at + words.size() <= span.range.end) return span;
    FAIL("no span holds: " << words);
    return block.spans.front();
}
}  // namespace

TEST_CASE("runs of one paragraph are one text, and a word may be cut anywhere") {
    const Docx package(
        p(run("The asse") + "<w:proofErr w:type=\"spellStart\"/>" + run("ssment  was ") + run("timely.")) +
        p("") + para("   "));
    CHECK(lines(package) == Lines{"paragraph The assessment was timely."});
}

TEST_CASE("white space without xml:space=preserve ends with its element") {
    const Docx package(p("<w:r><w:t> a </w:t></w:r><w:r><w:t>b</w:t></w:r>") +
                       p("<w:r><w:t xml:space=\"preserve\">a </w:t></w:r><w:r><w:t>b</w:t></w:r>"));
    CHECK(lines(package) == Lines{"paragraph ab", "paragraph a b"});
}

TEST_CASE("breaks are line breaks, tabs are spaces, hyphens are what is printed") {
    const Docx package(
        p("<w:r>" + t("1 High Street") + "<w:br/>" + t("Saltmarsh") + "<w:tab/>" + t("SB1") + "</w:r>") +
        p("<w:r>" + t("multi") + "<w:noBreakHyphen/>" + t("agency, co") + "<w:softHyphen/>" +
          t("operation, re\xC2\xADview, twenty\xE2\x80\x91one, 23\xC2\xA0May") + "</w:r>"));
    CHECK(lines(package) == Lines{"paragraph 1 High Street\nSaltmarsh SB1",
                                  "paragraph multi-agency, cooperation, review, twenty-one, 23 May"});
    CHECK(read(package).document.ledger.refused.at("soft hyphen") == 1);
}

TEST_CASE("text is composed, and spans keep their words") {
    const Read result = read(Docx(p(run("Cafe\xCC\x81 ", "<w:b/>") + run("na\xC3\xAFve"))));
    const Block& block = result.document.blocks.at(0);
    CHECK(block.text == "Caf\xC3\xA9 na\xC3\xAFve");
    CHECK(span_of(block, "Caf\xC3\xA9").style.bold);
    CHECK_FALSE(span_of(block, "na\xC3\xAFve").style.bold);
    CHECK(result.document.ledger.refused.at("composed with the letter before") == 1);
}

TEST_CASE("symbols are Unicode characters, by font") {
    const Docx package(p("<w:r>" + t("Done: ") + "<w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/>" + t(", ") +
                         "<w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r>" +
                         run("n", "<w:rFonts w:ascii=\"Wingdings\"/>")));
    CHECK(lines(package) == Lines{"paragraph Done: ✓, α◼"});
}

TEST_CASE("capitals by formatting are printed as capitals") {
    CHECK(lines(Docx(p(run("Straße", "<w:caps/>") + run(" now")))) == Lines{"paragraph STRASSE now"});
}

TEST_CASE("hidden text is refused and counted") {
    const Read result = read(Docx(p(run("seen ") + run("unseen", "<w:vanish/>"))));
    CHECK(lines(result.document) == Lines{"paragraph seen"});
    CHECK(result.document.ledger.refused.at("hidden text") == 6);
}

TEST_CASE("a property is on unless its value says that it is off") {
    // ST_OnOff, ECMA-376 22.9.2.7.
    for (const std::string value : {"0", "false", "off"})
        CHECK(lines(Docx(p(run("seen", "<w:vanish w:val=\"" + value + "\"/>")))) == Lines{"paragraph seen"});
    for (const std::string value : {"1", "true", "on"})
        CHECK(lines(Docx(p(run("seen ") + run("unseen", "<w:vanish w:val=\"" + value + "\"/>")))) ==
              Lines{"paragraph seen"});
}

TEST_CASE("a run looks as defaults, paragraph style, character style and its own properties say") {
    const Docx package =
        Docx(p(run("plain ") + run("strong ", "<w:rStyle w:val=\"Strong\"/>") +
                   run("both ", "<w:rStyle w:val=\"Strong\"/><w:b w:val=\"0\"/>") +
                   run("big", "<w:sz w:val=\"40\"/>"),
               styled("Body")) +
             p(run("flipped ", "<w:rStyle w:val=\"Strong\"/>") + run("bold"), styled("Derived")))
            .styles(
                "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"24\"/><w:lang "
                "w:val=\"en-GB\"/></w:rPr></w:rPrDefault></w:docDefaults>" +
                style("Body", "<w:rPr><w:i/></w:rPr>") +
                style("Derived", "<w:basedOn w:val=\"Body\"/><w:rPr><w:b/></w:rPr>") +
                style("Strong", "<w:rPr><w:b/></w:rPr>", "character"));
    const Document document = read(package).document;
    const Block& first = document.blocks.at(0);
    CHECK(span_of(first, "plain").style.italic);
    CHECK(span_of(first, "plain").style.size == 12);
    CHECK_FALSE(span_of(first, "plain").style.bold);
    CHECK(span_of(first, "strong").style.bold);
    CHECK_FALSE(span_of(first, "both").style.bold);
    CHECK(span_of(first, "big").style.size == 20);
    // Toggle properties of two styles cancel each other (ECMA-376 part 1, 17.7.3).
    CHECK_FALSE(span_of(document.blocks.at(1), "flipped").style.bold);
    CHECK(span_of(document.blocks.at(1), "bold").style.bold);
    CHECK(document.source.language == "en-GB");
}

TEST_CASE("headings are proposed by outline level and by the style's name in any language") {
    const Docx package =
        Docx(para("Letter about a visit", styled("Title")) + para("Findings", styled("h1")) +
             para("Outlook", styled("Titre 2")) + para("Direct", "<w:outlineLvl w:val=\"2\"/>") +
             para("Body", styled("h1") + "<w:outlineLvl w:val=\"9\"/>") + p(run("Only bold", "<w:b/>")) +
             para("", styled("h1")))
            .styles(style("h1", "<w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>") +
                    style("Titre 2", "") + style("Title", ""));
    const Document document = read(package).document;
    CHECK(lines(document) == Lines{"heading/1 Letter about a visit", "heading/1 Findings",
                                   "heading/2 Outlook", "heading/3 Direct", "paragraph Body",
                                   "paragraph Only bold"});
    CHECK(document.blocks.at(0).basis == "style Title");
    CHECK(document.blocks.at(3).basis == "outline level 3");
    CHECK(document.blocks.at(5).spans.at(0).style.bold);
}

TEST_CASE("labels that were typed are split off") {
    const Docx package(
        p("<w:r>" + t("4.11") + "<w:tab/>" + t("In few records the plan is dated.") + "</w:r>") +
        para("1. Fields") + para("(a) Roads") + para("• Rivers") + para("12 people were asked.") +
        para("- a dash may be a dash") + p("<w:r>" + t("-") + "<w:tab/>" + t("or a bullet") + "</w:r>") +
        para("2. Visits to children are made on time and are written up."));
    CHECK(lines(package) == Lines{"paragraph [4.11] In few records the plan is dated.",
                                  "list_item/1 [1.] Fields", "list_item/1 [(a)] Roads",
                                  "list_item/1 [•] Rivers", "paragraph 12 people were asked.",
                                  "paragraph - a dash may be a dash", "list_item/1 [-] or a bullet",
                                  "paragraph [2.] Visits to children are made on time and are written up."});
}

TEST_CASE("a paragraph whose mark is hidden, and a drop cap, go on in the next paragraph") {
    const Docx package(para("One ", "<w:rPr><w:vanish/></w:rPr>") + para("sentence.") +
                       para("T", "<w:framePr w:dropCap=\"drop\"/>") + para("he rest."));
    CHECK(lines(package) == Lines{"paragraph One sentence.", "paragraph The rest."});
}

TEST_CASE("content controls, smart tags and custom XML are looked through") {
    const Docx package(
        p("<w:r>" + t("Date: ") + "</w:r><w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>" +
          run("3 May 2021") + "</w:sdtContent></w:sdt>") +
        "<w:sdt><w:sdtContent>" + p("<w:smartTag w:element=\"place\">" + run("Arden") + "</w:smartTag>") +
        "</w:sdtContent></w:sdt>" + "<w:customXml w:element=\"x\">" + para("inside") + "</w:customXml>");
    CHECK(lines(package) == Lines{"paragraph Date: 3 May 2021", "paragraph Arden", "paragraph inside"});
}

TEST_CASE("hyperlinks lead to their address or to the block of their bookmark") {
    const Docx package = Docx(p("<w:hyperlink r:id=\"web\">" + run("site") + "</w:hyperlink>" + run(" and ") +
                                "<w:hyperlink w:anchor=\"there\">" + run("below") + "</w:hyperlink>") +
                              p("<w:bookmarkStart w:id=\"1\" w:name=\"there\"/>" + run("Here.") +
                                "<w:bookmarkEnd w:id=\"1\"/>"))
                             .relationship("web", "hyperlink", "https://example.org/", true);
    const Document document = read(package).document;
    CHECK(span_of(document.blocks.at(0), "site").style.link == "https://example.org/");
    CHECK(span_of(document.blocks.at(0), "below").style.link == "#b2");
}

TEST_CASE("bytes of an attribute that are no UTF-8 are U+FFFD") {
    const Docx package = Docx(p("<w:hyperlink r:id=\"web\">" + run("site") + "</w:hyperlink>"))
                             .relationship("web", "hyperlink", "https://example.org/\xFFropes", true);
    const Document document = read(package).document;
    CHECK(span_of(document.blocks.at(0), "site").style.link == "https://example.org/\uFFFDropes");
    CHECK(validate(document).empty());
}

TEST_CASE("mathematics is one line of text") {
    const std::string half =
        "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>";
    CHECK(lines(Docx(p(run("So ") + "<m:oMath>" + half + "<m:r><m:t>=b</m:t></m:r></m:oMath>"))) ==
          Lines{"paragraph So a/2=b"});
}

TEST_CASE("right-to-left runs keep their logical order") {
    CHECK(lines(Docx(p(run("אבג", "<w:rtl/>") + run(" abc"), "<w:bidi/>"))) == Lines{"paragraph אבג abc"});
}

TEST_CASE("another language is marked, the document's own is not") {
    const Docx package =
        Docx(p(run("Annwyl ", "<w:lang w:val=\"cy-GB\"/>") + run("Director", "<w:lang w:val=\"en-US\"/>")))
            .styles(
                "<w:docDefaults><w:rPrDefault><w:rPr><w:lang "
                "w:val=\"en-GB\"/></w:rPr></w:rPrDefault></w:docDefaults>");
    const Document document = read(package).document;
    CHECK(span_of(document.blocks.at(0), "Annwyl").style.language == "cy-GB");
    CHECK(span_of(document.blocks.at(0), "Director").style.language.empty());
}

TEST_CASE("raised and lowered digits never join the number before them") {
    const std::string above = "<w:vertAlign w:val=\"superscript\"/>",
                      below = "<w:vertAlign w:val=\"subscript\"/>";
    const Read result =
        read(Docx(p(run("We read 30") + run("2", above) + run(" records, 10") + run("-2", above) +
                    run(", 10") + run("2", below) + run(", on the 14") + run("th", above))));
    CHECK(result.document.blocks.at(0).text == "We read 30² records, 10⁻², 10₂, on the 14th");
    CHECK(result.document.blocks[0].spans.back().style.superscript);
    CHECK(lines(Docx(p(run("We read 30") + run("2", "<w:position w:val=\"8\"/>")))) ==
          Lines{"paragraph We read 30²"});
}

TEST_CASE("marks that a comma parts are no number, and a root ends before what follows") {
    const std::string above = "<w:vertAlign w:val=\"superscript\"/>";
    CHECK(lines(Docx(p(run("the year 5") + run(",6", above)))) == Lines{"paragraph the year 5 ,⁶"});
    CHECK(lines(Docx(p("<m:oMath><m:rad><m:deg/><m:e><m:r><m:t>16</m:t></m:r></m:e></m:rad></m:oMath>" +
                       run("7")))) == Lines{"paragraph √16 7"});
}

TEST_CASE("struck-out text is text, and says so in its span") {
    const Document document =
        read(Docx(p(run("The council ") + run("should", "<w:strike/>") + run(" must act.")))).document;
    REQUIRE(document.blocks.at(0).spans.size() == 3);
    CHECK(document.blocks[0].spans[1].style.strike);
    CHECK_FALSE(document.blocks[0].spans[2].style.strike);
}

TEST_CASE("symbols are what their font shows, and name the font where Unicode has nothing") {
    const auto symbol = [](const std::string& font, const std::string& code) {
        return "<w:r><w:sym w:font=\"" + font + "\" w:char=\"" + code + "\"/></w:r>";
    };
    CHECK(lines(Docx(p(run("A ") + symbol("Wingdings 2", "F050") + symbol("Wingdings 2", "F04F") +
                       symbol("Webdings", "0061")))) == Lines{"paragraph A ✓✗✔"});
    CHECK(lines(Docx(p("<w:r><mc:AlternateContent><mc:Choice Requires=\"w16se\"><w16se:symEx "
                       "xmlns:w16se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\" "
                       "w16se:font=\"Segoe UI Emoji\" "
                       "w16se:char=\"1F7E1\"/></mc:Choice><mc:Fallback><w:t>?</w:t></mc:Fallback></"
                       "mc:AlternateContent></w:r>"))) == Lines{"paragraph 🟡"});
    CHECK(lines(Docx(p(
              "<w:r><mc:AlternateContent><mc:Choice Requires=\"w99\"><w:t>new</w:t></mc:Choice><mc:Fallback>"
              "<w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r>"))) == Lines{"paragraph old"});
    const Read unknown = read(Docx(p(run("Met: ") + symbol("Ward Icons", "F041"))));
    CHECK(unknown.document.blocks.at(0).text == "Met: \uF041");
    CHECK(unknown.document.blocks[0].spans.back().style.font == "Ward Icons");
    CHECK(unknown.reported("docx-private-symbol"));
}

TEST_CASE("what stands behind a fraction is no part of it, and what a phantom hides is no text") {
    const auto shown = [](const std::string& math, const std::string& behind = {}) {
        return read(Docx(p(run("for ") + "<m:oMath>" + math + "</m:oMath>" + run(behind))))
            .document.blocks.at(0)
            .text;
    };
    const auto sign = [](const std::string& text) { return "<m:r><m:t>" + text + "</m:t></m:r>"; };
    const auto fraction = [&](const std::string& more) {
        return "<m:f>" + more + "<m:num>" + sign("1") + "</m:num><m:den>" + sign("2") + "</m:den></m:f>";
    };
    CHECK(shown(fraction({}), "5 days") == "for 1/2 5 days");
    CHECK(shown(fraction({}), " days") == "for 1/2 days");
    CHECK(shown(fraction("<m:fPr><m:type m:val=\"noBar\"/></m:fPr>")) == "for 1¦2");
    CHECK(shown("<m:sSup><m:e>" + fraction({}) + "</m:e><m:sup>" + sign("2") + "</m:sup></m:sSup>") ==
          "for (1/2)²");
    CHECK(shown(sign("3") + "<m:phant><m:phantPr><m:show m:val=\"0\"/></m:phantPr><m:e>" + sign("4") +
                "</m:e></m:phant>" + sign("0")) == "for 30");
    // A fraction that a tracked change deletes leaves no stroke behind.
    CHECK(shown("<m:f><m:fPr><m:ctrlPr><w:del/></m:ctrlPr></m:fPr><m:num><w:del>" + sign("1") +
                "</w:del></m:num><m:den><w:del>" + sign("2") + "</w:del></m:den></m:f>" + sign("5")) ==
          "for 5");
}

TEST_CASE("equations keep their meaning on one line") {
    const auto r = [](const std::string& text) { return "<m:r><m:t>" + text + "</m:t></m:r>"; };
    const auto fraction = [](const std::string& above, const std::string& below) {
        return "<m:f><m:num>" + above + "</m:num><m:den>" + below + "</m:den></m:f>";
    };
    const auto shown = [](const std::string& math) {
        return read(Docx(p(run("for ") + "<m:oMath>" + math + "</m:oMath>"))).document.blocks.at(0).text;
    };
    CHECK(shown(r("2") + fraction(r("1"), r("2"))) == "for 2 1/2");
    CHECK(shown(fraction(r("a+b"), r("2c"))) == "for (a+b)/2c");
    CHECK(shown(fraction(fraction(r("1"), r("2")), r("3"))) == "for (1/2)/3");
    CHECK(shown("<m:sSup><m:e>" + r("10") + "</m:e><m:sup>" + r("2") + "</m:sup></m:sSup>") == "for 10²");
    CHECK(shown("<m:rad><m:deg>" + r("3") + "</m:deg><m:e>" + r("8+x") + "</m:e></m:rad>") == "for ³√(8+x)");
    CHECK(shown("<m:d><m:e>" + r("x") + "</m:e></m:d>") == "for (x)");
}

TEST_CASE("the header of the first page alone is distinct from the others") {
    const Docx package = Docx(para("Dear all") +
                              "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"h1\"/>"
                              "<w:headerReference w:type=\"default\" r:id=\"h2\"/><w:titlePg/></w:sectPr>")
                             .header("h1", para("14 March 2024"))
                             .header("h2", para("Inspectorate"));
    const Document document = read(package).document;
    REQUIRE(document.blocks.size() == 3);
    CHECK(document.blocks[1].basis == "first page header");
    CHECK(document.blocks[2].basis == "page header");
}
