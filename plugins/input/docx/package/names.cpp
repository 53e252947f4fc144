#include "names.hpp"

#include <array>

namespace sheaf::docx {
namespace {

// Names that are C++ keywords carry an underscore at the end, and hyphens have become underscores.
constexpr std::string_view spelling(std::string_view identifier) {
    if (identifier == "sub_section") return "sub-section";
    if (identifier.ends_with('_')) identifier.remove_suffix(1);
    return identifier;
}

struct Spelled {
    std::string_view name;
    Tag tag;
};
constexpr Spelled spellings[] = {
#define SHEAF_DOCX_ENTRY(name) {spelling(#name), Tag::name},
    SHEAF_DOCX_NAMES(SHEAF_DOCX_ENTRY)
#undef SHEAF_DOCX_ENTRY
};

// A hash table with open addressing, made when compiling: a name is looked up for every element and
// attribute.
constexpr std::size_t slots = 2048;  // more than four times the names, so that few share a slot

constexpr std::size_t slot_of(std::string_view name) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(name[at]));
    };
    return (name.size() * 61 + byte(0) * 7 + byte(name.size() / 2) * 31 + byte(name.size() - 1) * 131) %
           slots;
}

constexpr std::array<Spelled, slots> table = [] {
    std::array<Spelled, slots> made{};
    for (const Spelled& entry : spellings) {
        std::size_t at = slot_of(entry.name);
        while (!made[at].name.empty()) at = (at + 1) % slots;
        made[at] = entry;
    }
    return made;
}();

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
    if (local_name.empty()) return Tag::other;
    std::size_t at = slot_of(local_name);
    while (!table[at].name.empty() && table[at].name != local_name) at = (at + 1) % slots;
    return table[at].tag;
}

}  // namespace sheaf::docx
