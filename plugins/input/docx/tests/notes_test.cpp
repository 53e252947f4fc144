// Footnotes, endnotes, comments; headers and footers.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string footnote_mark(int id) {
    return "<w:r><w:footnoteReference w:id=\"" + std::to_string(id) + "\"/></w:r>";
}
std::string note(const std::string& element, int id, const std::string& content,
                 const std::string& more = {}) {
    return "<w:" + element + " w:id=\"" + std::to_string(id) + "\"" + more + ">" + content +
           "</w:" + element + ">";
}
std::string section(const std::string& content) {
    return "<w:sectPr>" + content + "</w:sectPr>";
}
std::string reference(const std::string& what, const std::string& type, const std::string& id) {
    return "<w:" + what + "Reference w:type=\"" + type + "\" r:id=\"" + id + "\"/>";
}
}  // namespace

TEST_CASE("a footnote follows the paragraph of its mark, and the mark leads to it") {
    const Docx package =
        Docx(p(run("Half") + footnote_mark(7) + run(" agreed.")) + para("Next."))
            .footnotes(note("footnote", 0, para("line"), " w:type=\"separator\"") +
                       note("footnote", 7, p("<w:r><w:footnoteRef/></w:r>" + run(" Of those asked."))));
    const Document document = read(package).document;
    CHECK(lines(document) ==
          Lines{"paragraph Half agreed.", "footnote [1] Of those asked.", "paragraph Next."});
    const Span& mark = document.blocks.at(0).spans.at(1);
    CHECK(mark.mark == "1");
    CHECK(mark.range == sheaf::Range{4, 4});
    CHECK(mark.style.link == "#b2");
}

TEST_CASE("a mark that was typed is the text's, and takes no number") {
    const std::string above = "<w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr>";
    const Docx package =
        Docx(p(run("30") + "<w:r>" + above +
               "<w:footnoteReference w:id=\"2\" w:customMarkFollows=\"1\"/><w:t>7</w:t></w:r>" +
               run(" files") + "<w:r><w:footnoteReference w:id=\"3\"/></w:r>"))
            .footnotes("<w:footnote w:id=\"2\">" + para("7 of 40") + "</w:footnote><w:footnote w:id=\"3\">" +
                       para("Of all") + "</w:footnote>");
    CHECK(lines(package) == Lines{"paragraph 30⁷ files", "footnote 7 of 40", "footnote [1] Of all"});
}

TEST_CASE("a footnote of a table follows the table") {
    const std::string table = std::string("<w:tbl>") + ruled +
                              row(cell(p(run("a") + footnote_mark(1))) + cell(para("b"))) +
                              row(cell(para("c")) + cell(para("d"))) + "</w:tbl>";
    const Docx package = Docx(table + para("After.")).footnotes(note("footnote", 1, para("Note.")));
    const Lines all = lines(package);
    REQUIRE(all.size() == 13);
    CHECK(all.at(11) == "footnote [1] Note.");
    CHECK(all.at(12) == "paragraph After.");
}

TEST_CASE("endnotes stand at the end with roman numbers, comments behind them") {
    const Docx package =
        Docx(p(run("One") +
               "<w:r><w:endnoteReference w:id=\"2\"/></w:r><w:r><w:commentReference w:id=\"0\"/></w:r>") +
             para("Two."))
            .endnotes(note("endnote", 2, para("Source.")))
            .comments(note("comment", 0, para("Really?"),
                           " w:author=\"A B\" w:initials=\"AB\" w:date=\"2020-01-02T03:04:05Z\""));
    const Document document = read(package).document;
    CHECK(lines(document) ==
          Lines{"paragraph One", "paragraph Two.", "footnote [i] Source.", "footnote [AB1] Really?"});
    CHECK(document.blocks.at(3).basis == "comment by A B, 2020-01-02T03:04:05Z");
    Settings without;
    without.comments = false;
    const Document refused = read(package, without).document;
    CHECK(lines(refused) == Lines{"paragraph One", "paragraph Two.", "footnote [i] Source."});
    CHECK(refused.ledger.refused.at("comment") == 7);
}

TEST_CASE("settings choose how footnotes are numbered") {
    const Docx package = Docx(p(run("x") + footnote_mark(1)))
                             .footnotes(note("footnote", 1, para("Note.")))
                             .settings("<w:footnotePr><w:numFmt w:val=\"chicago\"/></w:footnotePr>");
    CHECK(lines(package).at(1) == "footnote [*] Note.");
}

TEST_CASE("footnotes may begin anew in every section, in a format of their own") {
    const Docx package = Docx(p(run("a") + footnote_mark(1) + run("b") + footnote_mark(2), section("")) +
                              p(run("c") + footnote_mark(3)) +
                              section("<w:footnotePr><w:numFmt w:val=\"lowerLetter\"/><w:numRestart "
                                      "w:val=\"eachSect\"/></w:footnotePr>"))
                             .footnotes(note("footnote", 1, para("One")) + note("footnote", 2, para("Two")) +
                                        note("footnote", 3, para("Three")));
    const Document document = read(package).document;
    CHECK(lines(document) ==
          Lines{"paragraph ab", "footnote [1] One", "footnote [2] Two", "paragraph c", "footnote [a] Three"});
    CHECK(document.blocks.at(3).spans.back().mark == "a");
}

TEST_CASE("footnotes may begin anew on every page: where Word's pages ended") {
    const auto package = [](const std::string& page_end) {
        return Docx(p(run("a") + footnote_mark(1) + run("b") + footnote_mark(2)) +
                    p("<w:r>" + page_end + "<w:t>c</w:t></w:r>" + footnote_mark(3)))
            .footnotes(note("footnote", 1, para("One")) + note("footnote", 2, para("Two")) +
                       note("footnote", 3, para("Three")))
            .settings("<w:footnotePr><w:numRestart w:val=\"eachPage\"/></w:footnotePr>");
    };
    const Lines restarted{"paragraph ab", "footnote [1] One", "footnote [2] Two", "paragraph c",
                          "footnote [1] Three"};
    const Read rendered = read(package("<w:lastRenderedPageBreak/>"));
    CHECK(lines(rendered.document) == restarted);
    CHECK_FALSE(rendered.reported("docx-note-pages"));
    // What the file does not say is not known for sure.
    const Read made = read(package("<w:br w:type=\"page\"/>"));
    CHECK(lines(made.document) == restarted);
    CHECK(made.reported("docx-note-pages"));
    CHECK(read(package("")).reported("docx-note-pages"));
}

TEST_CASE("each note is read once, whatever refers to it, and notes without a mark are refused") {
    const Docx package = Docx(p(run("x") + footnote_mark(1) + footnote_mark(1)))
                             .footnotes(note("footnote", 1, p(run("One") + footnote_mark(2))) +
                                        note("footnote", 2, p(run("Two") + footnote_mark(1))) +
                                        note("footnote", 3, para("Three")));
    const Read result = read(package);
    std::string all;
    for (const Block& block : result.document.blocks) all += block.text + " ";
    CHECK(all == "x One Two ");
    CHECK(result.document.ledger.refused.at("footnote that nothing refers to") == 5);
}

TEST_CASE("a mark without its note makes the letter doubtful") {
    const Read result = read(Docx(p(run("x") + footnote_mark(9))));
    CHECK(result.reported("docx-note-missing"));
    CHECK(lines(result.document) == Lines{"paragraph x"});
}

TEST_CASE("headers and footers are furniture, each part once") {
    const Docx package = Docx(p(run("One."), section(reference("header", "default", "h") +
                                                     reference("footer", "default", "f"))) +
                              para("Two.") + section(reference("header", "default", "h")))
                             .header("h", para("Arden Council"))
                             .footer("f", std::string("<w:tbl>") + ruled +
                                              row(cell(para("Page 1")) + cell(para("Draft"))) + "</w:tbl>");
    CHECK(lines(package) == Lines{"paragraph One.", "paragraph Two.", "furniture Arden Council",
                                  "furniture Page 1", "furniture Draft"});
}

TEST_CASE("headers of first and even pages count only where they are in use") {
    const auto all = [](const std::string& title_page, const std::string& settings) {
        Docx package(para("Text.") + section(reference("header", "first", "a") +
                                             reference("header", "even", "b") + title_page));
        package.header("a", para("First")).header("b", para("Even")).settings(settings);
        return read(package).document;
    };
    CHECK(lines(all("", "")) == Lines{"paragraph Text."});
    CHECK(all("", "").ledger.refused.at("header or footer that is not in use") == 9);
    CHECK(lines(all("<w:titlePg/>", "")) == Lines{"paragraph Text.", "furniture First"});
    CHECK(lines(all("", "<w:evenAndOddHeaders/>")) == Lines{"paragraph Text.", "furniture Even"});
}

TEST_CASE("text in a part that nothing refers to is refused and noted") {
    const Docx package =
        Docx(para("Text."))
            .entry("word/lost.xml",
                   std::string("<w:hdr") + namespaces + ">" + para("Lost words") + "</w:hdr>")
            .override_type("/word/lost.xml",
                           "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml");
    const Read result = read(package);
    CHECK(result.reported("docx-part-unused"));
    CHECK(result.document.ledger.refused.at("part that nothing refers to") == 9);
}
