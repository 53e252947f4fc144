// What a page's elements say of themselves.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "elements.hpp"
#include "files/tree.hpp"

namespace sheaf::web {

using namespace files;

inline Element element_of(const xmlNode* node) {
    return element_named(name_of(node));
}

bool has_role(const xmlNode* node, std::initializer_list<std::string_view> roles);
/// What the element's own attribute says of its style, without white space and in small letters; style sheets are not read.
std::string style_of(const xmlNode* node);
/// Hidden by its own attributes; `style` is that of `style_of`.
bool is_hidden(const xmlNode* node, std::string_view style);
/// Visible characters below a node.
std::uint64_t count_below(const xmlNode* node);
/// The page's main part: the first `main` element with words in it, or null.
const xmlNode* find_main(const xmlNode* node);
/// The first element of that name below the node, or null.
const xmlNode* find_element(const xmlNode* node, std::string_view name);
/// Where a link leads: to a place in the page (pending), to an address that is fetched by a reader, or nowhere.
std::string link_of(const xmlNode* node);

}  // namespace sheaf::web
