#include "plugin/wording.hpp"

#include <algorithm>

#include "sheaf/html.hpp"

namespace sheaf {

std::string plural(std::size_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + (count == 1 ? noun : html::plural(noun));
}

std::string_view beginning(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
    return text.substr(0, most);
}

std::string shortened(std::string_view text, std::size_t most) {
    return std::string(beginning(text, most)) + (text.size() > most ? "…" : "");
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
