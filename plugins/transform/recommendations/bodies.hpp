// The bodies that a demand is addressed to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules.hpp"
#include "sheaf/document.hpp"

namespace sheaf::recommendations {

/// The words name a body that can be told to act, or the authority that the letter is about.
bool names_body(const Document& document, std::string_view words, const BodyNames& names);

/// Each line of the words, where each is the name of one body and nothing else.
std::vector<std::string> bodies_on_lines(const Document& document, const std::vector<Anchor>& words,
                                         const BodyNames& names);

/// Each body that the words name; the words as a whole where several cannot be told apart.
std::vector<std::string> bodies_in(std::string_view words, const BodyNames& names);

}  // namespace sheaf::recommendations
