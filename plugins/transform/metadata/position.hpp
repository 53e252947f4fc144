// What a person does and for whom: role and body, parted by what their words are.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::metadata_stage {

/// The parts of a plain text between its commas, without those in brackets; white space trimmed.
std::vector<Range> comma_parts(std::string_view plain);

/// Where role and body stand in a plain text; each may be absent.
struct Position {
    std::optional<Range> role, body;
};

/// `Manager, West Quay Service`: words of a role and words of a body, in either order, parted at a comma. A comma inside
/// an enumeration (`Police, Fire and Crime Commissioner`) parts nothing. Nothing where it is not sure.
Position position_in(std::string_view plain, const LetterRules& rules);

/// The line holds what no addressee is: a telephone number, an address, a reference.
bool is_no_addressee(std::string_view plain, const LetterRules& rules);

/// The plain text is a person's name, a comma, and what they do: the line of somebody addressed.
bool is_person(std::string_view plain, const Rules& rules);

/// What the plain text says of a person ends in neither a role nor a body: a body's name that goes on below.
bool is_unfinished(std::string_view plain, const Rules& rules);

/// The plain text names a body and neither a person nor a role.
bool is_body(std::string_view plain, const LetterRules& rules);

}  // namespace sheaf::metadata_stage
