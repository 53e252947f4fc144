// Text that nobody sees: in the colour of what is behind it, without ink, too small.
#include "fixture.hpp"

using namespace fixture;

namespace {

const Lines printed = {"paragraph We read 430 records."}, refused = {"paragraph We read 30 records."};

// A letter in which the 4 has these properties.
Read read_with(const std::string& properties, const std::string& paragraph = {}) {
    return read(Docx(p(run("We read ") + run("4", properties) + run("30 records."), paragraph)));
}

Lines shown(const std::string& properties, const std::string& paragraph = {}) {
    return lines(read_with(properties, paragraph).document);
}

std::string fill(const std::string& of) {
    return "<w14:textFill>" + of + "</w14:textFill>";
}

std::string solid(const std::string& colour) {
    return "<w14:solidFill>" + colour + "</w14:solidFill>";
}

std::string rgb(const std::string& value, const std::string& more = {}) {
    return "<w14:srgbClr w14:val=\"" + value + "\">" + more + "</w14:srgbClr>";
}

std::string scheme(const std::string& value, const std::string& more = {}) {
    return "<w14:schemeClr w14:val=\"" + value + "\">" + more + "</w14:schemeClr>";
}

}  // namespace

TEST_CASE("white text on white paper is refused, and read where something is behind it") {
    const std::string white = "<w:color w:val=\"FFFFFF\"/>",
                      dark = "<w:shd w:val=\"clear\" w:fill=\"003366\"/>";
    const Read result = read(Docx(p(run("We read ") + run("4", white) + run("30 records."))));
    CHECK(lines(result.document) == Lines{"paragraph We read 30 records."});
    CHECK(result.document.ledger.refused.at("white on white") == 1);
    CHECK(lines(Docx(p(run("Term", white + dark)))) == Lines{"paragraph Term"});
    CHECK(lines(Docx(p(run("Term", white), dark))) == Lines{"paragraph Term"});
    CHECK(lines(Docx("<w:tbl>" + row(cell(para("a") + p(run("Term", white)), dark) + cell(para("b"))) +
                     row(cell(para("c"))) + "</w:tbl>"))
              .at(4) == "      paragraph Term");
    const std::string shading =
        "<w:tblStylePr w:type=\"firstRow\"><w:tcPr>" + dark + "</w:tcPr></w:tblStylePr>";
    CHECK(lines(Docx("<w:tbl><w:tblPr><w:tblStyle w:val=\"S\"/></w:tblPr>" +
                     row(cell(p(run("Term", white)))) + "</w:tbl>")
                    .styles(style("S", shading, "table"))) == Lines{"paragraph Term"});
    const std::string table =
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"S\"/><w:tblLook w:firstRow=\"1\"/></w:tblPr>" +
        row(cell(p(run("Term", white))) + cell(para("a"))) +
        row(cell(p(run("4", white) + run("30"))) + cell(para("b"))) + "</w:tbl>";
    const Lines found = lines(Docx(table).styles(style("S", shading, "table")));
    CHECK(found.at(3) == "      paragraph Term");
    CHECK(found.at(8) == "      paragraph 30");
}

TEST_CASE("text in the colour of what is behind it is refused") {
    const auto colours = [](const std::string& text, const std::string& behind) {
        return "<w:color w:val=\"" + text + "\"/>" + behind;
    };
    const auto shade = [](const std::string& fill) {
        return "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" + fill + "\"/>";
    };
    CHECK(shown(colours("000000", shade("000000"))) == refused);
    CHECK(shown(colours("FFFF00", "<w:highlight w:val=\"yellow\"/>")) == refused);
    CHECK(shown(colours("FFFFFF", "<w:highlight w:val=\"white\"/>")) == refused);
    CHECK(shown(colours("FFFFFF", "<w:highlight w:val=\"black\"/>" + shade("FFFFFF"))) == printed);
    CHECK(shown(colours("auto", shade("000000"))) == printed);
    CHECK(shown(colours("C00000", shade("FF0000"))) == printed);
}

// [MS-DOCX] 2.6.1.15: it goes before the colour of 17.3.2.6.
TEST_CASE("text that is filled with nothing, or with white, is refused") {
    CHECK(read_with(fill("<w14:noFill/>")).document.ledger.refused.at("transparent") == 1);
    const std::string black = "<w:color w:val=\"000000\"/>";
    CHECK(shown(black + fill("<w14:noFill/>")) == refused);
    CHECK(shown(black + fill(solid(rgb("FFFFFF")))) == refused);
    CHECK(shown(black + fill(solid(scheme("bg1")))) == refused);
    CHECK(shown(black +
                fill(solid(scheme("tx1", "<w14:lumMod w14:val=\"0\"/><w14:lumOff w14:val=\"100000\"/>")))) ==
          refused);
    CHECK(shown(black + fill(solid(rgb("000000", "<w14:alpha w14:val=\"100000\"/>")))) == refused);
    CHECK(shown(fill("<w14:gradFill><w14:gsLst><w14:gs w14:pos=\"0\">" + rgb("FFFFFF") +
                     "</w14:gs><w14:gs w14:pos=\"1\">" + rgb("FFFFFF") +
                     "</w14:gs></w14:gsLst></w14:gradFill>")) == refused);
    CHECK(shown("<w:color w:val=\"FFFFFF\"/>" + fill(solid(rgb("000000")))) == printed);
    CHECK(shown(fill(solid(scheme("tx1")))) == printed);
    CHECK(shown(fill(solid(scheme("bg1", "<w14:lumMod w14:val=\"50000\"/>")))) == printed);
    CHECK(shown(fill(solid(rgb("000000", "<w14:alpha w14:val=\"40000\"/>")))) == printed);
    CHECK(shown(fill("<w14:gradFill><w14:gsLst><w14:gs w14:pos=\"0\">" + rgb("FFFFFF") +
                     "</w14:gs><w14:gs w14:pos=\"1\">" + rgb("0000FF") +
                     "</w14:gs></w14:gsLst></w14:gradFill>")) == printed);
    // By a style; and white on a coloured ground.
    CHECK(lines(Docx(p(run("a", "<w:rStyle w:val=\"S\"/>") + run("b")))
                    .styles(style("S", "<w:rPr>" + fill("<w14:noFill/>") + "</w:rPr>", "character"))) ==
          Lines{"paragraph b"});
    CHECK(shown(fill(solid(scheme("bg1"))) + "<w:shd w:val=\"clear\" w:fill=\"003366\"/>") == printed);
}

// [MS-DOCX] 2.6.1.14.
TEST_CASE("the contour of letters is seen where their fill is not") {
    const auto contour = [](const std::string& of) {
        return "<w14:textOutline>" + of + "</w14:textOutline>";
    };
    CHECK(shown(contour(solid(rgb("000000"))) + fill("<w14:noFill/>")) == printed);
    CHECK(shown(contour(solid(rgb("FFFFFF"))) + fill("<w14:noFill/>")) == refused);
    CHECK(shown(contour("<w14:noFill/>") + fill("<w14:noFill/>")) == refused);
    CHECK(shown(contour("<w14:noFill/>") + fill(solid(rgb("000000")))) == printed);
}

// 17.3.2.6: where a colour of the theme is named, what is written out does not count.
TEST_CASE("a colour of the theme goes before the colour beside it") {
    const auto colour = [](const std::string& theme, const std::string& value, const std::string& more = {}) {
        return "<w:color w:val=\"" + value + "\" w:themeColor=\"" + theme + "\" " + more + "/>";
    };
    CHECK(shown(colour("background1", "000000")) == refused);
    CHECK(shown(colour("text1", "000000", "w:themeTint=\"00\"")) == refused);
    CHECK(shown(colour("text1", "FFFFFF")) == printed);
    CHECK(shown(colour("background1", "FFFFFF", "w:themeShade=\"80\"")) == printed);
    CHECK(shown(colour("accent1", "4F81BD")) == printed);
    CHECK(shown(colour("background1", "FFFFFF"),
                "<w:shd w:val=\"clear\" w:fill=\"FFFFFF\" w:themeFill=\"text1\"/>") == printed);
}

TEST_CASE("text is compared with what is behind its paragraph, its cell and the page") {
    const std::string pale = "<w:color w:val=\"D9E2F3\"/>", white = "<w:color w:val=\"FFFFFF\"/>",
                      shade = "<w:shd w:val=\"clear\" w:fill=\"D9E2F3\"/>",
                      dark = "<w:shd w:val=\"clear\" w:fill=\"003366\"/>",
                      paper = "<w:shd w:val=\"clear\" w:fill=\"FFFFFF\"/>";
    CHECK(shown(pale, shade) == refused);
    CHECK(shown(pale, dark) == printed);
    const auto in_cell = [&](const std::string& cell_shade, const std::string& look) {
        return lines(Docx("<w:tbl><w:tblPr>" + dark + "</w:tblPr>" +
                          row(cell(p(run("We read ") + run("4", look) + run("30 records.")), cell_shade) +
                              cell(para("b"))) +
                          row(cell(para("c")) + cell(para("d"))) + "</w:tbl>"))
            .at(3)
            .substr(6);
    };
    CHECK(in_cell(shade, pale) == refused[0]);
    CHECK(in_cell(dark, pale) == printed[0]);
    CHECK(in_cell(paper, white) == refused[0]);
    CHECK(in_cell({}, white) == printed[0]);
    const auto on_page = [&](const std::string& background) {
        return lines(Docx(p(run("We read ") + run("4", white) + run("30 records."))).background(background));
    };
    CHECK(on_page("<w:background w:color=\"003366\"/>") == printed);
    CHECK(on_page("<w:background w:color=\"FFFFFF\"/>") == refused);
}

TEST_CASE("text that is too small to be read is refused, hidden text of web pages is printed") {
    CHECK(shown("<w:sz w:val=\"1\"/>") == refused);
    CHECK(shown("<w:sz w:val=\"8\"/>") == printed);
    CHECK(shown("<w:webHidden/>") == printed);  // 17.3.2.44: hidden in a browser alone
    CHECK(shown("<w:vanish/><w:specVanish/>") == refused);
}
