// Pictures, text boxes, alternatives; what is embedded and not read.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string picture(const std::string& properties) {
    return "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Picture 1\" " + properties +
           "/><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
}
std::string text_box(const std::string& content) {
    return "<w:drawing><wp:anchor><wp:docPr id=\"2\" name=\"Text Box 2\" "
           "descr=\"box\"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
           "<w:txbxContent>" +
           content +
           "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>";
}
std::string vml_box(const std::string& content) {
    return "<w:pict><v:shape><v:textbox><w:txbxContent>" + content +
           "</w:txbxContent></v:textbox></v:shape></w:pict>";
}
}  // namespace

TEST_CASE("a picture is a figure block with its alternative text") {
    CHECK(lines(Docx(p(run("Signed: ") + picture("descr=\"Signature of the director\"")))) ==
          Lines{"paragraph Signed:", "figure Signature of the director"});
    CHECK(lines(Docx(p(picture("title=\"Map &amp; key\"")))) == Lines{"figure Map & key"});
    CHECK(lines(Docx(p(picture("")))) == Lines{"figure"});
    const std::string old =
        "<w:r><w:pict><v:shape alt=\"A crest\"><v:imagedata r:id=\"x\"/></v:shape></w:pict></w:r>";
    CHECK(lines(Docx(p(old))) == Lines{"figure A crest"});
}

TEST_CASE("a text box stands behind the paragraph that it is anchored in, and is read once") {
    const std::string both = "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">" +
                             text_box(para("Good practice") + para("A story.")) +
                             "</mc:Choice><mc:Fallback>" + vml_box(para("Good practice") + para("A story.")) +
                             "</mc:Fallback></mc:AlternateContent></w:r>";
    const Read result = read(Docx(p(run("Before") + both + run(" and after.")) + para("Next.")));
    CHECK(lines(result.document) == Lines{"paragraph Before and after.", "paragraph Good practice",
                                          "paragraph A story.", "paragraph Next."});
    CHECK(result.document.ledger.refused.at("other alternative of the same content") == 19);
}

TEST_CASE("an alternative that is not understood leaves its place to the fallback") {
    const std::string ink = "<w:r><mc:AlternateContent><mc:Choice Requires=\"aink\">" + run("ink") +
                            "</mc:Choice><mc:Fallback>" + vml_box(para("Words")) +
                            "</mc:Fallback></mc:AlternateContent></w:r>";
    CHECK(lines(Docx(p(ink))) == Lines{"paragraph Words"});
}

TEST_CASE("VML text boxes and word art are read; a watermark in a header is furniture") {
    CHECK(lines(Docx(p("<w:r>" + vml_box(para("Boxed")) + "</w:r>"))) == Lines{"paragraph Boxed"});
    const std::string art = "<w:r><w:pict><v:shape><v:textpath string=\"DRAFT\"/></v:shape></w:pict></w:r>";
    const Docx package =
        Docx(para("Text.") + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>")
            .header("h", p(art));
    CHECK(lines(package) == Lines{"paragraph Text.", "furniture DRAFT"});
}

TEST_CASE("the words of SmartArt are read from its data") {
    const std::string diagram =
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds "
        "xmlns:dgm=\"http://schemas.openxmlformats.org/drawingml/2006/diagram\" r:dm=\"d\"/></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>";
    const std::string data =
        "<dgm:dataModel xmlns:dgm=\"http://schemas.openxmlformats.org/drawingml/2006/diagram\" "
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/"
        "main\"><dgm:pt><dgm:t><a:p><a:r><a:t>Plan</a:t>"
        "</a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>Do</a:t></a:r></a:p></dgm:t></dgm:pt></"
        "dgm:dataModel>";
    const Docx package = Docx(p(diagram))
                             .entry("word/diagrams/data1.xml", data)
                             .relationship("d", "diagramData", "diagrams/data1.xml");
    CHECK(lines(package) == Lines{"paragraph Plan", "paragraph Do"});
}

TEST_CASE("a chart is refused and counted") {
    const std::string chart =
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart "
        "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"c\"/></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>";
    const Docx package =
        Docx(p(run("See:") + chart))
            .entry("word/charts/chart1.xml",
                   "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
                   "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:p><a:r><a:t>Visits</"
                   "a:t></a:r></a:p><c:cat><c:strCache><c:pt><c:v>May</c:v></c:pt></c:strCache></c:cat></"
                   "c:chartSpace>")
            .relationship("c", "chart", "charts/chart1.xml");
    const Read result = read(package);
    CHECK(result.reported("docx-chart"));
    CHECK(result.document.ledger.refused.at("chart") == 9);
}

TEST_CASE("embedded documents and sub-documents are refused aloud") {
    const Docx package = Docx(para("Before.") + "<w:altChunk r:id=\"chunk\"/>" +
                              p("<w:subDoc r:id=\"sub\"/>") + para("After."))
                             .entry("word/chunk.html", "<p>Other words</p>")
                             .override_type("/word/chunk.html", "text/html")
                             .relationship("chunk", "aFChunk", "chunk.html")
                             .relationship("sub", "subDocument", "chapter.docx", true);
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"paragraph Before.", "paragraph After."});
    CHECK(result.reported("docx-alt-chunk"));
    CHECK(result.reported("docx-sub-document"));
    CHECK(result.document.ledger.refused.count("embedded document (altChunk)") == 1);
}

TEST_CASE("an embedded object is a doubt, for its picture shows what cannot be read") {
    const Docx package(
        p(run("Grades:") +
          "<w:r><w:object><o:OLEObject Type=\"Embed\" ProgID=\"Excel.Sheet.12\"/></w:object></w:r>"));
    CHECK(read(package).reported("docx-embedded-object"));
}

TEST_CASE("a letter of pictures alone is a doubt") {
    const std::string picture =
        "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" "
        "name=\"scan\"/><a:graphic><a:graphicData><pic:pic/></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>";
    CHECK(read(Docx(p(picture))).reported("docx-no-text"));
    CHECK(read(Docx(p(""))).reported("docx-no-text"));
    CHECK(read(Docx(p(picture) + para("Page 1 of 2"))).reported("docx-no-text"));
    CHECK_FALSE(
        read(Docx(p(picture) + para("Words that say what the picture shows."))).reported("docx-no-text"));
}
