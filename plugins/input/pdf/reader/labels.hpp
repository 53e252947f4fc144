// What pages are called (ISO 32000-1, 12.4.2).
#pragma once

#include <string>
#include <vector>

#include "objects/value.hpp"

namespace sheaf::pdf {

/// The labels of the pages, by the catalog's tree of them; empty where there is none. Pages before the first label
/// have an empty one.
std::vector<std::string> page_labels(const Value& tree, int pages);

}  // namespace sheaf::pdf
