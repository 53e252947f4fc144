// Damaged and hostile letters.
#include "fixture.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::vector<std::pair<std::string, std::string>> with_document(const std::string& document) {
    auto entries = Docx("").entries();
    for (auto& [name, content] : entries)
        if (name == "word/document.xml") content = document;
    return entries;
}
std::string nested(const std::string& element, int times) {
    std::string text;
    for (int k = 0; k < times; ++k) text += "<w:" + element + ">";
    text += run("x");
    for (int k = 0; k < times; ++k) text += "</w:" + element + ">";
    return text;
}
std::string reason(const std::string& bytes, const Settings& settings) {
    try {
        read(bytes, settings);
    } catch (const sheaf::StageError& error) {
        return error.diagnostic().code + " " + error.diagnostic().hint;
    }
    return "none";
}
}  // namespace

TEST_CASE("each limit ends the reading and names the option that raises it") {
    Settings settings;
    settings.limits.archive.part_size = 100'000;
    CHECK(reason(Docx(para(std::string(200'000, 'x'))).zip(), settings) ==
          "docx-limit raise the option `max_part_size` if this letter is to be trusted");
    settings = {};
    settings.limits.archive.total_size = 100'000;
    CHECK(reason(Docx(para(std::string(200'000, 'x'))).zip(), settings) ==
          "docx-limit raise the option `max_total_size` if this letter is to be trusted");
    settings = {};
    settings.limits.archive.entries = 3;
    CHECK(reason(Docx(para("x")).zip(), settings) ==
          "docx-limit raise the option `max_entries` if this letter is to be trusted");
    settings = {};
    settings.limits.nodes = 100;
    std::string many;
    for (int k = 0; k < 100; ++k) many += para("x");
    CHECK(reason(Docx(many).zip(), settings) ==
          "docx-limit raise the option `max_nodes` if this letter is to be trusted");
    CHECK(reason(Docx(p(nested("smartTag", 300))).zip(), {}) ==
          "docx-limit raise the option `max_depth` if this letter is to be trusted");
    CHECK(reason(Docx(p(nested("smartTag", 200))).zip(), {}) == "none");
}

TEST_CASE("a document type declaration is refused, and no entity is expanded") {
    CHECK(failure(zipped(with_document("<!DOCTYPE w:document [<!ENTITY a \"aaaa\">]>" +
                                       Docx(para("&a;")).document()))) == "docx-malformed");
    Docx package(para("Text."));
    auto entries = package.entries();
    for (auto& [name, content] : entries)
        if (name == "[Content_Types].xml") content = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + content;
    const Read result = read(zipped(entries));
    CHECK(lines(result.document) == Lines{"paragraph Text."});
    CHECK(result.reported("docx-part-broken"));
}

TEST_CASE("encodings that a package may not use are refused") {
    CHECK(failure(zipped(with_document("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" +
                                       Docx(para("x")).document()))) == "docx-malformed");
}

TEST_CASE("broken XML is read as far as it goes, and the place is told") {
    const std::string whole = Docx(para("One.") + para("Two.") + para("Three.")).document();
    const std::string cut = whole.substr(0, whole.find("Three") + 3);
    const Read result = read(zipped(with_document(cut)));
    CHECK(lines(result.document) == Lines{"paragraph One.", "paragraph Two.", "paragraph Thr"});
    REQUIRE(result.reported("docx-part-broken"));
    CHECK(result.diagnostics.at(0).severity == sheaf::Severity::doubtful);
    CHECK(result.diagnostics.at(0).place.part == "word/document.xml");
    CHECK(result.diagnostics.at(0).place.line == 1);
    const Read wrong = read(Docx(p(run("a") + "<w:r><w:t>b & c</w:t></w:r>") + para("After.")));
    CHECK(lines(wrong.document).back() == "paragraph After.");
    CHECK(wrong.reported("docx-part-broken"));
}

TEST_CASE("a broken small part leaves the text whole and the letter doubtful") {
    const Docx package = Docx(para("Text.")).styles("<w:style><w:name");
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"paragraph Text."});
    CHECK(result.reported("docx-part-broken"));
}

TEST_CASE("of two parts whose names differ by case only, the first is read") {
    auto entries = Docx(para("First.")).entries();
    entries.push_back({"WORD/Document.xml", Docx(para("Second.")).document()});
    const Read result = read(zipped(entries));
    CHECK(lines(result.document) == Lines{"paragraph First."});
    CHECK(result.reported("docx-duplicate-part"));
}

TEST_CASE("targets that lead out of the package lead nowhere") {
    const Docx package =
        Docx(para("Text.") + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/></w:sectPr>")
            .relationship("h", "header", "../../../../etc/passwd");
    CHECK(lines(package) == Lines{"paragraph Text."});
}

TEST_CASE("style chains end, however long or circular they are") {
    std::string chain =
        style("a", "<w:basedOn w:val=\"b\"/>") + style("b", "<w:basedOn w:val=\"a\"/><w:rPr><w:b/></w:rPr>");
    for (int k = 0; k < 1000; ++k)
        chain += style("s" + std::to_string(k), "<w:basedOn w:val=\"s" + std::to_string(k + 1) + "\"/>");
    const Read result = read(Docx(para("x", styled("a")) + para("y", styled("s0"))).styles(chain));
    CHECK(lines(result.document) == Lines{"paragraph x", "paragraph y"});
    CHECK(result.reported("docx-style-chain"));
}

TEST_CASE("a part of many megabytes is read in a window") {
    std::string body;
    for (int k = 0; k < 20'000; ++k) body += para("Word " + std::to_string(k) + " żółć 漢字");
    const Document document = read(Docx(body)).document;
    REQUIRE(document.blocks.size() == 20'000);
    CHECK(document.blocks.at(19'999).text == "Word 19999 żółć 漢字");
}

TEST_CASE("two readings of one letter are equal") {
    const std::string bytes = Docx(para("a", in_list(1)) + para("b"))
                                  .numbering(abstract(0, level(0, "decimal", "%1.")) + instance(1, 0))
                                  .zip();
    CHECK(read(bytes).document == read(bytes).document);
}

TEST_CASE("content where only rows or cells may stand follows the table") {
    const std::string cells = cell(para("a")) + cell(para("b"));
    const Docx package(std::string("<w:tbl>") + ruled + row(cells + para("stray")) + row(cells) +
                       para("between") + "</w:tbl>");
    const Lines all = lines(package);
    REQUIRE(all.size() == 13);
    CHECK(all.at(11) == "paragraph stray");
    CHECK(all.at(12) == "paragraph between");
}

TEST_CASE("a body whose own tag is lost does not hide the text") {
    std::string document = Docx(para("One.") + para("Two.")).document();
    document.erase(document.find("<w:body>"), 8);
    const Read result = read(zipped(with_document(document)));
    CHECK(lines(result.document).back() == "paragraph Two.");
    CHECK(result.reported("docx-part-broken"));
}
