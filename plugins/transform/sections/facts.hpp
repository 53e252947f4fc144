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
    Pattern salutation, closing, contents, caption;  ///< of folded texts
    Pattern demand;                                  ///< of a folded sentence that says what must be done
    std::size_t longest = 200;                       ///< bytes that a heading may have
};

struct Fact {
    std::string folded;  ///< of the text, only for blocks that are short enough
    Look look;
    Named named;
    bool text = false;      ///< running text, not furniture, footnote or container
    bool brief = false;     ///< short enough for a heading
    bool in_cell = false;   ///< inside a table of more than one cell
    bool in_data = false;   ///< in a row of a table that has several with text in several cells
    bool banner = false;    ///< names a chapter in a table that the profile says is a banner
    bool contents = false;  ///< an entry of the contents list, or of one of figures
    bool caption = false;   ///< names a figure or a table
    bool sentence = false;  ///< a sentence, whatever its type
    bool closed = false;    ///< below the closing formula
    bool before = false;    ///< above the salutation of a letter
    bool margin = false;    ///< outside the column of text, beside the middle of a paragraph
};

/// The folded text of an entry of a contents list without its page number.
std::string title_in_contents(std::string_view folded);

/// By block: it stands in a box, drawn round one cell, that text runs beside. It is in none of that text's sections.
std::vector<bool> find_asides(const Document& document);

/// One fact for each block, in order.
std::vector<Fact> find_facts(const Document& document, const Rules& rules, const Customs& customs);

}  // namespace sheaf::sections
