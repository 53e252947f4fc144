// Packages of every kind, and what is none.
#include <algorithm>

#include "fixture.hpp"
#include "package/sniff.hpp"

using namespace fixture;
using namespace sheaf::docx;

namespace {
std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}
std::string utf16(std::string_view text) {
    std::string wide = "\xFF\xFE";
    for (const char c : text) (wide += c) += '\0';
    return wide;
}
std::string flat(const Docx& package) {
    std::string all =
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><pkg:package "
        "xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">";
    for (const auto& [name, content] : package.entries())
        if (name != "[Content_Types].xml")
            all +=
                "<pkg:part pkg:name=\"/" + name + "\"><pkg:xmlData>" + content + "</pkg:xmlData></pkg:part>";
    return all + "</pkg:package>";
}
Docx numbered() {
    return Docx(para("one", in_list(1)) + para("two", in_list(1)))
        .numbering(abstract(0, level(0, "decimal", "%1.")) + instance(1, 0));
}
std::string compound(std::string_view name) {
    std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    for (const char c : name) (bytes += c) += '\0';
    return bytes;
}
}  // namespace

TEST_CASE("parts are found through relationships, whatever their names") {
    Docx package = numbered();
    package.main_name("letters/text.xml");
    // The parts of the fixture stand in `word/`; from `letters/` they are found by their absolute names.
    std::vector<std::pair<std::string, std::string>> entries = package.entries();
    for (auto& [name, content] : entries)
        content = replaced(content, "Target=\"numbering0.xml\"", "Target=\"../word/numbering0.xml\"");
    CHECK(lines(read(zipped(entries)).document) == Lines{"list_item/1 [1.] one", "list_item/1 [2.] two"});
}

TEST_CASE("strict documents are read like transitional ones") {
    std::vector<std::pair<std::string, std::string>> entries = numbered().entries();
    for (auto& [name, content] : entries) {
        content = replaced(content, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                           "http://purl.oclc.org/ooxml/wordprocessingml/main");
        content = replaced(content, "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                           "http://purl.oclc.org/ooxml/officeDocument/relationships");
    }
    CHECK(lines(read(zipped(entries)).document) == Lines{"list_item/1 [1.] one", "list_item/1 [2.] two"});
}

TEST_CASE("a Flat OPC file is read like its package") {
    CHECK(lines(read(flat(numbered())).document) == Lines{"list_item/1 [1.] one", "list_item/1 [2.] two"});
    CHECK(kind_of(flat(numbered())) == FileKind::flat_opc);
    CHECK(kind_of("\xEF\xBB\xBF\r\n" + flat(numbered())) == FileKind::flat_opc);
}

TEST_CASE("templates and macro-enabled documents are read; macros are noted") {
    Docx package(para("Text."));
    package.main_type("application/vnd.ms-word.document.macroEnabled.main+xml")
        .entry("word/vbaProject.bin", "x");
    const Read result = read(package);
    CHECK(lines(result.document) == Lines{"paragraph Text."});
    CHECK(result.reported("docx-macros"));
    Docx model(para("Text."));
    model.main_type("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml");
    CHECK_FALSE(read(model).reported("docx-macros"));
}

TEST_CASE("Word 2003 XML is read with its lists, notes, headers and changes") {
    const std::string document =
        "<?xml version=\"1.0\"?><w:wordDocument "
        "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\" "
        "xmlns:wx=\"http://schemas.microsoft.com/office/word/2003/auxHint\" "
        "xmlns:aml=\"http://schemas.microsoft.com/aml/2001/core\">"
        "<w:lists><w:listDef w:listDefId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText "
        "w:val=\"%1.\"/></w:lvl></w:listDef>"
        "<w:list w:ilfo=\"1\"><w:ilst w:val=\"0\"/></w:list></w:lists>"
        "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading "
        "1\"/></w:style></w:styles>"
        "<w:body><wx:sect>" +
        para("Aims", styled("h")) +
        p(run("first") + "<w:r><w:footnote>" + para("A note.") + "</w:footnote></w:r>",
          "<w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/></w:listPr>") +
        p(run("second ") +
              "<aml:annotation aml:type=\"Word.Deletion\" "
              "aml:author=\"A\"><aml:content><w:r><w:delText>old</w:delText></w:r>"
              "</aml:content></aml:annotation><aml:annotation aml:type=\"Word.Insertion\"><aml:content>" +
              run("new") + "</aml:content></aml:annotation>",
          "<w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"1\"/></w:listPr>") +
        "<w:sectPr><w:hdr w:type=\"odd\">" + para("Running head") +
        "</w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>";
    CHECK(lines(read(document).document) == Lines{"heading/1 Aims", "list_item/1 [1.] first",
                                                  "footnote [1] A note.", "list_item/1 [2.] second new",
                                                  "furniture Running head"});
}

TEST_CASE("parts may be UTF-16; a part that only claims to be is read as what it is") {
    Docx package(para("Text."));
    auto entries = package.entries();
    for (auto& [name, content] : entries)
        if (name == "word/document.xml")
            content = utf16("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + content);
    CHECK(lines(read(zipped(entries)).document) == Lines{"paragraph Text."});
    entries = Docx(para("Caf\xC3\xA9.")).entries();
    for (auto& [name, content] : entries)
        if (name == "word/document.xml") content = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + content;
    CHECK(lines(read(zipped(entries)).document) == Lines{"paragraph Caf\xC3\xA9."});
}

TEST_CASE("document properties tell of the file, and none of them becomes text") {
    const Docx package =
        Docx(para("Text."))
            .entry("docProps/app.xml",
                   "<Properties "
                   "xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
                   "<Application>Word Pro &amp; Co</Application><AppVersion>16.0</AppVersion></Properties>")
            .entry(
                "docProps/c.xml",
                "<cp:coreProperties "
                "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\">"
                "<dc:title>Letter  template</dc:title><dc:creator>A. Clerk</dc:creator><dc:subject/>"
                "<dcterms:created>2020-01-02T03:04:05Z</dcterms:created><dc:language>cy-GB</dc:language>"
                "</cp:coreProperties>")
            .package_relationship("extended-properties", "docProps/app.xml")
            .package_relationship("core-properties", "docProps/c.xml");
    const Document document = read(package).document;
    CHECK(document.source.producer == "Word Pro & Co 16.0");
    CHECK(document.source.language == "cy-GB");
    CHECK(document.source.properties ==
          std::map<std::string, std::string>{
              {"author", "A. Clerk"}, {"created", "2020-01-02T03:04:05Z"}, {"title", "Letter template"}});
    CHECK(lines(document) == Lines{"paragraph Text."});
}

TEST_CASE("what cannot be read says what it is") {
    CHECK(failure(compound("EncryptedPackage")) == "docx-encrypted");
    CHECK(failure(compound("WordDocument")) == "docx-old-format");
    CHECK(failure(compound("Workbook")) == "docx-not-word");
    CHECK(failure("plain words") == "docx-not-word");
    CHECK(failure("PK\x03\x04 and no more") == "docx-malformed");
    CHECK(failure(zipped({{"xl/workbook.xml", "<x/>"}})) == "docx-not-word");
    CHECK(failure(zipped({{"readme.txt", "hello"}})) == "docx-not-word");
    Docx wrong(para("x"));
    auto entries = wrong.entries();
    for (auto& [name, content] : entries)
        if (name == "word/document.xml") content = "<html><body>x</body></html>";
    CHECK(failure(zipped(entries)) == "docx-malformed");
}

TEST_CASE("files are told by their content") {
    CHECK(kind_of(numbered().zip()) == FileKind::word_zip);
    CHECK(kind_of(zipped({{"readme.txt", "hello"}})) == FileKind::other_zip);
    CHECK(kind_of(compound("WordDocument")) == FileKind::compound);
    CHECK(kind_of("<html><body>http://schemas.microsoft.com</body></html>") == FileKind::other);
    CHECK(kind_of("%PDF-1.7") == FileKind::other);
    CHECK(kind_of("") == FileKind::other);
}

namespace {
// The zip file with another checksum in the directory's entry of that name.
std::string with_wrong_checksum(std::string bytes, const std::string& name) {
    for (std::size_t at = bytes.find("PK\x01\x02"); at != std::string::npos;
         at = bytes.find("PK\x01\x02", at + 4))
        if (bytes.compare(at + 46, name.size(), name) == 0)
            bytes[at + 16] = static_cast<char>(bytes[at + 16] ^ 1);
    return bytes;
}
bool names(const Read& result, std::string_view code, std::string_view part) {
    return std::any_of(result.diagnostics.begin(), result.diagnostics.end(),
                       [&](const sheaf::Diagnostic& diagnostic) {
                           return diagnostic.code == code && diagnostic.place.part == part &&
                                  diagnostic.severity == sheaf::Severity::doubtful;
                       });
}
}  // namespace

TEST_CASE("a part with a wrong checksum is read, and the letter is doubtful with the part's name") {
    const Read result = read(with_wrong_checksum(Docx(para("Alpha beta.")).zip(), "word/document.xml"));
    CHECK(lines(result.document) == Lines{"paragraph Alpha beta."});
    CHECK(names(result, "docx-part-damaged", "/word/document.xml"));
    CHECK(names(read(with_wrong_checksum(numbered().zip(), "word/numbering0.xml")), "docx-part-damaged",
                "/word/numbering0.xml"));
    CHECK_FALSE(read(numbered()).reported("docx-part-damaged"));
}

TEST_CASE("a part that is too large to be held in memory is verified, too") {
    std::string body;
    for (int k = 0; k < 60'000; ++k)
        body += para("Finding " + std::to_string(k) + " of the visit to the county of Harrow.");
    const std::string bytes = Docx(body).zip();
    CHECK_FALSE(read(bytes).reported("docx-part-damaged"));
    const Read result = read(with_wrong_checksum(bytes, "word/document.xml"));
    CHECK(names(result, "docx-part-damaged", "/word/document.xml"));
    CHECK(result.document.blocks.size() == 60'000);
}

TEST_CASE("no flipped bit in the text of a letter passes unseen") {
    const std::string bytes = Docx(para("We read 30 records and spoke with 19 children.")).zip();
    const std::size_t header = bytes.find("word/document.xml"), data = header + 17;
    const std::size_t next = bytes.find("PK\x03\x04", data);
    REQUIRE(next != std::string::npos);
    const Lines whole = lines(read(bytes).document);
    for (std::size_t at = data; at < next; ++at) {
        std::string flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        CAPTURE(at - data);
        try {
            const Read result = read(flipped);
            // Bits that fill up the last byte of the compressed text say nothing.
            if (!result.reported("docx-part-damaged")) CHECK(lines(result.document) == whole);
        } catch (const sheaf::StageError& error) {
            CHECK(error.diagnostic().code == "docx-malformed");
        }
    }
}

TEST_CASE("a text is whole where a window of the parser ends in it") {
    std::string body;
    for (int k = 0; k < 5'000; ++k)
        body += p("<w:r><w:t>Twenty words of this text stand in the way here.</w:t></w:r>");
    for (const Block& block : read(Docx(body)).document.blocks)
        REQUIRE(block.text == "Twenty words of this text stand in the way here.");
}

TEST_CASE("a part that is referred to and not there makes the letter doubtful") {
    const Read result =
        read(Docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>").relationship("rId9", "header", "gone.xml"));
    CHECK(result.reported("docx-part-missing"));
}
