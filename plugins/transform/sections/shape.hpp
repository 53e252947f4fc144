// The shape of a line's words: what tells a heading from a sentence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sheaf::sections {

std::size_t words(std::string_view text);

/// Running text, not a line of a title block.
bool is_prose(std::string_view text);

/// The label without its closing punctuation: `4` of `4.`.
std::string without_closing(std::string_view label);

}  // namespace sheaf::sections
