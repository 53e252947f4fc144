// The tables of a page: metadata, and the records of each type.
#pragma once

#include <span>

#include "references.hpp"
#include "sheaf/plugin.hpp"

namespace sheaf::html {

/// A table on the page, for the contents list.
struct TableEntry {
    std::string id;
    std::string title;
};

/// Adds the metadata, and says nothing where there are none.
void add_metadata(const Element& parent, const Document& document, const References& references);

/// Adds a table for each record type but metadata: the declared ones, in order, then whatever else the document
/// holds. Types without a record are named in a sentence. Places lead to the pages of `original`, too, unless it is empty.
std::vector<TableEntry> add_records(const Element& parent, const Document& document,
                                    std::span<const RecordSpec> declared, const References& references,
                                    const std::string& original = {});

/// With an upper-case first letter.
std::string capitalised(std::string text);

}  // namespace sheaf::html
