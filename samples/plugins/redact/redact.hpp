// Names out of a whole document, with everything that points into its texts kept true.
#pragma once

#include <cstdint>
#include <vector>

#include "names.hpp"
#include "sheaf/document.hpp"

namespace redact {

/// What stands where a name stood.
inline constexpr std::string_view mark = "[name]";

/// A name that was taken out of a block's text: where its mark stands now.
struct Redaction {
    sheaf::Anchor anchor;
    int line = 0;  ///< of the list of names
};

struct Result {
    std::vector<Redaction> redactions;  ///< in the texts of blocks, in reading order
    std::size_t elsewhere = 0;  ///< in labels, titles, records, links, diagnostics, page labels, the source
};

/// Takes the names out of everything that outputs show. Anchors, spans and regions cover what they covered, with the
/// mark in place of the name. The ledger counts the names as refused, and the marks as read, as it does computed labels.
Result redact(sheaf::Document& document, const Names& names);

}  // namespace redact
