#include "shape.hpp"

namespace sheaf::sections {

namespace {

/// Bytes from which a block is prose, and words from which a closed sentence is.
constexpr std::size_t prose_length = 150, prose_words = 10;

}  // namespace

std::size_t words(std::string_view text) {
    std::size_t n = 0;
    bool in = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n';
        if (!space && !in) ++n;
        in = !space;
    }
    return n;
}

bool is_prose(std::string_view text) {
    return text.size() > prose_length || (text.back() == '.' && words(text) > prose_words);
}

std::string without_closing(std::string_view label) {
    while (!label.empty() && (label.back() == '.' || label.back() == ')' || label.back() == ':'))
        label.remove_suffix(1);
    return std::string(label);
}

}  // namespace sheaf::sections
