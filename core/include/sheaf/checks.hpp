// What people checked: the records of type `decision`, as the records that they are about see them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "sheaf/document.hpp"
#include "sheaf/export.hpp"

namespace sheaf {

/// What people decided about a record.
struct Check {
    std::string what;  ///< `confirmed`, `corrected` (a field or more) or `added`
    std::string by;    ///< who, each once, joined by `; `
};

/// The checks of the document's records, by record id; none of a record that nobody checked as a whole. A record counts as
/// confirmed when it was confirmed itself, or each of its values was.
SHEAF_API std::map<std::string, Check, std::less<>> checks_of(const Document& document);

}  // namespace sheaf
