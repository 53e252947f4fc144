// Content controls, and what they are bound to.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string control(const std::string& properties, const std::string& content) {
    return "<w:sdt><w:sdtPr>" + properties + "</w:sdtPr><w:sdtContent>" + content + "</w:sdtContent></w:sdt>";
}
std::string bound(const std::string& path, const std::string& item = "{A1}") {
    return "<w:dataBinding w:prefixMappings=\"xmlns:n='urn:letter'\" w:xpath=\"" + path +
           "\" w:storeItemID=\"" + item + "\"/>";
}
Docx with_store(const std::string& body, const std::string& values) {
    return Docx(body)
        .entry("customXml/item1.xml", "<n:letter xmlns:n=\"urn:letter\">" + values + "</n:letter>")
        .entry(
            "customXml/itemProps1.xml",
            "<ds:datastoreItem xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\" "
            "ds:itemID=\"{a1}\"/>")
        .entry("customXml/_rels/item1.xml.rels",
               "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
               "<Relationship Id=\"r\" Type=\"http://x/customXmlProps\" "
               "Target=\"itemProps1.xml\"/></Relationships>")
        .relationship("store", "customXml", "../customXml/item1.xml");
}
}  // namespace

TEST_CASE("a content control that is bound to data shows the data, whatever the text beside it says") {
    const std::string grade = bound("/n:letter[1]/n:grade[1]") + "<w:text/>";
    const Read result = read(with_store(p(run("Overall: ") + control(grade, run("Good")) + run(".")),
                                        "<n:grade>Inadequate</n:grade>"));
    CHECK(lines(result.document) == Lines{"paragraph Overall: Inadequate."});
    CHECK(result.document.ledger.refused.at("replaced by the data it is bound to") == 4);
    CHECK(result.reported("docx-bound-value"));
}

TEST_CASE("text that agrees with the data it is bound to keeps its looks") {
    const std::string grade = bound("/n:letter/n:grade") + "<w:text/>";
    const Read result = read(with_store(p(control(grade, run("Requires ") + run("improvement", "<w:b/>"))),
                                        "<n:grade> Requires\n improvement </n:grade>"));
    CHECK(lines(result.document) == Lines{"paragraph Requires improvement"});
    CHECK(result.document.blocks.at(0).spans.back().style.bold);
    CHECK_FALSE(result.reported("docx-bound-value"));
}

TEST_CASE("a control around whole paragraphs, and one that is empty, show their data") {
    const std::string grade = bound("/n:letter/n:grade") + "<w:text/>";
    CHECK(lines(with_store(control(grade, para("Good")) + para("After."), "<n:grade>Poor</n:grade>")) ==
          Lines{"paragraph Poor", "paragraph After."});
    CHECK(lines(with_store(control(grade, p("")) + para("After."), "<n:grade>Poor</n:grade>")) ==
          Lines{"paragraph Poor", "paragraph After."});
}

TEST_CASE("a section that repeats for each row of the store shows its rows, not the first row's words") {
    const auto row = [](const std::string& at, const std::string& old) {
        return control("<w15:repeatingSectionItem/>",
                       p(run("Row: ") + control(bound("/n:letter/n:row[" + at + "]"), run(old))));
    };
    CHECK(lines(with_store(
              control("<w15:repeatingSection/>" + bound("/n:letter/n:row"), row("1", "One") + row("2", "x")),
              "<n:row>One</n:row><n:row>Two</n:row>")) == Lines{"paragraph Row: One", "paragraph Row: Two"});
}

TEST_CASE("lists show the chosen entry's words, boxes their sign, dates their form") {
    const std::string list = bound("//n:v") +
                             "<w:dropDownList><w:listItem w:displayText=\"Requires improvement\" "
                             "w:value=\"3\"/></w:dropDownList>";
    CHECK(lines(with_store(p(control(list, run("Good"))), "<n:v>3</n:v>")) ==
          Lines{"paragraph Requires improvement"});
    const std::string box =
        bound("//n:v") +
        "<w14:checkbox xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\">"
        "<w14:checkedState w14:val=\"2714\"/></w14:checkbox>";
    CHECK(lines(with_store(p(control(box, run("☐"))), "<n:v>true</n:v>")) == Lines{"paragraph ✔"});
    const std::string own_font =
        bound("//n:v") +
        "<w14:checkbox xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\">"
        "<w14:checkedState w14:val=\"00FE\" w14:font=\"Wingdings\"/></w14:checkbox>";
    CHECK(lines(with_store(p(control(own_font, run("☐"))), "<n:v>true</n:v>")) == Lines{"paragraph ☑"});
    const std::string date = bound("//n:v") +
                             "<w:date w:fullDate=\"2026-01-01T00:00:00Z\"><w:dateFormat w:val=\"d MMMM "
                             "yyyy\"/><w:lid w:val=\"en-GB\"/></w:date>";
    CHECK(lines(with_store(p(control(date, run("1 January 2026"))), "<n:v>2026-03-14</n:v>")) ==
          Lines{"paragraph 14 March 2026"});
    CHECK(lines(with_store(p(control(date, run("1 Jan. 2026"))), "<n:v>2026-01-01</n:v>")) ==
          Lines{"paragraph 1 Jan. 2026"});
}

TEST_CASE("a binding that names no item holds for the first one that has the place") {
    CHECK(lines(with_store(p(control(bound("//n:grade", "") + "<w:text/>", run("Good"))),
                           "<n:grade>Poor</n:grade>")) == Lines{"paragraph Poor"});
}

TEST_CASE("a control without its data shows its own text") {
    for (const std::string& binding :
         {bound("/n:letter/n:nothing"), bound("/n:letter/n:grade", "{B2}"), bound("]["), bound("/n:letter")})
        CHECK(lines(with_store(p(control(binding + "<w:text/>", run("Good"))), "<n:grade>Poor</n:grade>")) ==
              Lines{"paragraph Good"});
}

TEST_CASE("what Word prompts for in a control that nobody has filled in is no text of the letter") {
    const Read result = read(Docx(
        p(control("<w:showingPlcHdr/><w:date/>", run("Click or tap to enter a date."))) + para("Dear all")));
    CHECK(lines(result.document) == Lines{"paragraph Dear all"});
    CHECK(result.document.ledger.refused.at("prompt of an empty form") == 23);
    CHECK(result.reported("docx-placeholder"));
    CHECK_FALSE(read(Docx(p(control("<w:showingPlcHdr w:val=\"0\"/>", run("Filled in.")))))
                    .reported("docx-placeholder"));
}
