// A letter's text in pieces that a search finds.
#pragma once

#include <string>
#include <vector>

#include "sheaf/document.hpp"

namespace sheaf::database {

/// What stands in one section on one page.
struct Passage {
    int page = 0;         ///< 0: the format has no pages
    std::string block;    ///< the block that it begins with, as JSON and HTML name it
    std::string section;  ///< title of the section; empty in front of the first
    std::string text;     ///< a block a line, each with its label
};

/// All of the letter's text but its furniture, in reading order.
std::vector<Passage> passages_of(const Document& document);

}  // namespace sheaf::database
