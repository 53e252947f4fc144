// Names of OpenDocument's elements, with the prefixes that the standard gives them, whatever a file declares.
#pragma once

#include <string>
#include <string_view>

#include "files/tree.hpp"

namespace sheaf::odt {

using namespace files;

/// `text:p`, `table:table-cell`, `svg:desc`. Elements of unknown namespaces keep their own prefix.
std::string name_of(const xmlNode* node);

/// The first child element of that name, or null, also for null.
const xmlNode* child_named(const xmlNode* node, std::string_view name);

/// Whether what stands below the element is no text of the letter: descriptions, data, authors of changes.
bool is_aside(const xmlNode* node);

/// Visible characters of the paragraphs below a node, the node itself included; of all below where the node is in one.
std::uint64_t count_below(const xmlNode* node, bool in_paragraph = false);

/// All text below a node.
std::string text_below(const xmlNode* node);

}  // namespace sheaf::odt
