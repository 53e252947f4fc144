// A page as a parser of HTML sees it.
#pragma once

#include <libxml/HTMLparser.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sheaf/text.hpp"

namespace sheaf::testing {

/// An element of the page, as a parser sees it.
struct Node {
    std::string name;
    std::map<std::string, std::string> attributes;
    std::string text;               ///< of all that it holds
    std::vector<std::string> path;  ///< the names of the elements around it, the outermost first

    std::string attribute(const std::string& key) const {
        const auto at = attributes.find(key);
        return at == attributes.end() ? std::string() : at->second;
    }
};

inline std::string owned(xmlChar* text) {
    std::string copy = text ? reinterpret_cast<const char*>(text) : "";
    xmlFree(text);
    return copy;
}

inline void collect(xmlNode* at, std::vector<std::string>& path, std::vector<Node>& nodes) {
    for (; at; at = at->next) {
        if (at->type != XML_ELEMENT_NODE) continue;
        Node node{reinterpret_cast<const char*>(at->name), {}, owned(xmlNodeGetContent(at)), path};
        for (xmlAttr* attribute = at->properties; attribute; attribute = attribute->next)
            node.attributes[reinterpret_cast<const char*>(attribute->name)] =
                owned(xmlNodeListGetString(at->doc, attribute->children, 1));
        nodes.push_back(node);
        path.push_back(node.name);
        collect(at->children, path, nodes);
        path.pop_back();
    }
}

inline std::vector<Node> parsed(const std::string& page) {
    htmlDocPtr document = htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    std::vector<Node> nodes;
    std::vector<std::string> path;
    collect(xmlDocGetRootElement(document), path, nodes);
    xmlFreeDoc(document);
    return nodes;
}

/// Whether an element holds the block's own words: not the page's (page changes, ways back, labels), not another block's.
inline bool is_own(xmlNode* element) {
    const std::string name = reinterpret_cast<const char*>(element->name);
    const std::string kind = owned(xmlGetProp(element, BAD_CAST "class"));
    for (const char* other : {"page", "back", "label", "mark", "what", "quiet"})
        if (kind == other) return false;
    return name != "ul" && name != "ol";
}

inline void append_own_text(xmlNode* at, std::string& text) {
    for (; at; at = at->next) {
        if (at->type == XML_TEXT_NODE) text += owned(xmlNodeGetContent(at));
        if (at->type == XML_ELEMENT_NODE && is_own(at)) append_own_text(at->children, text);
    }
}

/// By id: the block's own words as the page shows them.
inline void collect_own_texts(xmlNode* at, std::map<std::string, std::string>& texts) {
    for (; at; at = at->next) {
        if (at->type != XML_ELEMENT_NODE) continue;
        append_own_text(at->children, texts[owned(xmlGetProp(at, BAD_CAST "id"))]);
        collect_own_texts(at->children, texts);
    }
}

inline std::string without_space(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        // The page shows U+FFFD for the controls that HTML does not allow.
        if (!text::is_space(c)) text::append(out, c < 0x20 || c == 0x7F ? char32_t{0xFFFD} : c);
    }
    return out;
}

inline const Node* with_id(const std::vector<Node>& nodes, const std::string& id) {
    for (const Node& node : nodes)
        if (node.attribute("id") == id) return &node;
    return nullptr;
}

inline std::vector<Node> named(const std::vector<Node>& nodes, const std::string& name) {
    std::vector<Node> found;
    for (const Node& node : nodes)
        if (node.name == name) found.push_back(node);
    return found;
}

}  // namespace sheaf::testing
