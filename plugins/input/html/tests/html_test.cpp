// Web pages as a browser shows them.
#include <catch2/catch.hpp>

#include "drafts/tests/reading.hpp"
#include "encoding.hpp"
#include "reader.hpp"
#include "sniff.hpp"

using reading::Lines;
using reading::Read;
using sheaf::Document;

namespace {

Read read(const std::string& page) {
    return reading::read_by([&](sheaf::Context& context) { return sheaf::web::read_page(page, context); });
}

Lines lines(const std::string& page) {
    return reading::lines_of(read(page).document);
}

}  // namespace

TEST_CASE("headings, paragraphs and line breaks are what they are") {
    CHECK(lines("<html><body><h1>Inspection of <em>Harrow</em></h1><p>We read\n  30 records.</p>"
                "<div>Dear all<br>and others</div>Loose words</body></html>") ==
          Lines{"heading/1 Inspection of Harrow", "paragraph We read 30 records.",
                "paragraph Dear all\nand others", "paragraph Loose words"});
}

TEST_CASE("lists count as a browser counts, and nest") {
    CHECK(lines("<ol start=3><li>three<ul><li>below</li></ul></li><li value=7>seven</li></ol>"
                "<ol type=a><li>first</ol>") == Lines{"list_item/1 [3.] three", "list_item/2 [•] below",
                                                      "list_item/1 [7.] seven", "list_item/1 [a.] first"});
    CHECK(lines("<ol><li>The local authority should see each child alone, and soon.</li></ol>") ==
          Lines{"paragraph [1.] The local authority should see each child alone, and soon."});
}

TEST_CASE("a list's own style says how its items are marked") {
    CHECK(lines("<ul style=\"list-style-type: '–'\"><li>one</ul><ol style='list-style-type: "
                "lower-roman'><li>two</ol>") == Lines{"list_item/1 [–] one", "list_item/1 [i.] two"});
}

TEST_CASE("lists that count backwards, have no sign, or show what is chosen") {
    CHECK(lines("<ol reversed><li>a<li>b</ol><ol reversed start=9><li>c<li>d</ol>") ==
          Lines{"list_item/1 [2.] a", "list_item/1 [1.] b", "list_item/1 [9.] c", "list_item/1 [8.] d"});
    CHECK(lines("<ol style='list-style: none'><li>4.1 The council must<li>plain</ol><ul "
                "style='list-style-type:none'>"
                "<li>bare</ul>") ==
          Lines{"paragraph [4.1] The council must", "paragraph plain", "paragraph bare"});
    CHECK(lines("<p>Grade: <select><option>Good<optgroup><option selected>Poor</optgroup></select>") ==
          Lines{"paragraph Grade: Poor"});
}

TEST_CASE("an element's own style hides, strikes out and raises") {
    const Read result = read(
        "<p>We read 30<span style='Vertical-Align: super'>2</span> <span style='font-size: 0'>x</span>"
        "<span style='opacity:0'>y</span><span style='opacity: 0.8; font-size:0.9em'>faint</span> "
        "<span style='text-decoration: line-through'>struck</span></p><noscript>Allow scripts</noscript>");
    CHECK(reading::lines_of(result.document) == Lines{"paragraph We read 30² faint struck"});
    CHECK(result.document.blocks[0].spans.back().style.strike);
    CHECK(result.refused("hidden text") == 2);
    CHECK(result.refused("shown where no script runs") == 12);
}

TEST_CASE("a raised number that leads to a note is its mark, and the note a footnote") {
    const Read result = read(
        "<p>We read 30 records<a href='#n1' id='r1'><sup>1</sup></a> of 200.</p><p>More.</p>"
        "<ol><li id='n1'><p>Out of 200. <a href='#r1'>\u21a9</a></li></ol>");
    CHECK(reading::lines_of(result.document) ==
          Lines{"paragraph We read 30 records of 200.", "paragraph More.", "footnote [1] Out of 200."});
    const auto& spans = result.document.blocks.at(0).spans;
    REQUIRE(spans.size() == 3);
    CHECK(spans[1].mark == "1");
    CHECK(spans[1].style.link == "#b3");
    // As Word saves a page.
    CHECK(lines("<p>We read 30 records<a href='#_ftn1' name='_ftnref1'><span><![if "
                "!supportFootnotes]><sup>[1]</sup>"
                "<![endif]></span></a></p><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Out of "
                "200.</p></div>") == Lines{"paragraph We read 30 records", "footnote [1] Out of 200."});
    // A link that leads to no note is a link.
    CHECK(lines("<p>Area 30 m<sup><a href='#top'>2</a></sup></p>") == Lines{"paragraph Area 30 m²"});
}

TEST_CASE("a table holds rows and cells with their spans; one that only lays out is opened up") {
    CHECK(
        lines(
            "<table><caption>Grades</caption><tr><th>Area<th>Grade<tr><td colspan=2>All</td></tr></table>") ==
        Lines{"paragraph Grades", "table", "  row header", "    cell header", "      paragraph Area",
              "    cell header", "      paragraph Grade", "  row", "    cell columns=2",
              "      paragraph All"});
    CHECK(lines("<table role=presentation><tr><td>a<td>b</table>") == Lines{"paragraph a", "paragraph b"});
    CHECK(lines("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>").front() == "table");
}

TEST_CASE("navigation, and what stands outside the main part, is furniture") {
    CHECK(lines("<body><header>The "
                "Council</header><nav><ul><li>Home</ul></nav><p>Report.</p><footer>Contact</footer>") ==
          Lines{"furniture The Council", "furniture [•] Home", "paragraph Report.", "furniture Contact"});
    CHECK(
        lines("<body><div>Cookies</div><main><header>Title</header><p>Report.</p></main><div>Share</div>") ==
        Lines{"furniture Cookies", "paragraph Title", "paragraph Report.", "furniture Share"});
    CHECK(lines("<body><p>Report.</p><main></main>") == Lines{"paragraph Report."});
}

TEST_CASE("no script is run or read, hidden words are refused, frames are reported") {
    const Read result = read(
        "<head><style>p {}</style></head><body><script>document.write('x')</script><p>Words"
        "<span style='display: none'>hidden</span></p><iframe src='other.html'></iframe>");
    CHECK(result.document.blocks.size() == 1);
    CHECK(result.document.blocks.at(0).text == "Words");
    CHECK(result.document.ledger.refused.at("hidden text") == 6);
    CHECK(result.reported("html-frame"));
    CHECK(read("<body><script>app()</script><nav>Home</nav>").reported("html-no-text"));
}

TEST_CASE("links lead to places and to pages, and to nothing that runs") {
    const Document document =
        read(
            "<body><p id=top>Top <a href='#top'>up</a> <a href='javascript:x()'>run</a> "
            "<a href='https://example.org/a'>out</a>")
            .document;
    std::vector<std::string> links;
    for (const sheaf::Span& span : document.blocks.at(0).spans) links.push_back(span.style.link);
    CHECK(links == std::vector<std::string>{"", "#b1", "", "https://example.org/a"});
}

TEST_CASE("raised digits do not join a number, struck-out words say so") {
    const Document document = read("<p>We read 30<sup>2</sup> records and <s>not</s> more").document;
    CHECK(document.blocks.at(0).text == "We read 30² records and not more");
    CHECK(document.blocks[0].spans.at(1).style.strike);
}

TEST_CASE("a page is read in the encoding that it is in") {
    const auto text = [](std::string_view page) {
        bool faulty = false;
        const std::string utf8 = sheaf::web::to_utf8(page, faulty);
        return utf8.substr(utf8.find("<p>") + 3) + (faulty ? " faulty" : "");
    };
    CHECK(text("<p>caf\xC3\xA9") == "café");
    CHECK(text("<p>caf\xE9 \x96") == "café –");
    CHECK(text("<meta charset=\"iso-8859-1\"><p>caf\xE9 \x96") == "café –");
    CHECK(text("<meta charset=iso-8859-2><p>\xB1") == "ą");
    CHECK(text("<meta charset=iso-8859-1><p>t\xC5\xB7") == "tŷ");
    using namespace std::string_view_literals;
    CHECK(text("\xFF\xFE<\0p\0>\0\xE9\0"sv) == "é");
    CHECK(text("<meta charset=utf-8><p>caf\xE9") == "caf\uFFFD faulty");
}

TEST_CASE("pages are recognised by how they begin") {
    using sheaf::web::is_page;
    CHECK(is_page("\xEF\xBB\xBF <!-- saved --><!DOCTYPE html><html>"));
    CHECK(is_page("<?xml version=\"1.0\"?>\n<!DOCTYPE HTML PUBLIC \"-//W3C\">"));
    CHECK(is_page("<HTML><body>"));
    CHECK_FALSE(is_page("<?xml version=\"1.0\"?><w:document>"));
    CHECK_FALSE(is_page("%PDF-1.7"));
    CHECK_FALSE(is_page("Plain words"));
}

TEST_CASE("the head says what the file is, and none of it becomes text") {
    const Document document =
        read(
            "<html lang=cy><head><title>Arolygiad</title><meta name=author content='A. Clerk'></head>"
            "<body><p>Testun</p></body></html>")
            .document;
    CHECK(document.source.language == "cy");
    CHECK(document.source.properties ==
          std::map<std::string, std::string>{{"author", "A. Clerk"}, {"title", "Arolygiad"}});
    CHECK(document.blocks.size() == 1);
}

TEST_CASE("elements that are nested without end are refused or cut, never followed") {
    std::string page = "<body>";
    for (int k = 0; k < 5000; ++k) page += "<div>";
    try {
        read(page + "deep");
    } catch (const sheaf::StageError& error) {
        CHECK(error.diagnostic().code == "html-limit");
    }
}

TEST_CASE("what is attached to a saved page is named, and what the page shows is not") {
    const auto attached = [](const std::string& parts, const std::string& kind = "related") {
        const auto saved = sheaf::web::saved_page(
            "From: <Saved by Blink>\r\nSubject: Report\r\nMIME-Version: 1.0\r\nContent-Type: multipart/" +
            kind + "; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/html\r\n\r\n<p>A</p>\r\n" + parts +
            "--edge--\r\n");
        CHECK(saved.page.starts_with("<p>A</p>"));
        return saved.attached;
    };
    const auto part = [](const std::string& fields) { return "--edge\r\n" + fields + "\r\n\r\nbytes\r\n"; };
    CHECK(attached(part("Content-Type: image/png") + part("Content-Type: text/css")).empty());
    CHECK(attached(part("Content-Type: image/png\r\nContent-Disposition: Attachment; filename=plan.png")) ==
          Lines{"plan.png"});
    CHECK(attached(
              part("Content-Type: application/pdf\r\nContent-Location: https://example.org/a/annex.pdf?x=1") +
              part("Content-Type: text/html")) == Lines{"annex.pdf", "a file without a name"});
    CHECK(attached(part("Content-Type: application/xhtml+xml"), "alternative").empty());
}

TEST_CASE("a saved page is read out of its parts, whatever they are written in") {
    const std::string head =
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/report\r\nSubject: "
        "Report\r\n"
        "MIME-Version: 1.0\r\nContent-Type: "
        "multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--edge--\"\r\n\r\n";
    const auto page = [&](const std::string& fields, const std::string& body) {
        const std::string file = head +
                                 "----edge--\r\nContent-Type: image/png\r\n\r\nbytes\r\n----edge--\r\n" +
                                 fields + "\r\n\r\n" + body + "\r\n----edge----\r\n";
        CHECK(sheaf::web::is_saved_page(file));
        const sheaf::web::SavedPage saved = sheaf::web::saved_page(file);
        bool faulty = false;
        return lines(sheaf::web::to_utf8(saved.page, faulty, saved.charset));
    };
    CHECK(page("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
               "<p>A caf=C3=A9 of one long =\r\nline=3D</p>") == Lines{"paragraph A café of one long line="});
    CHECK(page("Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: base64",
               "PHA+Y2Fm\r\n6TwvcD4=") == Lines{"paragraph café"});
    CHECK_FALSE(sheaf::web::is_saved_page("To: a@example.org\r\n" + head));
    CHECK_FALSE(sheaf::web::is_saved_page("Dear all: we read\nthis: too\n"));
}
