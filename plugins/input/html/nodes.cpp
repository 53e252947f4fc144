#include "nodes.hpp"

#include <algorithm>

#include "drafts/flow.hpp"
#include "sheaf/ascii.hpp"
#include "sheaf/text.hpp"

namespace sheaf::web {
namespace {

constexpr std::uint64_t main_at_least = 1;  // visible characters, or the page has no main part

}  // namespace

bool has_role(const xmlNode* node, std::initializer_list<std::string_view> roles) {
    const auto role = attribute(node, "role");
    return role && std::find(roles.begin(), roles.end(), *role) != roles.end();
}

std::string style_of(const xmlNode* node) {
    std::string plain;
    for (const char c : attribute(node, "style").value_or(std::string()))
        if (c != ' ' && c != '\n' && c != '\t') plain += text::lower(c);
    if (!plain.empty() && !plain.ends_with(';')) plain += ';';
    return plain;
}

bool is_hidden(const xmlNode* node, std::string_view style) {
    if (attribute(node, "hidden")) return true;
    for (const std::string_view hides :
         {"display:none", "visibility:hidden", "opacity:0;", "opacity:0.0;", "font-size:0;", "font-size:0p"})
        if (const std::size_t at = style.find(hides);
            at != std::string_view::npos && (at == 0 || style[at - 1] == ';'))
            return true;
    return false;
}

std::uint64_t count_below(const xmlNode* node) {
    std::uint64_t count = 0;
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (is_text(child))
            count += text::count_visible(view(child->content));
        else if (is_element(child) && element_of(child) != Element::unseen)
            count += count_below(child);
    }
    return count;
}

const xmlNode* find_main(const xmlNode* node) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (!is_element(child)) continue;
        if ((element_of(child) == Element::main || has_role(child, {"main"})) &&
            count_below(child) >= main_at_least)
            return child;
        if (const xmlNode* found = find_main(child)) return found;
    }
    return nullptr;
}

const xmlNode* find_element(const xmlNode* node, std::string_view name) {
    for (const xmlNode* child = node->children; child; child = child->next) {
        if (!is_element(child)) continue;
        if (name_of(child) == name) return child;
        if (const xmlNode* found = find_element(child, name)) return found;
    }
    return nullptr;
}

std::string link_of(const xmlNode* node) {
    const std::string target = attribute(node, "href").value_or("");
    if (target.starts_with("#"))
        return target.size() > 1 ? drafts::pending_link("id:" + target.substr(1)) : std::string();
    const std::size_t colon = target.find(':');
    const bool scheme = colon != std::string::npos && target.find_first_of("/?#") > colon;
    const bool followed =
        target.starts_with("http:") || target.starts_with("https:") || target.starts_with("mailto:");
    return scheme && !followed ? std::string() : text::to_nfc(target);
}

}  // namespace sheaf::web
