// A tracker as a spreadsheet (XLSX), through libxlsxwriter.
#pragma once

#include <string>
#include <vector>

#include "actions.hpp"

namespace tracker {

/// What people may choose from. Excel wants a list of choices in 255 characters, without commas in them.
struct Choices {
    std::vector<std::string> owners;    ///< empty: any text
    std::vector<std::string> statuses;  ///< the first is that of a new action
};

/// Why a list cannot be offered as choices; empty when it can.
std::string fault_of(const std::vector<std::string>& choices);

/// The file's bytes: the same for the same arguments, whenever and wherever. Throws `std::runtime_error` with the
/// library's reason.
std::string workbook(const std::string& title, const std::vector<Action>& actions, const Choices& choices);

}  // namespace tracker
