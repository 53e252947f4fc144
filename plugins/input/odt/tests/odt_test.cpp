// OpenDocument texts as LibreOffice shows them. The letters are flat files that the tests make.
#include <catch2/catch.hpp>

#include "drafts/tests/reading.hpp"
#include "files/tests/zipped.hpp"
#include "letter.hpp"

using reading::Lines;
using reading::Read;
using sheaf::Document;
using sheaf::odt::Changes;

namespace {

const std::string open_document =
    R"(<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0")"
    R"( xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0")"
    R"( xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0")"
    R"( xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0")"
    R"( xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")"
    R"( xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0")"
    R"( xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0")"
    R"( xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0")"
    R"( xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink")"
    R"( xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0")"
    R"( xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0")"
    R"( office:mimetype="application/vnd.oasis.opendocument.text">)";

const std::string lists =
    R"(<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>)"
    R"(<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>)"
    R"x(<text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>)x"
    R"(<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" style:num-suffix="•" text:bullet-char="•"/>)"
    R"(<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>)";

std::string letter(const std::string& body, const std::string& styles = {}, const std::string& automatic = {},
                   const std::string& rest = {}) {
    return open_document + "<office:styles>" + lists + styles + "</office:styles><office:automatic-styles>" +
           automatic + "</office:automatic-styles>" + rest + "<office:body><office:text>" + body +
           "</office:text></office:body></office:document>";
}

std::string text_style(const std::string& name, const std::string& properties) {
    return "<style:style style:family=\"text\" style:name=\"" + name + "\"><style:text-properties " +
           properties + "/></style:style>";
}

Read read(const std::string& file, Changes changes = Changes::accept) {
    sheaf::odt::Settings settings;
    settings.changes = changes;
    return reading::read_by([&](sheaf::Context& context) {
        const sheaf::odt::Package package(file, settings, context);
        return sheaf::odt::Letter(package, settings, context).convert();
    });
}

Lines lines(const Document& document) {
    return reading::lines_of(document);
}
Lines lines(const std::string& body, const std::string& styles = {}, const std::string& automatic = {}) {
    return lines(read(letter(body, styles, automatic)).document);
}

std::string item(const std::string& text, const std::string& more = {}) {
    return "<text:list-item><text:p>" + text + "</text:p>" + more + "</text:list-item>";
}
std::string list(const std::string& items, const std::string& attributes = "text:style-name=\"L\"") {
    return "<text:list " + attributes + ">" + items + "</text:list>";
}

}  // namespace

TEST_CASE("paragraphs, headings by outline level, white space and line breaks") {
    CHECK(
        lines("<text:h text:outline-level='2'>What we found</text:h><text:p>Two  words<text:s "
              "text:c='3'/>and\n a"
              "<text:tab/>tab</text:p><text:p>Clerk<text:line-break/>Nether Ottery</text:p><text:p/>") ==
        Lines{"heading/2 What we found", "paragraph Two words and a tab", "paragraph Clerk\nNether Ottery"});
}

TEST_CASE("lists count by their styles, and nest") {
    CHECK(
        lines(list(item("one") + item("two", list(item("below") + item("and below"), "")) + item("three"))) ==
        Lines{"list_item/1 [1.] one", "list_item/1 [2.] two", "paragraph [2.1] below",
              "paragraph [2.2] and below", "list_item/1 [3.] three"});
    // An item that holds only a list is not counted: its list stands below the first number.
    CHECK(lines(list("<text:list-item>" + list(item("deep"), "") + "</text:list-item>")) ==
          Lines{"paragraph [1.1] deep"});
}

TEST_CASE("bullets stand alone, whatever is written around them") {
    CHECK(lines(list(item("a", list(item("b"), "")), "text:style-name='B'")) ==
          Lines{"list_item/1 [•] a", "list_item/2 [–] b"});
}

TEST_CASE("lists begin anew, go on, and begin where they are told to") {
    const std::string first = list(item("a") + item("b"), "text:style-name='L' xml:id='first'");
    CHECK(lines(first + list(item("c"))).back() == "list_item/1 [1.] c");
    CHECK(lines(first + list(item("c"), "text:style-name='L' text:continue-numbering='true'")).back() ==
          "list_item/1 [3.] c");
    CHECK(lines(first + list(item("x"), "text:style-name='B'") +
                list(item("c"), "text:style-name='L' text:continue-list='first'"))
              .back() == "list_item/1 [3.] c");
    CHECK(lines(list("<text:list-item text:start-value='7'><text:p>g</text:p></text:list-item>" +
                     item("h"))) == Lines{"list_item/1 [7.] g", "list_item/1 [8.] h"});
}

TEST_CASE("the second paragraph of an item and a list's header have no number") {
    CHECK(lines(list("<text:list-header><text:p>Title</text:p></text:list-header>" +
                     item("a", "<text:p>more</text:p>"))) ==
          Lines{"paragraph Title", "list_item/1 [1.] a", "paragraph more"});
}

TEST_CASE("headings outside lists are numbered by the outline, unless they say otherwise") {
    const std::string outline =
        "<text:outline-style style:name='Outline'><text:outline-level-style text:level='1' "
        "style:num-format='1'/>"
        "<text:outline-level-style text:level='2' style:num-format='1' "
        "text:display-levels='2'/></text:outline-style>"
        "<style:style style:family='paragraph' style:name='Free' style:list-style-name=''/>";
    CHECK(lines("<text:h text:outline-level='1'>Scope</text:h><text:h text:outline-level='2'>Who</text:h>"
                "<text:h text:outline-level='1' text:style-name='Free'>Thanks</text:h>"
                "<text:h text:outline-level='1' text:is-list-header='true'>Aside</text:h>"
                "<text:h text:outline-level='2'>When</text:h>",
                outline) == Lines{"heading/1 [1] Scope", "heading/2 [1.1] Who", "heading/1 Thanks",
                                  "heading/1 Aside", "heading/2 [1.2] When"});
}

TEST_CASE("a number format of later versions names its places") {
    const std::string style =
        "<text:list-style style:name='N'><text:list-level-style-number text:level='1' style:num-format='I' "
        "loext:num-list-format='Part %1%:'/></text:list-style>";
    CHECK(lines(list(item("a") + item("b"), "text:style-name='N'"), style) ==
          Lines{"list_item/1 [Part I:] a", "list_item/1 [Part II:] b"});
}

TEST_CASE("tables hold rows and cells with their spans") {
    const std::string cell = "<table:table-cell><text:p>";
    CHECK(
        lines("<table:table><table:table-column table:number-columns-repeated='2'/><table:table-header-rows>"
              "<table:table-row>" +
              cell + "Area</text:p></table:table-cell>" + cell +
              "Grade</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
              "<table:table-cell table:number-columns-spanned='2'><text:p>All</text:p></table:table-cell>"
              "<table:covered-table-cell/></table:table-row><table:table-row>"
              "<table:table-cell table:number-columns-repeated='2'/></table:table-row></table:table>") ==
        Lines{"table", "  row header", "    cell header", "      paragraph Area", "    cell header",
              "      paragraph Grade", "  row", "    cell columns=2", "      paragraph All", "  row",
              "    cell", "    cell"});
    CHECK(lines("<table:table><table:table-row>" + cell +
                "alone</text:p></table:table-cell></table:table-row></table:table>") ==
          Lines{"paragraph alone"});
}

TEST_CASE("notes follow the block with their mark, comments stand at the end") {
    const Read result =
        read(letter("<text:p>We read<text:note "
                    "text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
                    "<text:p>In May.</text:p></text:note-body></text:note> "
                    "records<office:annotation><dc:creator>A. Clerk</dc:creator>"
                    "<dc:date>2025-02-03</dc:date><text:p>Which?</text:p></office:annotation>.</"
                    "text:p><text:p>Next</text:p>"));
    CHECK(lines(result.document) == Lines{"paragraph We read records.", "footnote [1] In May.",
                                          "paragraph Next", "footnote [1] Which?"});
    CHECK(result.document.blocks[0].spans.at(1).mark == "1");
    CHECK(result.document.blocks[3].basis == "comment by A. Clerk, 2025-02-03");
}

TEST_CASE("tracked changes are accepted, rejected or shown") {
    const std::string file = letter(
        "<text:tracked-changes><text:changed-region "
        "xml:id='i'><text:insertion><office:change-info><dc:creator>B</dc:creator>"
        "</office:change-info></text:insertion></text:changed-region><text:changed-region "
        "xml:id='d'><text:deletion>"
        "<office:change-info/><text:p> "
        "not</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>It is<text:change text:change-id='d'/> <text:change-start text:change-id='i'/>very "
        "<text:change-end text:change-id='i'/>safe</text:p>");
    const Read accepted = read(file);
    CHECK(lines(accepted.document) == Lines{"paragraph It is very safe"});
    CHECK(accepted.refused("tracked deletion") == 3);
    CHECK(accepted.reported("odt-tracked-changes"));
    const Read rejected = read(file, Changes::reject);
    CHECK(lines(rejected.document) == Lines{"paragraph It is not safe"});
    CHECK(rejected.refused("tracked insertion") == 4);
    const Read both = read(file, Changes::both);
    CHECK(lines(both.document) == Lines{"paragraph It is not very safe"});
    std::vector<std::string> marks;
    for (const sheaf::Span& span : both.document.blocks[0].spans) marks.push_back(span.style.change);
    CHECK(marks == std::vector<std::string>{"", "deleted", "inserted B", ""});
}

TEST_CASE("hidden and white words are refused with their reason, struck-out ones say so") {
    const Read result = read(letter(
        "<text:p>Seen <text:span text:style-name='H'>hidden</text:span> <text:span text:style-name='W'>white"
        "</text:span> <text:span text:style-name='S'>struck</text:span><text:hidden-text "
        "text:is-hidden='true'>"
        "gone</text:hidden-text></text:p><text:section text:display='none'><text:p>All of "
        "it</text:p></text:section>",
        {},
        text_style("H", "text:display='none'") + text_style("W", "fo:color='#ffffff'") +
            text_style("S", "style:text-line-through-style='solid'")));
    CHECK(lines(result.document) == Lines{"paragraph Seen struck"});
    CHECK(result.refused("hidden text") == 6 + 4 + 7);
    CHECK(result.refused("white on white") == 5);
    CHECK(result.document.blocks[0].spans.at(1).style.strike);
}

TEST_CASE("words in the colour of what is behind them, transparent or tiny ones are refused") {
    const auto shown = [](const std::string& look, const std::string& paragraph = {}) {
        return lines(
            "<text:p text:style-name='P'>We read <text:span text:style-name='L'>4</text:span>30</text:p>", {},
            text_style("L", look) +
                "<style:style style:family='paragraph' style:name='P'><style:paragraph-properties " +
                paragraph + "/></style:style>");
    };
    const Lines printed = {"paragraph We read 430"}, refused = {"paragraph We read 30"};
    CHECK(shown("fo:color='#ffff00' fo:background-color='#ffff00'") == refused);
    CHECK(shown("fo:color='#d9e2f3'", "fo:background-color='#d9e2f3'") == refused);
    CHECK(shown("fo:color='#ffffff'", "fo:background-color='#003366'") == printed);
    CHECK(shown("fo:color='#ffffff'", "fo:background-color='transparent'") == refused);
    CHECK(shown("loext:opacity='0%'") == refused);
    CHECK(shown("loext:opacity='60%'") == printed);
    CHECK(shown("fo:font-size='0.5pt'") == refused);
    const auto header = [](const std::string& family) {
        return lines(
                   "<table:table><table:table-row table:style-name='D'><table:table-cell "
                   "table:style-name='D'><text:p>"
                   "<text:span "
                   "text:style-name='W'>Term</text:span></text:p></table:table-cell><table:table-cell>"
                   "<text:p>a</text:p></table:table-cell></"
                   "table:table-row><table:table-row><table:table-cell><text:p>b</text:p>"
                   "</table:table-cell><table:table-cell><text:p>c</text:p></table:table-cell></"
                   "table:table-row></table:table>",
                   {},
                   text_style("W", "fo:color='#ffffff'") + "<style:style style:family='" + family +
                       "' style:name='D'><style:" + family +
                       "-properties fo:background-color='#003366' fo:border='1pt solid'/>" + "</style:style>")
            .at(3);
    };
    CHECK(header("table-cell") == "      paragraph Term");
    CHECK(header("table-row") == "      paragraph Term");
}

TEST_CASE("raised digits do not join a number") {
    CHECK(lines("<text:p>We read 30<text:span text:style-name='R'>2</text:span> records</text:p>", {},
                text_style("R", "style:text-position='super 58%'")) ==
          Lines{"paragraph We read 30² records"});
    CHECK(lines("<text:p>Of 30 <text:span text:style-name='R'>3</text:span> and 5<text:span "
                "text:style-name='R'>,6</text:span>"
                "</text:p>",
                {},
                text_style("R", "style:text-position='super 58%'")) == Lines{"paragraph Of 30 ³ and 5 ,⁶"});
}

TEST_CASE("fields show what they show, and dates that change are doubtful") {
    const Read result = read(
        letter("<text:p>On <text:date>3 May 2025</text:date>, page <text:page-number>2</text:page-number>"
               "<text:placeholder text:placeholder-type='text'>&lt;Name&gt;</text:placeholder></text:p>"
               "<text:p><field:fieldmark field:type='vnd.oasis.opendocument.field.FORMCHECKBOX'><field:param "
               "field:name='Checkbox_Checked' field:value='true'/></field:fieldmark> Yes</text:p>"));
    CHECK(lines(result.document) == Lines{"paragraph On 3 May 2025, page 2", "list_item/1 [☒] Yes"});
    CHECK(result.document.blocks[0].spans.at(1).style.field == "DATE");
    CHECK(result.reported("odt-date-field"));
    CHECK(result.reported("odt-placeholder"));
    CHECK_FALSE(read(letter("<text:p><text:date text:fixed='true'>3 May 2025</text:date></text:p>"))
                    .reported("odt-date-field"));
}

TEST_CASE("pictures, text boxes and form controls") {
    CHECK(lines("<office:forms><form:form><form:checkbox xml:id='c1' form:current-state='checked' "
                "form:label='Seen'/>"
                "</form:form></office:forms><text:p>Signed<draw:frame><draw:image/><svg:desc>A "
                "signature</svg:desc></draw:frame>"
                "<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame></text:p>"
                "<text:p><draw:control draw:control='c1'/></text:p>") ==
          Lines{"paragraph Signed", "figure A signature", "paragraph In a box", "list_item/1 [☒] Seen"});
}

TEST_CASE("headers and footers that are in use are furniture") {
    const Read result = read(letter(
        "<text:p>Text</text:p>", {}, {},
        "<office:master-styles><style:master-page "
        "style:name='Standard'><style:header><text:p>Council</text:p>"
        "</style:header><style:header-first><text:p>3 May 2025</text:p></style:header-first><style:footer "
        "style:display='false'><text:p>Off</text:p></style:footer></style:master-page><style:master-page "
        "style:name='Other'><style:header><text:p>Unused</text:p></style:header></style:master-page>"
        "</office:master-styles>"));
    CHECK(lines(result.document) == Lines{"paragraph Text", "furniture Council", "furniture 3 May 2025"});
    CHECK(result.document.blocks[2].basis == "first page header");
    CHECK(result.refused("header or footer that is not in use") == 3 + 6);
}

TEST_CASE("links lead to places in the letter") {
    const Document document = read(letter("<text:p><text:a xlink:href='#here'>below</text:a></text:p>"
                                          "<text:p><text:bookmark text:name='here'/>Here</text:p>"))
                                  .document;
    CHECK(document.blocks[0].spans.at(0).style.link == "#b2");
}

TEST_CASE("what damage left between the rows of a table stands in a row of its own") {
    const Document document =
        read(letter(
                 "<table:table><table:table-column/><table:table-row><table:table-cell><text:p>North</text:p>"
                 "</table:table-cell></table:table-row><text:p>Lost</"
                 "text:p><table:table-row><table:table-cell>"
                 "<text:p>South</text:p></table:table-cell></table:table-row></table:table>"))
            .document;
    CHECK(validate(document).empty());
    std::vector<std::string> words;
    for (const sheaf::Block& block : document.blocks)
        if (!block.text.empty()) words.push_back(block.text);
    CHECK(words == std::vector<std::string>{"North", "Lost", "South"});
}

TEST_CASE("bytes of an attribute that are no UTF-8 leave a valid document") {
    const Document document =
        read(letter("<text:p><text:a xlink:href='https://example.org/\xFFropes'>site</text:a></text:p>"))
            .document;
    CHECK(document.blocks.at(0).text == "site");
    CHECK(validate(document).empty());
}

namespace {

// The parts of a package that says the words, with styles that make them bold.
std::vector<std::pair<std::string, std::string>> parts(const std::string& words) {
    std::string content = letter("<text:p text:style-name='S'>" + words + "</text:p>");
    for (std::size_t at = 0; (at = content.find("office:document", at)) != std::string::npos; at += 20)
        content.insert(at + 15, "-content");
    return {{"mimetype", "application/vnd.oasis.opendocument.text"},
            {"content.xml", content},
            {"styles.xml", open_document +
                               "<office:styles><style:style style:family='paragraph' style:name='S'>"
                               "<style:text-properties fo:font-weight='bold'/></style:style></office:styles>"
                               "</office:document>"},
            {"META-INF/manifest.xml", "<m><f full-path=\"content.xml\"/><f full-path=\"styles.xml\"/></m>"}};
}

}  // namespace

TEST_CASE("a package is read from its parts, whose checksums are verified") {
    const std::string package = files::zipped(parts("Words"));
    const Read sound = read(package);
    CHECK(lines(sound.document) == Lines{"paragraph Words"});
    CHECK(sound.document.blocks[0].spans.at(0).style.bold);
    CHECK(sound.document.source.media_type == "application/vnd.oasis.opendocument.text");
    CHECK(sound.diagnostics.empty());

    auto without = parts("Words");
    without.erase(without.begin() + 2);
    CHECK(read(files::zipped(without)).reported("odt-part-missing"));

    // The checksum stands 14 bytes behind the start of the entry, whose name stands 30 bytes behind it, and
    // 16 and 46 in the directory.
    std::string damaged = package;
    damaged[damaged.find("content.xml") - 30 + 14] ^= 1;
    damaged[damaged.rfind("content.xml") - 46 + 16] ^= 1;
    const Read doubted = read(damaged);
    CHECK(doubted.reported("odt-part-damaged"));
    CHECK(lines(doubted.document) == Lines{"paragraph Words"});
}

TEST_CASE("no flipped bit in the text of a package passes unseen") {
    const std::string package = files::zipped(parts("We read 30 records and spoke with 19 children."));
    const Lines whole = lines(read(package).document);
    const std::size_t data = package.find("content.xml") + 11, end = package.find("PK\x03\x04", data);
    REQUIRE(end != std::string::npos);
    for (std::size_t at = data; at < end; ++at) {
        std::string flipped = package;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        CAPTURE(at - data);
        try {
            const Read result = read(flipped);
            // Bits that fill up the last byte of the compressed text say nothing.
            if (!result.reported("odt-part-damaged")) CHECK(lines(result.document) == whole);
        } catch (const sheaf::StageError& error) {
            CHECK(error.diagnostic().code == "odt-malformed");
        }
    }
}

TEST_CASE("what cannot be a letter is refused with the right name") {
    const auto code = [](const std::string& file) {
        try {
            read(file);
        } catch (const sheaf::StageError& error) {
            return error.diagnostic().code;
        }
        return std::string();
    };
    CHECK(code("<!DOCTYPE x [<!ENTITY a 'b'>]>" + letter("<text:p>&a;</text:p>")) == "odt-malformed");
    std::string deep;
    for (int k = 0; k < 1000; ++k) deep += "<text:span>";
    CHECK(code(letter("<text:p>" + deep)) == "odt-limit");
    std::string sheet = letter("");
    sheet.replace(sheet.find("opendocument.text\""), 18, "opendocument.spreadsheet\"");
    CHECK(code(sheet) == "odt-not-text");
    auto locked = parts("Words");
    locked.back().second += "<encryption-data/>";
    CHECK(code(files::zipped(locked)) == "odt-encrypted");
    CHECK(code(files::zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})) ==
          "odt-not-text");
    CHECK(code(files::zipped({{"mimetype", "application/vnd.oasis.opendocument.text"}})) == "odt-malformed");
    CHECK(read(letter("<text:p>cut").substr(0, 1900)).reported("odt-part-broken"));
}
