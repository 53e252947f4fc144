// Word documents made by the tests: XML written in the test, zipped here.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "drafts/tests/reading.hpp"
#include "files/tests/zipped.hpp"
#include "letter.hpp"
#include "sheaf/testing.hpp"

namespace fixture {

using sheaf::Block;
using sheaf::BlockKind;
using sheaf::Document;
using sheaf::Span;

using files::zipped;

inline std::string file(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

inline const char* namespaces =
    R"( xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main")"
    R"( xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")"
    R"( xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006")"
    R"( xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing")"
    R"( xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main")"
    R"( xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture")"
    R"( xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape")"
    R"( xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office")"
    R"( xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml")"
    R"( xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml")"
    R"( xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math")";

/// A package with a main part and what it refers to.
class Docx {
  public:
    explicit Docx(std::string body) : body_(std::move(body)) {}

    /// A part of WordprocessingML that the document refers to by this relationship type; `content` stands inside the
    /// root element.
    Docx& part(const std::string& type, const std::string& root, const std::string& content,
               const std::string& id = {}) {
        const std::string name = type + std::to_string(parts_.size()) + ".xml";
        parts_.push_back({"word/" + name, "<w:" + root + namespaces + ">" + content + "</w:" + root + ">"});
        types_ += "<Override PartName=\"/word/" + name +
                  "\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml." + type +
                  "+xml\"/>";
        return relationship(id.empty() ? "rel" + std::to_string(parts_.size()) : id, type, name);
    }
    Docx& styles(const std::string& content) { return part("styles", "styles", content); }
    Docx& numbering(const std::string& content) { return part("numbering", "numbering", content); }
    Docx& settings(const std::string& content) { return part("settings", "settings", content); }
    Docx& footnotes(const std::string& content) { return part("footnotes", "footnotes", content); }
    Docx& endnotes(const std::string& content) { return part("endnotes", "endnotes", content); }
    Docx& comments(const std::string& content) { return part("comments", "comments", content); }
    Docx& header(const std::string& id, const std::string& content) {
        return part("header", "hdr", content, id);
    }
    Docx& footer(const std::string& id, const std::string& content) {
        return part("footer", "ftr", content, id);
    }

    Docx& relationship(const std::string& id, const std::string& type, const std::string& target,
                       bool external = false) {
        relationships_ += "<Relationship Id=\"" + id + "\" Type=\"" + schema_ + "/" + type + "\" Target=\"" +
                          target + "\"" + (external ? " TargetMode=\"External\"" : "") + "/>";
        return *this;
    }
    /// An entry of the zip file as it is.
    Docx& entry(std::string name, std::string content) {
        parts_.push_back({std::move(name), std::move(content)});
        return *this;
    }
    Docx& override_type(const std::string& part, const std::string& type) {
        types_ += "<Override PartName=\"" + part + "\" ContentType=\"" + type + "\"/>";
        return *this;
    }
    Docx& main_name(std::string name) {
        main_ = std::move(name);
        return *this;
    }
    Docx& main_type(std::string type) {
        main_type_ = std::move(type);
        return *this;
    }
    Docx& package_relationship(const std::string& type, const std::string& target) {
        package_relationships_ += "<Relationship Id=\"p" + std::to_string(target.size()) +
                                  "\" Type=\"http://x/" + type + "\" Target=\"" + target + "\"/>";
        return *this;
    }

    /// `w:background`, which stands before the body.
    Docx& background(std::string content) {
        background_ = std::move(content);
        return *this;
    }

    std::string document() const {
        return std::string("<w:document") + namespaces + ">" + background_ + "<w:body>" + body_ +
               "</w:body></w:document>";
    }
    std::vector<std::pair<std::string, std::string>> entries() const {
        const std::string folder = main_.substr(0, main_.rfind('/') + 1), file = main_.substr(folder.size());
        std::vector<std::pair<std::string, std::string>> all = {
            {"[Content_Types].xml",
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
             "Extension=\"rels\" "
             "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
             "Extension=\"xml\" "
             "ContentType=\"application/xml\"/><Override PartName=\"/" +
                 main_ + "\" ContentType=\"" + main_type_ + "\"/>" + types_ + "</Types>"},
            {"_rels/.rels",
             "<Relationships "
             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship "
             "Id=\"main\" Type=\"" +
                 std::string(schema_) + "/officeDocument\" Target=\"" + main_ + "\"/>" +
                 package_relationships_ + "</Relationships>"},
            {main_, document()},
            {folder + "_rels/" + file + ".rels",
             "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
                 relationships_ + "</Relationships>"}};
        all.insert(all.end(), parts_.begin(), parts_.end());
        return all;
    }
    std::string zip() const { return zipped(entries()); }

  private:
    static constexpr const char* schema_ =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    std::string body_, background_, relationships_, package_relationships_, types_;
    std::string main_ = "word/document.xml";
    std::string main_type_ =
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    std::vector<std::pair<std::string, std::string>> parts_;
};

using reading::Lines;
using reading::Read;

inline Read read(const std::string& bytes, const sheaf::docx::Settings& settings = {}) {
    return reading::read_by([&](sheaf::Context& context) {
        sheaf::docx::Package package(bytes, settings.limits, context);
        return sheaf::docx::Letter(package, settings, context).convert();
    });
}
inline Read read(const Docx& package, const sheaf::docx::Settings& settings = {}) {
    return read(package.zip(), settings);
}

/// The code of the `StageError` that reading throws; empty when it throws none.
inline std::string failure(const std::string& bytes, const sheaf::docx::Settings& settings = {}) {
    try {
        read(bytes, settings);
    } catch (const sheaf::StageError& error) {
        return error.diagnostic().code;
    }
    return {};
}

inline Lines lines(const Document& document) {
    return reading::lines_of(document);
}
inline Lines lines(const Docx& package, const sheaf::docx::Settings& settings = {}) {
    return lines(read(package, settings).document);
}
// ---- Small XML ----

inline std::string t(const std::string& text) {
    return "<w:t xml:space=\"preserve\">" + text + "</w:t>";
}
inline std::string run(const std::string& text, const std::string& properties = {}) {
    return "<w:r>" + (properties.empty() ? "" : "<w:rPr>" + properties + "</w:rPr>") + t(text) + "</w:r>";
}
/// A paragraph of these inlines.
inline std::string p(const std::string& inlines, const std::string& properties = {}) {
    return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") + inlines + "</w:p>";
}
/// A paragraph of plain text.
inline std::string para(const std::string& text, const std::string& properties = {}) {
    return p(run(text), properties);
}
/// Paragraph properties that put it into a list.
inline std::string in_list(int number, int level = 0) {
    return "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" +
           std::to_string(number) + "\"/></w:numPr>";
}
inline std::string level(int index, const std::string& format, const std::string& text,
                         const std::string& more = {}) {
    return "<w:lvl w:ilvl=\"" + std::to_string(index) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" +
           format + "\"/><w:lvlText w:val=\"" + text + "\"/>" + more + "</w:lvl>";
}
inline std::string abstract(int id, const std::string& levels) {
    return "<w:abstractNum w:abstractNumId=\"" + std::to_string(id) + "\">" + levels + "</w:abstractNum>";
}
inline std::string instance(int id, int of, const std::string& overrides = {}) {
    return "<w:num w:numId=\"" + std::to_string(id) + "\"><w:abstractNumId w:val=\"" + std::to_string(of) +
           "\"/>" + overrides + "</w:num>";
}
inline std::string style(const std::string& id, const std::string& content,
                         const std::string& type = "paragraph") {
    return "<w:style w:type=\"" + type + "\" w:styleId=\"" + id + "\"><w:name w:val=\"" + id + "\"/>" +
           content + "</w:style>";
}
inline std::string styled(const std::string& id) {
    return "<w:pStyle w:val=\"" + id + "\"/>";
}
inline std::string cell(const std::string& content, const std::string& properties = {}) {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
}
inline std::string row(const std::string& cells, const std::string& properties = {}) {
    return "<w:tr><w:trPr>" + properties + "</w:trPr>" + cells + "</w:tr>";
}
inline const char* ruled =
    "<w:tblPr><w:tblBorders><w:top w:val=\"single\"/><w:insideH w:val=\"single\"/></w:tblBorders></w:tblPr>";

/// The folder of letters and fixtures that are not part of the project, or empty.
inline std::string shared() {
    const char* folder = std::getenv("SHEAF_SHARED");
    return folder ? folder : "";
}

}  // namespace fixture
