#include "names.hpp"

#include <unordered_map>

namespace sheaf::docx {
namespace {

// Names that are C++ keywords carry an underscore at the end, and hyphens have become underscores.
std::string_view spelling(std::string_view identifier) {
    if (identifier == "sub_section") return "sub-section";
    if (identifier.ends_with('_')) identifier.remove_suffix(1);
    return identifier;
}

bool ends(std::string_view text, std::string_view tail) {
    return text.ends_with(tail);
}

}  // namespace

Ns namespace_of(std::string_view uri) {
    if (uri.empty()) return Ns::none;
    if (uri == "http://www.w3.org/XML/1998/namespace") return Ns::xml;
    // Transitional and strict forms (ECMA-376 part 1, annex A) end alike.
    if (uri.starts_with("http://schemas.openxmlformats.org/") ||
        uri.starts_with("http://purl.oclc.org/ooxml/")) {
        if (ends(uri, "/wordprocessingml/2006/main") || ends(uri, "/wordprocessingml/main")) return Ns::w;
        if (ends(uri, "/package/2006/relationships")) return Ns::rel;
        if (ends(uri, "/officeDocument/2006/relationships") || ends(uri, "/officeDocument/relationships"))
            return Ns::r;
        if (ends(uri, "/markup-compatibility/2006")) return Ns::mc;
        if (ends(uri, "/wordprocessingDrawing")) return Ns::wp;
        if (ends(uri, "/drawingml/2006/main") || ends(uri, "/drawingml/main")) return Ns::a;
        if (ends(uri, "/drawingml/2006/chart") || ends(uri, "/drawingml/chart")) return Ns::c;
        if (ends(uri, "/drawingml/2006/diagram") || ends(uri, "/drawingml/diagram")) return Ns::dgm;
        if (ends(uri, "/officeDocument/2006/math") || ends(uri, "/officeDocument/math")) return Ns::m;
        if (ends(uri, "/content-types")) return Ns::ct;
        if (ends(uri, "/metadata/core-properties")) return Ns::cp;
        if (ends(uri, "/extended-properties") || ends(uri, "/extendedProperties")) return Ns::ep;
        return Ns::other;
    }
    if (uri.starts_with("http://schemas.microsoft.com/office/")) {
        if (ends(uri, "/word/2003/wordml")) return Ns::w;
        if (ends(uri, "/word/2003/auxHint")) return Ns::wx;
        if (ends(uri, "/word/2010/wordml")) return Ns::w14;
        if (ends(uri, "/2006/xmlPackage")) return Ns::pkg;
        if (ends(uri, "/wordprocessingShape") || ends(uri, "/wordprocessingGroup") ||
            ends(uri, "/wordprocessingCanvas"))
            return Ns::wps;
        if (ends(uri, "/drawing/2008/diagram")) return Ns::dgm;
        return Ns::other;
    }
    if (uri == "urn:schemas-microsoft-com:vml") return Ns::v;
    if (uri == "urn:schemas-microsoft-com:office:office") return Ns::o;
    if (uri == "http://schemas.microsoft.com/aml/2001/core") return Ns::aml;
    if (uri == "http://purl.org/dc/elements/1.1/") return Ns::dc;
    return Ns::other;
}

Ns namespace_of_prefix(std::string_view prefix) {
    if (prefix == "w") return Ns::w;
    if (prefix == "r") return Ns::r;
    if (prefix == "mc") return Ns::mc;
    if (prefix == "v") return Ns::v;
    if (prefix == "m") return Ns::m;
    return Ns::other;
}

Tag tag_of(std::string_view local_name) {
    static const std::unordered_map<std::string_view, Tag> table = {
#define SHEAF_DOCX_ENTRY(name) {spelling(#name), Tag::name},
        SHEAF_DOCX_NAMES(SHEAF_DOCX_ENTRY)
#undef SHEAF_DOCX_ENTRY
    };
    const auto found = table.find(local_name);
    return found == table.end() ? Tag::other : found->second;
}

}  // namespace sheaf::docx
