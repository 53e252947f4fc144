// Numbers in machine form.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <type_traits>

namespace sheaf::text {

/// The number that the text is as a whole: ASCII digits of the base (of whole numbers, 2 to 36), with a minus sign before them
/// where `Number` has one. Nothing for any other text, or for a number that `Number` cannot hold.
template <class Number>
std::optional<Number> whole_number(std::string_view text, int base = 10) {
    const char* const end = text.data() + text.size();
    Number number{};
    std::from_chars_result read{};
    if constexpr (std::is_floating_point_v<Number>)
        read = std::from_chars(text.data(), end, number);
    else
        read = std::from_chars(text.data(), end, number, base);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace sheaf::text
