// How blocks look: the typography by which a reader tells headings from text.
#pragma once

#include <span>
#include <string>

#include "sheaf/document.hpp"

namespace sheaf::sections {

/// The look of most of a block's text.
struct Look {
    float size = 0;     ///< points; 0 when unknown
    bool bold = false;  ///< all of it, but for stray spaces and punctuation
    bool italic = false;
    friend bool operator==(const Look&, const Look&) = default;
};

/// The look of the letter's running text.
using Body = Look;

Look look_of(const Block& block);

/// The look that most of the letter's running text has.
Body body_of(const Document& document);

/// Points by which the look is larger than the body; 0 when a size is unknown.
float larger(const Look& look, const Body& body);

/// Set in bold where the body is not.
bool stands_out(const Look& look, const Body& body);

/// `bold 14 pt over 12 pt body`, for people; empty when the look is the body's.
std::string describe(const Look& look, const Body& body);

}  // namespace sheaf::sections
