// XML as programs write it into packages, read in one pass and many times faster than libxml2 does:
// well-formed UTF-8 with elements, attributes and texts, all names ASCII and all prefixes declared. Whatever
// else a part holds (comments, document types, other encodings, faults) is for libxml2: it knows all of XML,
// and what to make of broken XML.
#pragma once

#include <cstdint>
#include <string>

#include "events.hpp"

namespace sheaf::docx {

/// The whole part as events, as libxml2 would tell them; false, and nothing is spent, when the part is not regular or
/// has more nodes or nested elements than it may. `xml` outlives `to`.
bool read_regular(const std::string& xml, std::uint64_t depth_limit, NodeBudget& budget, Events& to);

/// Whether a glance at the tags shows that the part holds no text element. Its nodes are spent then.
bool holds_no_text(const std::string& xml, std::uint64_t depth_limit, NodeBudget& budget);

}  // namespace sheaf::docx
