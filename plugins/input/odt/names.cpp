#include "names.hpp"

#include "sheaf/text.hpp"

namespace sheaf::odt {
std::string name_of(const xmlNode* node) {
    std::string local(view(node->name));
    if (!node->ns) return local;
    std::string_view space = view(node->ns->href);
    constexpr std::string_view standard = "urn:oasis:names:tc:opendocument:xmlns:";
    if (space.starts_with(standard)) {
        space.remove_prefix(standard.size());
        space = space.substr(0, space.find(':'));
        if (space == "xsl-fo-compatible") space = "fo";
        if (space == "svg-compatible") space = "svg";
        if (space == "drawing") space = "draw";
        return std::string(space) + ":" + local;
    }
    if (space == "http://purl.org/dc/elements/1.1/") return "dc:" + local;
    if (space == "http://www.w3.org/1998/Math/MathML") return "math:" + local;
    return std::string(view(node->ns->prefix)) + ":" + local;
}

const xmlNode* child_named(const xmlNode* node, std::string_view name) {
    for (const xmlNode* child = node ? node->children : nullptr; child; child = child->next)
        if (is_element(child) && name_of(child) == name) return child;
    return nullptr;
}

bool is_aside(const xmlNode* node) {
    const std::string name = name_of(node);
    return name.starts_with("dc:") || name.starts_with("meta:") || name.starts_with("svg:") ||
           name.starts_with("math:") || name == "office:binary-data" || name == "office:change-info" ||
           name == "office:event-listeners" || name == "text:note-citation";
}

std::uint64_t count_below(const xmlNode* node, bool in_paragraph) {
    if (is_text(node)) return in_paragraph ? text::count_visible(view(node->content)) : 0;
    if (!is_element(node) || is_aside(node)) return 0;
    const std::string name = name_of(node);
    in_paragraph = in_paragraph || name == "text:p" || name == "text:h";
    std::uint64_t sum = 0;
    for (const xmlNode* child = node->children; child; child = child->next)
        sum += count_below(child, in_paragraph);
    return sum;
}

std::string text_below(const xmlNode* node) {
    if (is_text(node)) return files::valid_utf8(view(node->content));
    std::string all;
    for (const xmlNode* child = node->children; child; child = child->next) all += text_below(child);
    return all;
}

}  // namespace sheaf::odt
