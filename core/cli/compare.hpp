// sheaf compare: what changed between inspections of one authority.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace sheaf {

struct CompareOptions {
    std::string first;   ///< the JSON file of the earlier letter, or a batch's output folder
    std::string second;  ///< the JSON file of the later letter, or an authority
    bool json = false;
};

Exit compare_letters(const CommonOptions& common, const CompareOptions& options);

}  // namespace sheaf
