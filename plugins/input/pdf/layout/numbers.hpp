// Printed numbers of paragraphs: whether they count on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layout/parts.hpp"

namespace sheaf::pdf {

/// A number such as `4.11`, as the series that it counts in and its place there.
struct Number {
    std::string series;
    int value = 0;
};

/// The number that a label is, of three figures at most.
std::optional<Number> numbered(std::string_view label);

/// Doubts numbered paragraphs whose number jumps back, or leaves out one that the letter does not have elsewhere.
void check_numbers(Work& work, const std::vector<Item>& items);

}  // namespace sheaf::pdf
