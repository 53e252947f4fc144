#include <libxml/HTMLtree.h>

#include <algorithm>
#include <new>

#include "sheaf/html.hpp"
#include "sheaf/text.hpp"

namespace sheaf::html {

namespace {

const xmlChar* chars(const char* text) {
    return reinterpret_cast<const xmlChar*>(text);
}

template <class Made>
Made* made(Made* node) {
    if (!node) throw std::bad_alloc();
    return node;
}

/// The HTML standard, "Preprocessing the input stream": no controls but white space, no non-characters.
bool is_allowed(char32_t c) {
    if (c < 0x20) return c == '\n' || c == '\t';
    if (c >= 0x7F && c <= 0x9F) return false;
    return !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}

/// Printable ASCII and line breaks: most text, and nothing that needs a closer look.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n'; });
}

std::string cleaned(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::next(text, at);
        text::append(out, is_allowed(c) ? c : char32_t{0xFFFD});
    }
    return out;
}

}  // namespace

Element Element::add(const char* name, Attributes attributes) const {
    xmlNode* child = made(xmlNewDocNode(node_->doc, nullptr, chars(name), nullptr));
    xmlAddChild(node_, child);
    const Element element(child);
    for (const auto& [key, value] : attributes) element.attribute(key, value);
    return element;
}

Element Element::add(const char* name, Attributes attributes, std::string_view text) const {
    const Element element = add(name, attributes);
    element.text(text);
    return element;
}

const Element& Element::text(std::string_view text) const {
    if (text.empty()) return *this;
    const std::string clean = is_plain(text) ? std::string() : cleaned(text);
    if (!clean.empty()) text = clean;
    xmlAddChild(node_, made(xmlNewDocTextLen(node_->doc, chars(text.data()), static_cast<int>(text.size()))));
    return *this;
}

const Element& Element::lines(std::string_view text) const {
    for (std::size_t from = 0;;) {
        const std::size_t to = text.find('\n', from);
        this->text(text.substr(from, to - from));
        if (to == std::string_view::npos) return *this;
        add("br");
        from = to + 1;
    }
}

const Element& Element::attribute(const char* name, std::string_view value) const {
    made(xmlNewProp(node_, chars(name), chars(cleaned(value).c_str())));
    return *this;
}

bool Element::empty() const {
    return node_->children == nullptr;
}

void Tree::Free::operator()(xmlDoc* document) const {
    xmlFreeDoc(document);
}

Tree::Tree() : document_(made(htmlNewDocNoDtD(nullptr, nullptr))) {
    made(xmlCreateIntSubset(document_.get(), chars("html"), nullptr, nullptr));
    // Without an encoding libxml2 writes every character above ASCII as a reference.
    document_->encoding = made(xmlStrdup(chars("UTF-8")));
    xmlDocSetRootElement(document_.get(),
                         made(xmlNewDocNode(document_.get(), nullptr, chars("html"), nullptr)));
}

Element Tree::root() const {
    return Element(xmlDocGetRootElement(document_.get()));
}

std::string Tree::write() const {
    xmlOutputBuffer* buffer = made(xmlAllocOutputBuffer(nullptr));
    htmlNodeDumpFormatOutput(buffer, document_.get(), xmlDocGetRootElement(document_.get()), "UTF-8", 0);
    std::string page = "<!DOCTYPE html>\n";
    page.append(reinterpret_cast<const char*>(xmlOutputBufferGetContent(buffer)),
                xmlOutputBufferGetSize(buffer));
    xmlOutputBufferClose(buffer);
    page += '\n';
    return page;
}

}  // namespace sheaf::html
