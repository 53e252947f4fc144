// Who a letter is to and from: name, role and body of each, where each can be told apart.
#pragma once

#include <vector>

#include "letter.hpp"

namespace sheaf::metadata_stage {

/// What lowers the confidence in what a letter says that no profile fits.
inline constexpr double without_profile = 0.6;

/// A text and the words that it was taken from; empty when the letter does not say, or not clearly.
struct Said {
    std::string text;
    std::vector<Anchor> anchors;
};

struct Person {
    Said name, role, body;
    Said printed;  ///< the whole of what names the person; of a signatory the name
};

/// A person a line of the address block: `Name, role, body`. A line without a name belongs to the person above it.
/// Role and body are parted where a comma parts words of a role from those of a body for certain.
std::vector<Person> addressed(const Document& document, const Found& addressees, const Rules& rules);

/// The people who sign, with the lines below each name in its column; the body stands below the role, behind its last
/// comma, or above the name where the column begins with one.
std::vector<Person> signing(const Document& document, const Frame& frame, const Found& signatories,
                            const Rules& rules);

/// Adds a record of the type for the person. `ground` says what speaks for it, `known` whether a profile knows such letters.
void add_person(Document& document, const char* type, const Person& person, const char* ground, bool known);

}  // namespace sheaf::metadata_stage
