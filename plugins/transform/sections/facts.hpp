// What is known of each block before it is decided whether it is a heading.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "look.hpp"
#include "rules.hpp"
#include "sheaf/document.hpp"
#include "sheaf/pattern.hpp"

namespace sheaf::sections {

/// What holds for letters of every family; the stage's options.
struct Customs {
    Pattern salutation, closing, contents;  ///< of folded texts
    std::size_t longest = 200;              ///< bytes that a heading may have
};

struct Fact {
    std::string folded;  ///< of the text, only for blocks that are short enough
    Look look;
    Named named;
    bool text = false;      ///< running text, not furniture, footnote or container
    bool brief = false;     ///< short enough for a heading
    bool in_cell = false;   ///< inside a table of more than one cell
    bool in_data = false;   ///< in a row of a table that has several with text in several cells
    bool contents = false;  ///< an entry of the contents list
    bool closed = false;    ///< below the closing formula
    bool before = false;    ///< above the salutation of a letter
};

/// One fact for each block, in order.
std::vector<Fact> find_facts(const Document& document, const Rules& rules, const Customs& customs);

}  // namespace sheaf::sections
