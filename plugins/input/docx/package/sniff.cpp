#include "sniff.hpp"

#include <algorithm>
#include <string>

namespace sheaf::docx {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// The start of an XML file as plain letters: UTF-16 loses its zero bytes.
std::string xml_head(std::string_view bytes) {
    std::string head(bytes.substr(0, 8192));
    std::erase(head, '\0');
    const auto first = head.find('<');
    // Only a byte order mark or white space may stand before it (and npos is larger, too).
    if (first > 8) return {};
    return head.substr(first);
}

}  // namespace

FileKind kind_of(std::string_view bytes) {
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return FileKind::compound;
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) {
        // The directory stands at the end of the file, with the names as they are.
        constexpr std::size_t directory = 4U << 20;
        const std::string_view tail = bytes.substr(bytes.size() > directory ? bytes.size() - directory : 0);
        const std::string_view head = bytes.substr(0, 4096);
        const auto word = [](std::string_view text) { return has(text, "word/") || has(text, "word\\"); };
        if (has(tail, "[Content_Types].xml") || has(head, "[Content_Types].xml"))
            return word(tail) || word(head) || !(has(tail, "xl/workbook") || has(tail, "ppt/presentation"))
                       ? FileKind::word_zip
                       : FileKind::other_zip;
        return word(tail) ? FileKind::word_zip : FileKind::other_zip;
    }
    const std::string head = xml_head(bytes);
    if (head.empty()) return FileKind::other;
    if (has(head, "http://schemas.microsoft.com/office/2006/xmlPackage")) return FileKind::flat_opc;
    if (has(head, "http://schemas.microsoft.com/office/word/2003/wordml")) return FileKind::word_2003;
    return FileKind::other;
}

}  // namespace sheaf::docx
