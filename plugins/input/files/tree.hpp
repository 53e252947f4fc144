// Trees of libxml2, as inputs read them that hold a whole file in memory.
#pragma once

#include <libxml/tree.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "files/utf8.hpp"

namespace sheaf::files {

struct FreeTree {
    void operator()(xmlDoc* tree) const { xmlFreeDoc(tree); }
};
using Tree = std::unique_ptr<xmlDoc, FreeTree>;

/// The text, or an empty one for null.
inline std::string_view view(const xmlChar* text) {
    return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

inline std::string_view name_of(const xmlNode* node) {
    return view(node->name);
}

inline bool is_element(const xmlNode* node) {
    return node->type == XML_ELEMENT_NODE;
}

inline bool is_text(const xmlNode* node) {
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/// The first attribute of that local name, whatever its namespace.
inline std::optional<std::string> attribute(const xmlNode* node, std::string_view name) {
    for (const xmlAttr* a = node->properties; a; a = a->next)
        if (view(a->name) == name) return valid_utf8(a->children ? view(a->children->content) : "");
    return std::nullopt;
}

/// The attribute, or empty.
inline std::string value(const xmlNode* node, std::string_view name) {
    return attribute(node, name).value_or(std::string());
}

/// The number at the start of a text, within bounds.
inline int number(const std::optional<std::string>& text, int otherwise, int least, int most) {
    int found = otherwise;
    if (text) std::from_chars(text->data(), text->data() + text->size(), found);
    return std::clamp(found, least, most);
}

/// Calls `visit` for every child that is an element.
template <class Visit>
void children(const xmlNode* node, Visit&& visit) {
    for (const xmlNode* child = node->children; child; child = child->next)
        if (is_element(child)) visit(child);
}

/// The first child element of that local name, or null.
inline const xmlNode* child_named(const xmlNode* node, std::string_view name) {
    for (const xmlNode* child = node ? node->children : nullptr; child; child = child->next)
        if (is_element(child) && name_of(child) == name) return child;
    return nullptr;
}

/// What is wrong with an XML file.
struct TreeFault {
    enum Stop : std::uint8_t { none, document_type, too_deep, too_large };
    Stop stop = none;     ///< why there is no tree
    std::string message;  ///< what libxml2 found first; empty when the file is well-formed
    int line = 0;         ///< where, 1-based
};

/// The tree of an XML file; of a broken one as much as libxml2 can recover, or null. A document type declaration ends it,
/// and with it all entities but XML's own.
Tree parse_xml(std::string_view bytes, int deepest, std::uint64_t most_nodes, TreeFault& fault);

}  // namespace sheaf::files
