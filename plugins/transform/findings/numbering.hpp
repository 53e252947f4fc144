// Which of the numbers that a letter prints number its paragraphs, and where that numbering breaks.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace sheaf::findings {

/// A printed number by its parts: `4.11` is {4, 11}, `12.` is {12}.
using Number = std::vector<int>;

/// Nothing when the label is no number: `(a)`, a bullet.
std::optional<Number> number_of(std::string_view label);

/// What the letter's numbering makes of each number.
struct Numbering {
    /// Positions of those that number the paragraphs, in order: the longest sequence that counts on.
    std::vector<std::size_t> paragraphs;

    struct Break {
        std::size_t at;  ///< position of the number at which it shows
        std::optional<std::size_t>
            before;  ///< position of the number that it should follow; none: it is the first
    };
    std::vector<Break> gaps;
    /// Numbers that neither count on nor begin a list of their own: printed twice, or out of order.
    std::vector<Break> repeated;
};

/// Judges all numbers of a letter, in reading order. A list that begins again at 1 has numbers of its own and
/// breaks nothing; `5.1` follows the last number below 4 as well as that below 3, since sections may have no
/// paragraphs.
Numbering judge(const std::vector<Number>& numbers);

}  // namespace sheaf::findings
