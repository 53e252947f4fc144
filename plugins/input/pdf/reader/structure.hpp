// The structure tree of a tagged letter.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "content.hpp"
#include "reader.hpp"

namespace sheaf::pdf {

class File;
class Value;

/// Page numbers (from 1) by the object numbers of the page dictionaries.
using PageNumbers = std::map<int, int>;

struct StructureReading {
    Structure structure;  ///< references in the tree's own order; page 0 where the tree names no page
    bool too_deep = false, too_large = false;
    std::uint64_t repeated = 0;  ///< elements that the tree holds more than once; the first place counts
};

/// Walks the tree below `root`, the catalog's `StructTreeRoot`.
StructureReading read_structure(File& file, const Value& root, const PageNumbers& pages,
                                const Limits& limits);

/// Joins marked content and elements where the tree is not exact, and puts the references in order of their
/// keys. A reference without a page goes to the first page that has unclaimed content of that id; content of a
/// form whose id only the page's own list knows goes there, as long as the page itself does not use the id. Of
/// two elements that claim one content the first has it.
void settle_references(Content& content);

}  // namespace sheaf::pdf
