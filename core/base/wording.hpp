// Pieces of sentences for people: counts, what is cut short, what a reader, a terminal or a shell is given.
#pragma once

#include <string>
#include <string_view>

namespace sheaf {

/// `15 pages`, `1 page`.
std::string plural(std::size_t count, const std::string& noun);

/// The text's beginning, of at most so many bytes, in which no character is cut.
std::string_view beginning(std::string_view text, std::size_t most);

/// The text, or its beginning with `…` behind it.
std::string shortened(std::string_view text, std::size_t most);

/// The text as valid UTF-8: bytes that are none become `instead`, which is U+FFFD.
std::string valid_utf8(std::string_view text, std::string_view instead = "\xEF\xBF\xBD");

/// In one line, for a person's eyes: ASCII's control characters become spaces, and every other character that could steer a
/// terminal or turn the words around is written as its number, `\u{202E}`. What is no UTF-8 becomes U+FFFD.
std::string printable(std::string_view text);

/// JSON for a person's eyes, which is the same data: what could steer a terminal or turn the words around is written as
/// `\u202E`. Such characters stand in strings only.
std::string json_for_eyes(std::string_view json);

/// As one word of a shell's command line.
std::string shell_word(const std::string& text);

}  // namespace sheaf
