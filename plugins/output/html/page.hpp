// The whole page.
#pragma once

#include <span>
#include <string>

#include "sheaf/plugin.hpp"

namespace sheaf::html {

/// Where a page leads besides: to what other outputs write.
struct PageLinks {
    bool json = false;      ///< the letter's JSON file stands beside the page
    bool csv = false;       ///< and the CSV files of its record types
    bool index = false;     ///< the page is one of an archive that has an index
    std::string originals;  ///< address of the folder of the letters; empty: there are no links to them
};

/// One self-contained page of HTML 5: no script, no request to anywhere.
std::string page(const Document& document, std::span<const RecordSpec> types, const PageLinks& links = {});

}  // namespace sheaf::html
