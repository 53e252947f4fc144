#include "reader.hpp"

#include <libxml/parser.h>
#include <zip.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string_view>

#include "sheaf/diagnostic.hpp"
#include "sheaf/text.hpp"
#include "values.hpp"

namespace sheaf::xlsx {

namespace {

constexpr zip_uint64_t largest_part = 512U << 20U;
constexpr std::size_t most_columns = 16'384;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
    throw StageError("xlsx-unreadable", "`" + file + "` cannot be read as a workbook: " + why,
                     "save it as XLSX, or name another file; the archive is as it was");
}

struct FreeXml {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using Xml = std::unique_ptr<xmlDoc, FreeXml>;

/// A package of XML parts.
class Package {
  public:
    explicit Package(const std::string& file) : file_(file) {
        int error = 0;
        zip_.reset(zip_open(file.c_str(), ZIP_RDONLY, &error));
        if (!zip_) {
            zip_error_t reason;
            zip_error_init_with_code(&reason, error);
            const std::string why = zip_error_strerror(&reason);
            zip_error_fini(&reason);
            refuse(file, why);
        }
    }
    /// The part's tree; null when there is no such part.
    Xml part(const std::string& name) const {
        zip_stat_t stat;
        if (zip_stat(zip_.get(), name.c_str(), 0, &stat) != 0) return nullptr;
        if (stat.size > largest_part) refuse(file_, "its part " + name + " is too large");
        std::string bytes(stat.size, '\0');
        zip_file_t* const opened = zip_fopen(zip_.get(), name.c_str(), 0);
        const zip_int64_t read = opened ? zip_fread(opened, bytes.data(), bytes.size()) : -1;
        if (opened) zip_fclose(opened);
        if (read != static_cast<zip_int64_t>(bytes.size())) refuse(file_, "its part " + name + " is damaged");
        Xml tree(xmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), name.c_str(), nullptr,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE));
        if (!tree) refuse(file_, "its part " + name + " is no XML");
        return tree;
    }

  private:
    struct Close {
        void operator()(zip_t* zip) const { zip_discard(zip); }
    };
    std::string file_;
    std::unique_ptr<zip_t, Close> zip_;
};

bool is(const xmlNode* node, std::string_view name) {
    return node->type == XML_ELEMENT_NODE && name == reinterpret_cast<const char*>(node->name);
}

/// The attribute's value, whatever its namespace; empty when there is none.
std::string attribute(const xmlNode* node, std::string_view name) {
    for (const xmlAttr* one = node ? node->properties : nullptr; one; one = one->next) {
        if (name != reinterpret_cast<const char*>(one->name)) continue;
        xmlChar* const value = xmlNodeListGetString(node->doc, one->children, 1);
        std::string text = value ? reinterpret_cast<const char*>(value) : "";
        xmlFree(value);
        return text;
    }
    return {};
}

const xmlNode* child(const xmlNode* node, std::string_view name) {
    for (const xmlNode* one = node ? node->children : nullptr; one; one = one->next)
        if (is(one, name)) return one;
    return nullptr;
}

template <class Visit>
void each_child(const xmlNode* node, std::string_view name, const Visit& visit) {
    for (const xmlNode* one = node ? node->children : nullptr; one; one = one->next)
        if (is(one, name)) visit(one);
}

/// The text of all `t` elements below, phonetic readings aside.
std::string text_in(const xmlNode* node) {
    std::string text;
    for (const xmlNode* one = node ? node->children : nullptr; one; one = one->next) {
        if (is(one, "t")) {
            xmlChar* const content = xmlNodeGetContent(one);
            text += reinterpret_cast<const char*>(content);
            xmlFree(content);
        } else if (one->type == XML_ELEMENT_NODE && !is(one, "rPh")) {
            text += text_in(one);
        }
    }
    return text;
}

std::string content_of(const xmlNode* node) {
    xmlChar* const content = node ? xmlNodeGetContent(node) : nullptr;
    std::string text = content ? reinterpret_cast<const char*>(content) : "";
    xmlFree(content);
    return text;
}

/// The column of a cell's name, from 0: that of `AB12` is 27.
std::size_t column_in(std::string_view name) {
    std::size_t column = 0;
    for (const char c : name) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        if (column > most_columns) break;
    }
    return column == 0 ? 0 : column - 1;
}

/// The row of a cell's name: that of `AB12` is 12.
std::size_t row_in(const std::string& name) {
    const std::size_t digits = name.find_first_of("0123456789");
    return digits == std::string::npos ? 0 : std::strtoul(name.c_str() + digits, nullptr, 10);
}

/// Workbooks write characters that XML has not as `_x000D_` (ECMA-376 part 1, 22.9.2.19).
std::string unescaped(std::string text) {
    constexpr std::size_t length = 7;
    for (std::size_t at = 0; (at = text.find("_x", at)) != std::string::npos; ++at) {
        if (at + length > text.size() || text[at + length - 1] != '_') continue;
        const std::string digits = text.substr(at + 2, 4);
        if (digits.find_first_not_of("0123456789ABCDEFabcdef") != std::string::npos) continue;
        std::string character;
        text::append(character, static_cast<char32_t>(std::strtoul(digits.c_str(), nullptr, 16)));
        text.replace(at, length, character == "\r" ? "" : character);
    }
    return text;
}

/// What a cell's part leads to, by the ids of its relationships, or by their kinds.
struct Relationships {
    std::map<std::string, std::string> by_id;
    std::string comments;  ///< the name of the part with the comments; empty when there is none
};

class Reader {
  public:
    explicit Reader(const std::string& file) : file_(file), package_(file) {
        if (const Xml strings = package_.part("xl/sharedStrings.xml"))
            each_child(xmlDocGetRootElement(strings.get()), "si",
                       [&](const xmlNode* item) { strings_.push_back(unescaped(text_in(item))); });
        read_styles();
    }

    std::vector<FilledSheet> sheets() {
        const Xml book = package_.part("xl/workbook.xml");
        if (!book) refuse(file_, "it is no workbook");
        const xmlNode* const root = xmlDocGetRootElement(book.get());
        const std::string since_1904 = attribute(child(root, "workbookPr"), "date1904");
        constexpr int first_of_1899 = -25569, first_of_1904 = -24107;  // 30 December 1899, 1 January 1904
        first_day_ = since_1904 == "1" || since_1904 == "true" ? first_of_1904 : first_of_1899;
        const Relationships sheets = relationships_of("xl/workbook.xml");
        std::vector<FilledSheet> list;
        each_child(child(root, "sheets"), "sheet", [&](const xmlNode* one) {
            const auto part = sheets.by_id.find(attribute(one, "id"));
            if (part == sheets.by_id.end()) return;
            if (const Xml tree = package_.part(part->second))
                list.push_back(
                    {attribute(one, "name"), rows_of(part->second, xmlDocGetRootElement(tree.get()))});
        });
        return list;
    }

  private:
    /// Targets as names of parts; those outside of the package as they are.
    Relationships relationships_of(const std::string& part) const {
        const std::filesystem::path folder = std::filesystem::path(part).parent_path();
        const std::string name = std::filesystem::path(part).filename().string();
        Relationships found;
        const Xml tree = package_.part((folder / "_rels" / (name + ".rels")).string());
        if (!tree) return found;
        each_child(xmlDocGetRootElement(tree.get()), "Relationship", [&](const xmlNode* one) {
            std::string target = attribute(one, "Target");
            if (attribute(one, "TargetMode") != "External")
                target = target.starts_with('/') ? target.substr(1)
                                                 : (folder / target).lexically_normal().string();
            if (attribute(one, "Type").ends_with("/comments")) found.comments = target;
            found.by_id.emplace(attribute(one, "Id"), std::move(target));
        });
        return found;
    }

    void read_styles() {
        const Xml styles = package_.part("xl/styles.xml");
        const xmlNode* const root = styles ? xmlDocGetRootElement(styles.get()) : nullptr;
        std::map<int, Shown> own;
        each_child(child(root, "numFmts"), "numFmt", [&](const xmlNode* one) {
            own[std::atoi(attribute(one, "numFmtId").c_str())] = shown_by(attribute(one, "formatCode"));
        });
        each_child(child(root, "cellXfs"), "xf", [&](const xmlNode* one) {
            const int format = std::atoi(attribute(one, "numFmtId").c_str());
            const auto found = own.find(format);
            shown_.push_back(found == own.end() ? shown_by_number(format) : found->second);
        });
    }

    std::vector<FilledSheet::Row> rows_of(const std::string& part, const xmlNode* sheet) const {
        std::multimap<std::size_t, CellNote> notes = notes_of(part, sheet);
        std::vector<FilledSheet::Row> rows;
        each_child(child(sheet, "sheetData"), "row", [&](const xmlNode* row) {
            std::vector<std::string>& cells = rows.emplace_back().cells;
            std::vector<CellNote>& own_notes = rows.back().notes;
            std::size_t number = row_in(attribute(row, "r"));
            each_child(row, "c", [&](const xmlNode* cell) {
                const std::string name = attribute(cell, "r");
                const std::size_t column = name.empty() ? cells.size() : column_in(name);
                if (column >= most_columns) return;
                if (number == 0) number = row_in(name);
                if (cells.size() <= column) cells.resize(column + 1);
                cells[column] = text_of(cell);
                const std::string formula = content_of(child(cell, "f"));
                if (formula.empty()) return;
                if (cells[column].empty())
                    cells[column] = "=" + formula;
                else
                    own_notes.push_back({column, "=" + formula, false});
            });
            for (auto [note, end] = notes.equal_range(number); note != end; ++note)
                own_notes.push_back(std::move(note->second));
            notes.erase(number);
        });
        for (auto& [number, note] : notes) rows.push_back({{}, {std::move(note)}});  // beside empty rows
        return rows;
    }

    /// Comments and links, by row.
    std::multimap<std::size_t, CellNote> notes_of(const std::string& part, const xmlNode* sheet) const {
        std::multimap<std::size_t, CellNote> notes;
        const Relationships related = relationships_of(part);
        const auto add = [&](const xmlNode* one, std::string text, bool is_link) {
            const std::string name = attribute(one, "ref");
            if (!text.empty())
                notes.emplace(row_in(name), CellNote{column_in(name), std::move(text), is_link});
        };
        each_child(child(sheet, "hyperlinks"), "hyperlink", [&](const xmlNode* one) {
            const auto target = related.by_id.find(attribute(one, "id"));
            const std::string location = attribute(one, "location");
            add(one,
                (target == related.by_id.end() ? "" : target->second) +
                    (location.empty() ? "" : "#" + location),
                true);
        });
        const Xml comments = related.comments.empty() ? nullptr : package_.part(related.comments);
        if (comments)
            each_child(child(xmlDocGetRootElement(comments.get()), "commentList"), "comment",
                       [&](const xmlNode* one) { add(one, unescaped(text_in(child(one, "text"))), false); });
        return notes;
    }

    std::string text_of(const xmlNode* cell) const {
        const std::string type = attribute(cell, "t");
        if (type == "inlineStr") return unescaped(text_in(child(cell, "is")));
        std::string value = content_of(child(cell, "v"));
        if (type == "s") {
            const auto at = std::strtoul(value.c_str(), nullptr, 10);
            return at < strings_.size() ? strings_[at] : std::string();
        }
        if (type == "b") return value == "1" ? "true" : "false";
        if (type == "str") return unescaped(std::move(value));
        if (value.empty() || !(type.empty() || type == "n")) return value;
        const auto style = std::strtoul(attribute(cell, "s").c_str(), nullptr, 10);
        return value_text(value, style < shown_.size() ? shown_[style] : Shown::number, first_day_);
    }

    std::string file_;
    Package package_;
    std::vector<std::string> strings_;
    std::vector<Shown> shown_;  ///< by style of cells
    int first_day_ = 0;         ///< of the days that dates count, since 1 January 1970
};

}  // namespace

std::vector<FilledSheet> read_workbook(const std::string& file) {
    return Reader(file).sheets();
}

}  // namespace sheaf::xlsx
