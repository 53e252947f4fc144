#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string table(const std::string& content) {
    return std::string("<w:tbl>") + ruled + content + "</w:tbl>";
}
std::string words(const std::string& text, const std::string& properties = {}) {
    return cell(para(text), properties);
}
}  // namespace

TEST_CASE("a table holds rows, cells and their blocks; header rows are marked") {
    const Docx package(table(row(words("Term") + words("Meaning"), "<w:tblHeader/>") +
                             row(words("Most") + words("70 to 89%"))));
    CHECK(lines(package) == Lines{"table", "  row header", "    cell header", "      paragraph Term",
                                  "    cell header", "      paragraph Meaning", "  row", "    cell",
                                  "      paragraph Most", "    cell", "      paragraph 70 to 89%"});
}

TEST_CASE("cells span columns and rows; what a merged cell covers is refused") {
    const Docx package(table(
        row(words("wide", "<w:gridSpan w:val=\"2\"/>") + words("tall", "<w:vMerge w:val=\"restart\"/>")) +
        row(words("a") + words("b") + words("covered", "<w:vMerge/>"))));
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"table", "  row", "    cell columns=2", "      paragraph wide",
                                          "    cell rows=2", "      paragraph tall", "  row", "    cell",
                                          "      paragraph a", "    cell", "      paragraph b"});
    CHECK(result.document.ledger.refused.at("covered by a merged cell") == 7);
}

TEST_CASE("a table of one cell is no table, nor is one column without rules") {
    const std::string column = row(words("first")) + row(words("second"));
    CHECK(lines(Docx(table(row(words("A box."))) + "<w:tbl>" + column + "</w:tbl>")) ==
          Lines{"paragraph A box.", "paragraph first", "paragraph second"});
    CHECK(lines(Docx(table(column))) == Lines{"table", "  row", "    cell", "      paragraph first", "  row",
                                              "    cell", "      paragraph second"});
}

TEST_CASE("a row without rules that arranges blocks side by side is opened up") {
    const std::string letterhead =
        "<w:tbl><w:tblPr/>" + row(words("Department of Bridges") + words("3 May")) + "</w:tbl>";
    CHECK(lines(Docx(letterhead)) == Lines{"paragraph Department of Bridges", "paragraph 3 May"});
}

TEST_CASE("a layout table around whole sections is opened up, the table inside it stays") {
    const std::string inner = table(row(words("a") + words("b")) + row(words("c") + words("d")));
    const Docx package(table(row(cell(para("Findings", "<w:outlineLvl w:val=\"0\"/>") +
                                      para("Much was found.") + inner + para("More.")) +
                                 words("margin")) +
                             row(words("x") + words("y"))));
    CHECK(lines(package) == Lines{"heading/1 Findings", "paragraph Much was found.", "table", "  row",
                                  "    cell", "      paragraph a", "    cell", "      paragraph b", "  row",
                                  "    cell", "      paragraph c", "    cell", "      paragraph d",
                                  "paragraph More.", "paragraph margin", "paragraph x", "paragraph y"});
}

TEST_CASE("tables nest in cells") {
    const std::string inner = table(row(words("1") + words("2")) + row(words("3") + words("4")));
    const Document document =
        read(Docx(table(row(words("a") + cell(inner + p(""))) + row(words("b") + words("c"))))).document;
    REQUIRE(document.blocks.size() > 6);
    CHECK(lines(document).at(5) == "      table");
    CHECK(lines(document).at(8) == "            paragraph 1");
}

TEST_CASE("a table without a word leaves nothing behind") {
    CHECK(lines(Docx(table(row(cell(p("")) + cell(p(""))) + row(cell(p("")) + cell(p("")))) +
                     para("Text."))) == Lines{"paragraph Text."});
}

TEST_CASE("a table style makes its first row a header and bold") {
    const std::string look = "<w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblLook w:val=\"0020\"/></w:tblPr>";
    const Docx package =
        Docx("<w:tbl>" + look + row(words("Term") + words("Meaning")) + row(words("a") + words("b")) +
             "</w:tbl>")
            .styles(style("Grid",
                          "<w:tblPr><w:tblBorders><w:top w:val=\"single\"/></w:tblBorders></w:tblPr>"
                          "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr></w:tblStylePr>",
                          "table"));
    const Document document = read(package).document;
    CHECK(document.blocks.at(1).header);
    CHECK(document.blocks.at(3).spans.at(0).style.bold);
    CHECK_FALSE(document.blocks.at(8).spans.at(0).style.bold);
}

TEST_CASE("senseless spans do no harm") {
    for (const char* span : {"-1", "0", "99999999999999", "x"}) {
        const Docx package(
            table(row(words("a", std::string("<w:gridSpan w:val=\"") + span + "\"/>") + words("b")) +
                  row(words("c") + words("d"))));
        const Document document = read(package).document;
        std::string all;
        for (const Block& block : document.blocks) all += block.text;
        CHECK(all == "abcd");
    }
}

TEST_CASE("rows and cells inside content controls and changes are read") {
    const Docx package(
        table("<w:sdt><w:sdtContent>" +
              row("<w:sdt><w:sdtContent>" + words("a") + "</w:sdtContent></w:sdt>" + words("b")) +
              "</w:sdtContent></w:sdt>" + row(words("c") + words("d"), "<w:ins w:id=\"1\"/>") +
              row(words("old") + words("row"), "<w:del w:id=\"2\"/>")));
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"table", "  row", "    cell", "      paragraph a", "    cell",
                                          "      paragraph b", "  row", "    cell", "      paragraph c",
                                          "    cell", "      paragraph d"});
    CHECK(result.document.ledger.refused.at("tracked deletion") == 6);
}

TEST_CASE("columns that a row leaves out are empty cells, so that values stand under their column") {
    const std::string grid =
        "<w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>";
    const Docx package(table(grid + row(words("Good") + words("Fair") + words("Poor")) +
                             row(words("Leaders"), "<w:gridBefore w:val=\"2\"/>") +
                             row(words("Help"), "<w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/>")));
    CHECK(lines(package) == Lines{"table", "  row", "    cell", "      paragraph Good", "    cell",
                                  "      paragraph Fair", "    cell", "      paragraph Poor", "  row",
                                  "    cell columns=2", "    cell", "      paragraph Leaders", "  row",
                                  "    cell", "    cell", "      paragraph Help", "    cell"});
}

TEST_CASE("slivers by which edges are out of line are no columns") {
    const std::string grid =
        "<w:tblGrid><w:gridCol w:w=\"60\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/>"
        "<w:gridCol w:w=\"60\"/></w:tblGrid>";
    const std::string wide = "<w:gridSpan w:val=\"2\"/>";
    const Docx package(
        table(grid + row(words("Term", wide) + words("Meaning", wide)) +
              row(words("Most") + words("many"), "<w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/>")));
    CHECK(lines(package) == Lines{"table", "  row", "    cell columns=2", "      paragraph Term",
                                  "    cell columns=2", "      paragraph Meaning", "  row",
                                  "    cell columns=2", "      paragraph Most", "    cell columns=2",
                                  "      paragraph many"});
}

TEST_CASE("a cell that a tracked change deletes is gone, one that it inserts is there") {
    const Docx package(
        table(row(words("A") + words("B") + words("C")) +
              row(words("a") + words("gone", "<w:cellDel w:author=\"A\"/>") + words("new", "<w:cellIns/>"))));
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"table", "  row", "    cell", "      paragraph A", "    cell",
                                          "      paragraph B", "    cell", "      paragraph C", "  row",
                                          "    cell", "      paragraph a", "    cell",
                                          "      paragraph new"});
    CHECK(result.document.ledger.refused.at("tracked deletion") == 4);
    Settings before;
    before.changes = Changes::reject;
    CHECK(read(package, before).document.ledger.refused.at("tracked insertion") == 3);
}
