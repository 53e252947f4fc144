// The rows of a tracker, from a letter's records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sheaf/date.hpp"
#include "sheaf/document.hpp"

namespace tracker {

struct Action {
    std::string label, text, kind, responsible;
    std::optional<sheaf::Date> due;
    int page = 0;      ///< 0 when the letter has no pages
    std::string link;  ///< to the record in the HTML page beside the file
};

/// The records of these types, in the document's order. Fields that a type does not have stay empty.
std::vector<Action> actions_of(const sheaf::Document& document, const std::vector<std::string>& types);

}  // namespace tracker
