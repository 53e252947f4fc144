#include <algorithm>

#include "sheaf/html.hpp"

namespace sheaf::html {

std::string in_words(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string plural(std::string noun) {
    if (noun.ends_with('s')) return noun;
    if (noun.ends_with('y') && noun.size() > 1 &&
        std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string::npos)
        return noun.substr(0, noun.size() - 1) + "ies";
    return noun + 's';
}

}  // namespace sheaf::html
