// Which blocks are headings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facts.hpp"
#include "look.hpp"
#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::sections {

/// A heading, over one block or several.
struct Heading {
    std::vector<std::uint32_t> blocks;  ///< positions in Document::blocks, in reading order
    std::string number;                 ///< printed number without closing punctuation: `4`, `4.2`
    int level = 0;                      ///< 0 until it is decided
    bool title = false;                 ///< (part of) the letter's title
    bool subtitle = false;              ///< belongs one level below the heading before it
    bool banner = false;                ///< the banner of a chapter, a table's cell
    bool listed = false;                ///< the contents list names it
    bool follows_heading = false;       ///< no text between it and the heading before it
    Look look;
    int tag = 0;  ///< the level that the input proposed, 0 when it proposed none
    const HeadingRule* rule = nullptr;
    std::string basis;
};

/// The headings in reading order. Levels are set where the profile or the title's rules fix them.
/// Splits a printed number off a heading's text into its label.
std::vector<Heading> find_headings(Document& document, const Rules& rules, const Customs& customs,
                                   const Body& body);

}  // namespace sheaf::sections
