#include "plugin/wording.hpp"

#include <algorithm>

#include "sheaf/html.hpp"
#include "sheaf/text.hpp"

namespace sheaf {

namespace {

/// The length of the UTF-8 sequence that begins here, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
    for (std::size_t length = 1; length <= 4 && at + length <= text.size(); ++length)
        if (text::is_valid_utf8(text.substr(at, length))) return length;
    return 0;
}

}  // namespace

std::string plural(std::size_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + (count == 1 ? noun : html::plural(noun));
}

std::string_view beginning(std::string_view text, std::size_t most) {
    return text.substr(0, text::boundary(text, most));
}

std::string shortened(std::string_view text, std::size_t most) {
    return std::string(beginning(text, most)) + (text.size() > most ? "…" : "");
}

std::string valid_utf8(std::string_view text, std::string_view instead) {
    if (text::is_valid_utf8(text)) return std::string(text);
    std::string valid;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text, at);
        valid += length > 0 ? text.substr(at, length) : instead;
        at += std::max<std::size_t>(1, length);
    }
    return valid;
}

std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
        ' ');
    return text;
}

std::string shell_word(const std::string& text) {
    if (text.find_first_of(" \t\n'\"\\$`&|;<>()*?[]{}#~!") == std::string::npos) return text;
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

}  // namespace sheaf
